"""Reads of news; all start from `readable(actor)`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, case, cast, exists, or_, select
from sqlalchemy.orm import selectinload, undefer_group

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.handing import Held
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import per_actor, rows
from portal.news.models import Article, Picture, PictureState, State, as_html
from portal.news.policy import of_its_clerk, readable
from portal.organizations.api import (
    CLERKS,
    Organization,
    audience_choices,
    holds_words,
    in_covered,
    in_force,
    named,
    units_of,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees: of the published text, or of the one in hand in a preview."""

    title: str
    summary: str
    html: str
    picture: Picture | None


def get(actor: Actor, article_id: int) -> Article | None:
    """One article with the text shown."""
    found = readable(actor).where(Article.id == article_id)
    found = found.options(undefer_group("shown"), selectinload(Article.pictures), selectinload(Article.readers))
    return db.session.execute(found).scalar_one_or_none()


def to_edit(actor: Actor, article_id: int) -> Article | None:
    """One article with the text in hand."""
    found = readable(actor).where(Article.id == article_id)
    found = found.options(undefer_group("in_hand"), selectinload(Article.pictures))
    return db.session.execute(found).scalar_one_or_none()


def picture(actor: Actor, picture_id: int, width: int) -> Picture | None:
    """A picture that has this width, in an article the actor may read; the one in hand only for its clerks."""
    ids = readable(actor).with_only_columns(Article.id)
    mine = exists().where(Article.id == Picture.article_id, of_its_clerk(actor))
    found = select(Picture).where(Picture.id == picture_id, Picture.article_id.in_(ids), or_(Picture.is_shown, mine))
    row = db.session.execute(found).scalar_one_or_none()
    return row if row is not None and str(width) in row.sizes else None


def published(actor: Actor, *, year: int | None = None, unit_id: int | None = None, text: str = "") -> Select[Any]:
    """Published articles the actor may read: pinned first, then the newest; not yet paged."""
    return _published(actor, year, unit_id, text, clock.today())


@per_actor
def _published(actor: Actor, year: int | None, unit_id: int | None, text: str, today: date) -> Select[Any]:
    found = readable(actor).where(Article.state == State.PUBLISHED)
    if year is not None:
        start, end = (clock.from_local(datetime(one, 1, 1)) for one in (year, year + 1))
        found = found.where(Article.published_at >= start, Article.published_at < end)
    if unit_id is not None:
        found = found.where(Article.unit_id == unit_id)
    found = found.where(*holds_words(Article.search_key, text))
    pinned = case((Article.shown_pinned_until >= today, 0), else_=1)
    return found.order_by(pinned, Article.published_at.desc(), Article.id.desc())


def in_hand(actor: Actor, unit_id: int | None = None) -> Select[Any]:
    """What waits for the actor's units, or for one of them, to publish: drafts, withdrawn ones, and next versions of
    live articles."""
    found = readable(actor).where(of_its_clerk(actor), _is_in_hand())
    if unit_id is not None:
        found = found.where(Article.unit_id == unit_id)
    return found.order_by(Article.id.desc())


def newest(actor: Actor, limit: int = 5) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, shown_title, published_at, name of its unit) of the newest articles for the actor, for the home page."""
    return rows(_newest(actor, limit, clock.today()))


@per_actor
def _newest(actor: Actor, limit: int, today: date) -> Select[*tuple[Any, ...]]:
    columns = Article.id, Article.shown_title, Article.published_at, Organization.name
    found = _published(actor, None, None, "", today).with_only_columns(*columns)
    return found.join(Organization, Organization.id == Article.unit_id).limit(limit)


def years(actor: Actor) -> list[int]:
    """Years from the first article to this one, newest first; empty where there is only this year."""
    first = rows(_first(actor))
    moment = first[0].published_at if first else None
    this = clock.today().year
    since = clock.local(moment).year if moment else this
    return list(range(this, since - 1, -1)) if since < this else []


@per_actor
def _first(actor: Actor) -> Select[Any]:
    found = readable(actor).where(Article.state == State.PUBLISHED).with_only_columns(Article.published_at)
    return found.order_by(Article.published_at).limit(1)


def publishers(actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the units whose articles may reach the actor: one's own and those above, highest first."""
    paths = {holding.path for holding in actor.holdings} | {actor.unit_path}
    chain = sorted({(path.index(f"/{part}/"), int(part)) for path in paths for part in path.split("/") if part})
    names = named({unit_id for _, unit_id in chain})
    return list({unit_id: (unit_id, names[unit_id]) for _, unit_id in chain if unit_id in names}.values())


def own_units(actor: Actor) -> list[Organization]:
    """Units the actor may write for, highest first."""
    return units_of(actor, CLERKS)


def own_unit(actor: Actor, unit_id: int) -> Organization | None:
    """One of them."""
    if not 0 < unit_id < 2**31:
        return None
    found = select(Organization).where(Organization.id == unit_id, in_covered(actor, CLERKS, Organization.id),
                                       in_force())
    return db.session.execute(found).scalar_one_or_none()


def audiences(actor: Actor, unit: Organization) -> list[tuple[str, str]]:
    """(token, name of a unit) that an article of the unit may address."""
    return audience_choices(actor, unit)


def shown(article: Article) -> Shown:
    """What readers see now."""
    return Shown(article.shown_title, article.shown_summary, article.shown_html, article.shown_picture)


def previewed(article: Article) -> Shown:
    """What readers would see after publishing."""
    return Shown(article.title, article.summary, as_html(article.text), article.picture)


def for_index(article_id: int) -> Article | None:
    """A published article with its plain text, for the search index."""
    found = (select(Article).where(Article.id == article_id, Article.state == State.PUBLISHED)
             .options(undefer_group("plain"), selectinload(Article.readers)))
    return db.session.execute(found).scalar_one_or_none()


def published_ids() -> list[int]:
    """What a rebuild of the index covers."""
    return list(db.session.execute(select(Article.id).where(Article.state == State.PUBLISHED)).scalars())


def hits(actor: Actor, ids: list[int]) -> list[Article]:
    """Found articles the actor may read, with their plain text."""
    found = readable(actor).where(and_(Article.id.in_(ids), Article.state == State.PUBLISHED))
    return list(db.session.execute(found.options(undefer_group("plain"))).scalars())


def picture_to_shrink(picture_id: int) -> Picture | None:
    """A picture whose light sizes are not made yet."""
    return db.session.get(Picture, picture_id)


def names_file(digest: str) -> bool:
    """True while a picture with this original still waits, and for every light size: somebody may have put a
    picture of the portal into the portal again."""
    waits = and_(Picture.original == digest, Picture.state == PictureState.WAITING)
    found = exists().where(or_(waits, cast(Picture.sizes, String).contains(digest, autoescape=True)))
    return bool(db.session.execute(select(found)).scalar())


def _is_in_hand() -> ColumnElement[bool]:
    return or_(Article.state != State.PUBLISHED, Article.is_pending)


def _waiting(unit_ids: Collection[int]) -> Select[str]:
    return select(Article.title).where(Article.unit_id.in_(unit_ids), _is_in_hand())


HELD = Held("news", _l("Tin đang soạn"), "/tin-tuc?xem=ban-nhap&don_vi={unit}", _waiting, Article.id, of_its_clerk)
"""Drafts, withdrawn articles and next versions of a unit: what a handover names."""
