"""i and y as a syllable's last vowel are one in every box that takes a name: register, pickers, accounts, rights."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.members import queries
from portal.members.models import Filters, Member
from portal.organizations.api import holds_words, look_up
from tests.client import PortalClient, parse
from tests.factories.members import acting, member
from tests.factories.organizations import cell

As = Callable[[str | None], PortalClient]


def bearers(text: str) -> set[str]:
    return set(db.session.execute(select(Member.full_name).where(*holds_words(Member.search_key, text))).scalars())


@pytest.mark.parametrize(("name", "typed"), [
    ("Phan Thị Lý", "Phan Lí"), ("Phan Thị Lí", "Phan Lý"), ("Phan Thị Mỹ Hạnh", "phan mi"), ("Phan Quí", "phan quý"),
    ("Phan Văn Quýt", "phan quit"), ("Lí Văn Phan", "ly van phan"),
])
def test_either_spelling_finds_both(app: object, name: str, typed: str) -> None:
    assert name not in bearers(typed)
    member(name)
    assert name in bearers(typed)
    assert name in bearers(name)


def test_what_is_begun_is_still_found_but_not_by_the_other_letter(app: object) -> None:
    """`Ly` finds `Lynh` as it always did, and not every `Linh`."""
    member("Phan Văn Linh")
    member("Phan Thị Lynh")
    assert bearers("phan ly") == {"Phan Thị Lynh"}
    assert bearers("phan li") == {"Phan Văn Linh"}
    assert bearers("phan thuy") == bearers("phan 100%_") == set()


def test_in_the_boxes_of_the_house(as_: As) -> None:
    """Lý Văn Minh, looked for as Lí."""
    for key, url in (("secretary", "/dang-vien?ten=lí+văn"), ("secretary", "/tai-khoan?ten=lí+minh"),
                     ("secretary", "/dang-vien?ten=ly+van"),
                     ("committee_secretary", "/phan-quyen/hieu-luc?ten=lí+minh"),
                     ("secretary", "/sinh-hoat-hai-chieu?ten=lí+minh"),
                     ("secretary", "/tim-kiem?q=lí+văn+minh")):
        page = as_(key).get(url)
        assert page.status_code == 200, url
        assert "Lý Văn Minh" in "".join(parse(page).itertext()), url


def test_in_the_picker_of_units(app: object) -> None:
    made = cell("Chi bộ Kĩ thuật")
    assert [one.id for one in look_up(acting("administrator"), "kỹ thuật")] == [made.id]


def test_one_born_the_same_day_whose_name_is_spelt_otherwise_is_named(app: object) -> None:
    made = member("Phan Thị Lí", birth_date=date(1970, 5, 1))
    actor = acting("secretary")
    named = [one.member for one in queries.namesakes(actor, "PHAN THỊ LÝ", date(1970, 5, 1))]
    assert named == [made]
    assert queries.namesakes(actor, "Phan Thị Lỳ", date(1970, 5, 1)) == []
    assert queries.namesakes(actor, "Phan Thị Lý", date(1970, 5, 2)) == []
    assert db.session.execute(queries.roster(actor, Filters(text="phan lý"))).all()
