"""Signed PDFs made here: nothing is called valid without a root that leads to the signer."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from portal.papers.signatures import (
    ANSWERS,
    MOST,
    SENTENCES,
    Verdict,
    answer_of,
    check,
    fingerprint,
    is_signed,
    printed,
)
from tests.papers.signers import Authority, signed, with_other_words

NOW = datetime.now(UTC)


def plain_pdf(text="Ke hoach so 12-KH/DU"):
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, text)
    canvas.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def judged(tmp_path):
    """What is said of a PDF, by these roots."""

    def run(data, *roots, moment=NOW, lists=()):
        folder = tmp_path / "roots"
        folder.mkdir(exist_ok=True)
        for number, root in enumerate(roots):
            (folder / f"{number}.crt").write_bytes(root.pem())
        for number, one in enumerate(lists):
            (folder / f"{number}.crl").write_bytes(one)
        (tmp_path / "a.pdf").write_bytes(data)
        return check(tmp_path / "a.pdf", folder if roots or lists else None, moment)

    return run


def test_signer_and_time(judged, authority):
    data = signed(plain_pdf(), authority.signer("Nguyễn Văn Ái", organization="Đảng ủy Đường sắt"))
    (one,) = judged(data, authority)
    assert (one["signer"], one["organization"]) == ("Nguyễn Văn Ái", "Đảng ủy Đường sắt")
    assert one["issuer"] == "Cơ quan chứng thực số thử"
    assert abs(datetime.fromisoformat(one["signed_at"]) - datetime.now(UTC)) < timedelta(minutes=5)
    assert (one["verdict"], one["is_stamped"], one["is_extended"]) == (Verdict.VALID, False, False)


def test_no_root_is_no_yes(judged, authority):
    data = signed(plain_pdf(), authority.signer("A"))
    assert judged(data)[0]["verdict"] == Verdict.NO_ROOTS
    assert judged(data, Authority("Nơi cấp khác"))[0]["verdict"] == Verdict.UNKNOWN_ISSUER
    twin = Authority()
    assert judged(data, twin)[0]["verdict"] != Verdict.VALID, "the same name is not the same issuer"


def test_altered_after_signing(judged, authority):
    data = signed(plain_pdf(), authority.signer("A"))
    inside = data.replace(b"startxref", b"startxreF", 1)
    assert judged(inside, authority)[0]["verdict"] == Verdict.ALTERED
    behind = with_other_words(data)
    assert judged(behind, authority)[0]["verdict"] == Verdict.ALTERED
    assert judged(behind)[0]["verdict"] == Verdict.ALTERED, "that it was altered needs no root"


def test_several_signatures(judged, authority):
    other = Authority("Nơi cấp khác")
    once = signed(plain_pdf(), authority.signer("Người soạn"))
    twice = signed(once, other.signer("Bí thư"), field="Bi-thu")
    first, second = judged(twice, authority)
    assert (first["signer"], first["verdict"], first["is_extended"]) == ("Người soạn", Verdict.VALID, True)
    assert (second["signer"], second["verdict"], second["is_extended"]) == ("Bí thư", Verdict.UNKNOWN_ISSUER, False)


def test_certificate_that_ran_out(judged, authority):
    data = signed(plain_pdf(), authority.signer("A", since=-900, until=10))
    assert judged(data, authority)[0]["verdict"] == Verdict.VALID
    assert judged(data, authority, moment=NOW + timedelta(days=11))[0]["verdict"] == Verdict.EXPIRED


def test_time_stamp_proves_the_hour(judged, authority):
    stamps = Authority("Nơi cấp dấu thời gian")
    data = signed(plain_pdf(), authority.signer("A", until=10), stamper=stamps.stamper())
    later = NOW + timedelta(days=11)
    (proven,) = judged(data, authority, stamps, moment=later)
    assert (proven["verdict"], proven["is_stamped"]) == (Verdict.VALID, True)


def test_time_stamp_of_a_stranger_proves_nothing(judged, authority):
    data = signed(plain_pdf(), authority.signer("A", until=10), stamper=Authority("Lạ").stamper())
    assert (judged(data, authority)[0]["verdict"], judged(data, authority)[0]["is_stamped"]) == (Verdict.VALID, False)
    assert judged(data, authority, moment=NOW + timedelta(days=11))[0]["verdict"] == Verdict.EXPIRED


def test_revoked(judged, authority):
    signer = authority.signer("A")
    data = signed(plain_pdf(), signer)
    lists = [authority.list_of_revoked(signer.signing_cert.serial_number)]
    assert judged(data, authority, lists=lists)[0]["verdict"] == Verdict.REVOKED


def test_unsigned_and_broken(judged, authority, tmp_path):
    assert judged(plain_pdf(), authority) == []
    assert judged(b"%PDF-1.7 /ByteRange [0 1 2 3] nothing", authority) is None
    whole = signed(plain_pdf(), authority.signer("A"))
    assert judged(whole[: len(whole) // 2], authority) in (None, [])
    start = whole.index(b"/Contents <") + 40
    torn = judged(whole[:start] + b"0" * 400 + whole[start + 400 :], authority)
    assert torn is None or torn[0]["verdict"] not in (Verdict.VALID, Verdict.NO_ROOTS)
    assert check(tmp_path / "missing.pdf", None, NOW) == []
    assert not is_signed(tmp_path)


def test_hostile_file_costs_its_own_time_alone(judged, authority, tmp_path):
    whole = signed(plain_pdf(), authority.signer("A"))
    (tmp_path / "a.pdf").write_bytes(whole)
    assert check(tmp_path / "a.pdf", None, NOW, timeout_s=0.05) is None


def test_fingerprint_follows_what_is_trusted(tmp_path, authority):
    none = fingerprint(None)
    assert fingerprint(tmp_path / "missing") == none == fingerprint(tmp_path)
    (tmp_path / "note.txt").write_text("x")
    assert fingerprint(tmp_path) == none
    (tmp_path / "goc.crt").write_bytes(authority.pem())
    one = fingerprint(tmp_path)
    assert one != none and len(one) <= 60
    (tmp_path / "goc.crt").rename(tmp_path / "khac.pem")
    assert fingerprint(tmp_path) == one
    (tmp_path / "hong.crt").write_bytes(b"no certificate")
    assert fingerprint(tmp_path) != one


def test_a_broken_root_does_not_spoil_the_others(judged, authority, tmp_path):
    data = signed(plain_pdf(), authority.signer("A"))
    judged(data, authority)
    (tmp_path / "roots" / "hong.crt").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    (tmp_path / "roots" / "hong.crl").write_bytes(b"\x30\x03\x02\x01\x01")
    assert judged(data, authority)[0]["verdict"] == Verdict.VALID


def test_names_are_fit_to_show():
    assert printed("A\u202eB\x00\n  C") == "A B C"
    assert len(printed("x" * 500)) == 120
    assert set(SENTENCES) == set(Verdict) and MOST


def test_only_valid_is_a_yes():
    answers = {one: answer_of(one) for one in Verdict}
    assert [one for one, said in answers.items() if said == "yes"] == [Verdict.VALID]
    assert {one for one, said in answers.items() if said == "no"} == {Verdict.ALTERED, Verdict.FORGED, Verdict.REVOKED}
    assert answer_of("") == "unknown" and set(ANSWERS) == {"yes", "no", "unknown"}
