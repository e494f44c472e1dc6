"""Tables of articles, their readers and their pictures."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime, key_column
from portal.core.i18n import lazy_gettext as _l
from portal.organizations.api import Organization

WIDTHS = (320, 640, 960)


class State(StrEnum):
    """States of an article."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return STATE_LABELS[self]


STATE_LABELS: dict[State, Any] = {
    State.DRAFT: _l("bản nháp"), State.PUBLISHED: _l("đã công bố"), State.WITHDRAWN: _l("đã rút"),
}


class PictureState(StrEnum):
    """States of a picture: the worker makes the light sizes."""

    WAITING = "waiting"
    READY = "ready"
    BROKEN = "broken"


class Picture(Base):
    """A picture of an article with its words for those who don't see it; `original` goes once `sizes` are made.

    `sizes`: {"320": {"digest", "bytes", "width", "height"}, …}, by the width asked for; narrower where the
    picture is. At most one is in hand and one is shown.
    """

    __tablename__ = "news_picture"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("news_article.id"), index=True)
    alt: Mapped[str] = mapped_column(String(250))
    original: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[PictureState] = mapped_column(String(10), default=PictureState.WAITING)
    sizes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    in_hand: Mapped[bool] = mapped_column(default=True)
    is_shown: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    article: Mapped["Article"] = relationship(back_populates="pictures")

    @property
    def smallest(self) -> dict[str, Any]:
        """The size for phones: at most 8 kB."""
        size: dict[str, Any] = self.sizes[str(WIDTHS[0])]
        return size

    @property
    def larger(self) -> list[tuple[int, dict[str, Any]]]:
        """(width asked for, size) of the others, smaller first."""
        return [(width, self.sizes[str(width)]) for width in WIDTHS[1:] if str(width) in self.sizes]

    @property
    def is_ready(self) -> bool:
        """The light sizes are there."""
        return self.state == PictureState.READY

    @property
    def is_broken(self) -> bool:
        """The worker could make nothing of it."""
        return self.state == PictureState.BROKEN

    @property
    def is_published(self) -> bool:
        """Readers of the article have this picture."""
        return self.is_shown and self.article.is_published

    @property
    def readers(self) -> list["ArticleReader"]:
        """Those of its article."""
        return self.article.readers

    @property
    def unit(self) -> Organization:
        """That of its article."""
        return self.article.unit


class Article(Base):
    """An article: the text in hand (title … pinned_until) and the one shown to readers (`shown_…`)."""

    __tablename__ = "news_article"
    __table_args__ = (Index("ix_news_article_state_published", "state", "published_at"),
                      Index("ix_news_article_unit", "unit_id", "state"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[State] = mapped_column(String(10), default=State.DRAFT)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[str] = mapped_column(Text, default="", deferred=True, deferred_group="in_hand")
    audience: Mapped[str] = mapped_column(String(20))
    pinned_until: Mapped[date | None]
    is_pending: Mapped[bool] = mapped_column(default=True)
    shown_title: Mapped[str] = mapped_column(String(200), default="")
    shown_summary: Mapped[str] = mapped_column(String(500), default="")
    shown_html: Mapped[str] = mapped_column(Text, default="", deferred=True, deferred_group="shown")
    shown_plain: Mapped[str] = mapped_column(Text, default="", deferred=True, deferred_group="plain")
    shown_pinned_until: Mapped[date | None]
    search_key: Mapped[str] = mapped_column(key_column(800), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
    readers: Mapped[list["ArticleReader"]] = relationship(cascade="all, delete-orphan")
    pictures: Mapped[list[Picture]] = relationship(back_populates="article", order_by=Picture.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        """Readers have it."""
        return self.state == State.PUBLISHED

    @property
    def is_pinned(self) -> bool:
        """It stands first today."""
        return self.shown_pinned_until is not None and self.shown_pinned_until >= clock.today()

    @property
    def picture(self) -> Picture | None:
        """The picture of the text in hand."""
        return next((picture for picture in self.pictures if picture.in_hand), None)

    @property
    def shown_picture(self) -> Picture | None:
        """The picture readers see."""
        return next((picture for picture in self.pictures if picture.is_shown), None)

    @property
    def state_words(self) -> Any:
        """The state in words."""
        return State(self.state).label

    @property
    def name(self) -> str:
        """The title by which lists call it: the one shown, where there is one."""
        return self.shown_title if self.is_published else self.title


class ArticleReader(Base):
    """A reader token of the shown text: who holds it may read."""

    __tablename__ = "news_audience"
    article_id: Mapped[int] = mapped_column(ForeignKey("news_article.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)
