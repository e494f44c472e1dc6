"""Words of names stand beside each name, whoever writes it; lists that begin from them find whom they found before."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.migrating import alembic
from portal.members import queries
from portal.members.api import amend
from portal.members.models import Filters, Member, MemberTerm, terms_of
from portal.members.queries import leads
from portal.members.queries import scope as scopes
from portal.organizations.api import holds_words
from tests.factories import imports
from tests.factories.members import acting, member
from tests.quality.test_doubles import twin
from tests.quality.test_merging import an, merge

pytestmark = pytest.mark.usefixtures("app")


def sound() -> int:
    """How many words stand beside names, after a look that they are those of the names."""
    db.session.rollback()
    kept: dict[int, set[str]] = {}
    for member_id, term in db.session.execute(db.select(MemberTerm.member_id, MemberTerm.term)):
        kept.setdefault(member_id, set()).add(term)
    meant = {member_id: set(terms_of(key)) for member_id, key in db.session.execute(
        db.select(Member.id, Member.search_key))}
    assert kept == {member_id: terms for member_id, terms in meant.items() if terms}
    return sum(map(len, kept.values()))


def test_the_words_follow_each_change_of_a_name() -> None:
    before = sound()
    one = member("Nguyễn Lê Nguyễn Hạnh")
    one_id = one.id
    assert sound() == before + 3
    one = db.session.get_one(Member, one_id)
    amend(SYSTEM, one, {"full_name": "Đỗ Y"})
    db.session.commit()
    assert sound() == before + 2
    amend(SYSTEM, db.session.get_one(Member, one_id), {"sex": "female"})
    db.session.commit()
    assert sound() == before + 2


def test_what_is_rolled_back_leaves_no_words() -> None:
    before = sound()
    db.session.add(Member(full_name="A B", sort_key="", search_key="a b", citizen_id="001199009999", sex=""))
    db.session.flush()
    assert sound() == before


def test_an_import_its_undo_and_a_merge_keep_the_words() -> None:
    before = sound()
    made = imports.committed([imports.person(1, "LÊ THỊ MỚI"), imports.person(2, "Trần Văn Mới")])
    assert sound() == before + 6
    imports.undone(made)
    assert sound() == before
    merge(an(), twin(an().full_name))
    assert sound() == before


def test_a_name_changed_by_an_import_and_back_again() -> None:
    one = an()
    number, name = one.citizen_id, one.full_name
    db.session.rollback()
    made = imports.committed([imports.person(1, "Nguyễn Văn Ân Nhân", id=number, born="", joined="")])
    assert an_is(number) != name
    sound()
    imports.undone(made)
    assert an_is(number) == name
    sound()


def an_is(number: str) -> str:
    return db.session.execute(db.select(Member.full_name).where(Member.citizen_id == number)).scalar_one()


def test_the_migration_makes_the_words_of_the_names_there_are(app: Flask) -> None:
    member("Phan Văn Quýt")
    before = sound()
    db.session.remove()
    alembic.downgrade("0024")
    alembic.upgrade()
    assert sound() == before


SYLLABLES = ["nguyễn", "ly", "lí", "linh", "anh", "thanh", "quý", "quít", "thị", "a", "đặng-văn", "o'hara", "100%", "_"]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=1, max_size=4), typed=st.lists(st.sampled_from([
    *SYLLABLES, "an", "ng", "th", "h", "Lý", "đặng", "y", "%", "anh thanh"]), min_size=1, max_size=3),
    bound=st.sampled_from([0, 1, 1000]), few=st.sampled_from([0, 300]), words=st.sampled_from([1, 100]))
def test_whom_words_mean(monkeypatch: pytest.MonkeyPatch, names: list[list[str]], typed: list[str], bound: int,
                         few: int, words: int) -> None:
    """From the rarest word, from all of them, or walked to: just those whose name holds each word."""
    for place, name in enumerate(names):
        full = " ".join(name).title()
        db.session.add(Member(full_name=full, sort_key="", search_key=leads.fold(full), sex="",
                              citizen_id=f"00119900{place:04d}"))
    db.session.flush()
    monkeypatch.setattr(scopes, "LOOKED_UP", bound)
    monkeypatch.setattr(scopes, "FEW", few)
    monkeypatch.setattr(leads, "MOST_TERMS", words)
    text = " ".join(typed)
    holds = holds_words(Member.search_key, text)
    plain = set(db.session.execute(db.select(Member.id).where(*holds)).scalars())
    found = queries.named_first(text)
    led = set(db.session.execute(db.select(Member.id).where(*found.conditions, *holds)).scalars())
    some = [] if found.some is None else [found.some]
    part = set(db.session.execute(db.select(Member.id).where(*some, *holds)).scalars())
    db.session.rollback()
    assert led == plain >= part
    if bound == 1000 and words == 100:
        assert found.few is not None, "there are few people in all"


def test_a_name_nobody_bears_needs_no_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "FEW", 0)
    wanted, some = queries.listed(acting("delegate"), Filters(text="xyzabc"))
    assert some is None and db.session.execute(wanted).all() == []
    assert "member.id IN" in str(wanted)
