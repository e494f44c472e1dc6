"""News in the search index: title, summary and words of the text shown, while it is published."""

from portal.core import clock
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.news import queries
from portal.organizations.api import office_tokens, tokens_by_office
from portal.search.entry import Entry
from portal.search.registry import Source, register
from portal.search.shown import Shown


def load(article_id: int) -> Entry | None:
    """The entry of an article; None while readers don't have it."""
    article = queries.for_index(article_id)
    if article is None or article.published_at is None:
        return None
    return Entry(kind="news", id=article.id, title=article.shown_title,
                 body=f"{article.shown_summary}\n{article.shown_plain}", date=clock.local(article.published_at).date(),
                 readers=frozenset([*(row.token for row in article.readers), *office_tokens(article.unit.path)]))


def show(actor: Actor, ids: list[int]) -> dict[int, Shown]:
    """Hits the actor may read."""
    return {one.id: Shown(url=f"/tin-tuc/{one.id}", title=one.shown_title,
                          body=f"{one.shown_summary}\n{one.shown_plain}",
                          note=f"{one.unit.name} · {clock.show_date(one.published_at)}")
            for one in queries.hits(actor, ids)}


register(Source(kind="news", label=_l("Tin tức"), load=load, all_ids=queries.published_ids, show=show,
                tokens=tokens_by_office))
