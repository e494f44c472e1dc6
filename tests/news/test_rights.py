"""Rule, list and search say the same of the same articles."""

from collections.abc import Callable

import pytest

from portal.core.db import db
from portal.core.policy import allowed
from portal.jobs.worker import run_all
from portal.news import services
from portal.news.models import Article, State
from portal.news.policy import News, readable
from portal.search import active, registry
from portal.search.entry import Query
from tests.factories.news import article
from tests.people import PEOPLE, unit

Actors = Callable[[str], object]


def many() -> None:
    """Articles of several units in every state and for every kind of audience."""
    for who, key, audiences in (("office_staff", "hanoi", ("hanoi", "ga_hanoi", "dau_may")),
                                ("secretary", "ga_hanoi", ("ga_hanoi",)),
                                ("secretary_elsewhere", "ga_vinh", ("ga_vinh",)),
                                ("corporation_staff", "corporation", ("corporation", "hanoi", "vinh"))):
        for audience in audiences:
            article(key, by=who, title=f"Tin {key} {audience}", audience=f"s{unit(audience).id}")
        article(key, by=who, title=f"Tin chỉ {key}", audience=f"u{unit(key).id}")
        article(key, by=who, title=f"Tin nháp {key}", publish=False)


@pytest.mark.parametrize("who", [key for key in PEOPLE if key not in ("suspended_account", "newcomer")])
def test_rule_and_list_agree(actor: Actors, who: str) -> None:
    many()
    me = actor(who)
    everything = db.session.execute(db.select(Article)).scalars().all()
    by_rule = {one.id for one in everything if allowed(me, News.READ, one)}  # type: ignore[arg-type]
    by_list = set(db.session.execute(readable(me).with_only_columns(Article.id)).scalars())  # type: ignore[arg-type]
    assert by_rule == by_list
    assert by_rule


@pytest.mark.parametrize("who", ["member", "neighbour", "secretary", "secretary_elsewhere", "office_staff",
                                 "committee_secretary", "member_elsewhere", "corporation_staff", "administrator",
                                 "delegate"])
def test_search_finds_what_is_readable(actor: Actors, who: str) -> None:
    many()
    run_all()
    me = actor(who)
    found = active.engine().find(Query(text="tin", readers=registry.readers(me), kind="news", limit=100))
    ids = [hit.id for hit in found.hits]
    published = readable(me).where(Article.state == State.PUBLISHED)  # type: ignore[arg-type]
    assert set(ids) == {one.id for one in db.session.execute(published).scalars()}
    shown = registry.sources()["news"].show(me, ids)
    assert set(shown) == set(ids)


def test_search_drops_what_is_withdrawn(actor: Actors) -> None:
    made = article(title="Sẽ được rút")
    run_all()
    clerk, reader = actor("office_staff"), actor("member")
    query = Query(text="sẽ được rút", readers=reader.readers, kind="news")  # type: ignore[attr-defined]
    assert [hit.id for hit in active.engine().find(query).hits] == [made.id]
    services.withdraw(clerk, db.session.get_one(Article, made.id))  # type: ignore[arg-type]
    db.session.commit()
    assert registry.sources()["news"].show(reader, [made.id]) == {}
    run_all()
    assert active.engine().find(query).hits == []
    assert made.id not in registry.sources()["news"].all_ids()


def test_index_holds_the_words_shown_not_those_in_hand(actor: Actors) -> None:
    made = article(text="Chữ đã công bố")
    row = db.session.get_one(Article, made.id)
    services.edit(actor("office_staff"), row, version=row.version, title="Khác", summary="", text="Chữ bí mật",  # type: ignore[arg-type]
                  audience=row.audience, pinned_until=None)
    db.session.commit()
    entry = registry.sources()["news"].load(made.id)
    assert entry is not None
    assert "công bố" in entry.body
    assert "bí mật" not in entry.body
