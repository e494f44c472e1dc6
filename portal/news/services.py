"""Verbs of news."""

from datetime import date
from io import BytesIO
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from portal.core import audit, clock, files, pictures
from portal.core.actor import Actor, audience_token
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold
from portal.jobs.queue import enqueue, index_later
from portal.news import queries
from portal.news.models import Article, ArticleReader, Picture, PictureState, State, as_html, as_plain
from portal.news.models.tables import WIDTHS
from portal.news.policy import clerk_of_its_unit
from portal.organizations.api import CLERKS, Organization

LARGEST_PICTURE = 15 * 1024 * 1024
PHONE_BYTES = 8000


def write(actor: Actor, *, unit: Organization, title: str, summary: str = "", text: str = "",
          audience: str | None = None, pinned_until: date | None = None) -> Article:
    """Begin an article of a unit as a draft; without an audience it is for the unit and those below."""
    if actor.holds(CLERKS, unit.path) is None:
        raise NotAllowed(clerk_of_its_unit.refusal)
    audience = audience or audience_token(unit.id, subtree=True)
    _check_title(title)
    _check_audience(actor, unit, audience)
    article = Article(unit_id=unit.id, unit=unit, author_id=actor.account_id, title=title, summary=summary, text=text,
                      audience=audience, pinned_until=pinned_until, created_at=clock.now())
    db.session.add(article)
    db.session.flush()
    _record(actor, "news.write", article)
    return article


def edit(actor: Actor, article: Article, *, version: int, title: str, summary: str, text: str, audience: str,
         pinned_until: date | None) -> Article:
    """Save the text in hand; readers keep the one shown until `publish`."""
    _check_version(article, version)
    _check_title(title)
    _check_audience(actor, article.unit, audience)
    article.title, article.summary, article.text = title, summary, text
    article.audience, article.pinned_until = audience, pinned_until
    _touch(article)
    _record(actor, "news.edit", article)
    return article


def publish(actor: Actor, article: Article, *, version: int | None = None) -> Article:
    """Show the text in hand to its audience; the publishing unit always reads what it publishes."""
    _check_version(article, version)
    if not article.text.strip():
        raise DomainError(_l("Tin chưa có nội dung. Viết nội dung rồi công bố."), "text")
    _show(article)
    now = clock.now()
    if article.is_published:
        article.revised_at = now
    else:
        article.published_at, article.revised_at = now, None
    article.state, article.is_pending = State.PUBLISHED, False
    _flush(article)
    _drop_unused(article)
    _record(actor, "news.publish", article, audience=article.audience)
    index_later("news", article.id)
    return article


def withdraw(actor: Actor, article: Article) -> Article:
    """Take a published article back; its text stays with the unit."""
    article.state, article.is_pending = State.WITHDRAWN, True
    _flush(article)
    _record(actor, "news.withdraw", article)
    index_later("news", article.id)
    return article


def add_picture(actor: Actor, article: Article, upload: Any, alt: str) -> Picture:
    """Put a picture to the text in hand, in place of the one there; the worker makes the light sizes."""
    if not alt.strip():
        raise DomainError(_l("Ghi mô tả ảnh cho người không xem được ảnh."), "alt")
    files.size_of(upload, field="picture")
    pictures.check(upload.stream, name=upload.filename or "", field="picture")
    kept = files.keep(upload, field="picture", largest=LARGEST_PICTURE)
    remove_picture(actor, article)
    picture = Picture(article=article, alt=alt, original=kept.digest, created_at=clock.now(), in_hand=True)
    db.session.add(picture)
    _touch(article)
    enqueue("news.shrink", priority=4, picture_id=picture.id)
    _record(actor, "news.picture", article)
    return picture


def describe_picture(actor: Actor, article: Article, alt: str) -> None:
    """Correct the words of the picture in hand; readers keep those of the one shown until `publish`."""
    picture = article.picture
    if picture is not None and alt != picture.alt:
        if not alt.strip():
            raise DomainError(_l("Ghi mô tả ảnh cho người không xem được ảnh."), "alt")
        if picture.is_shown:
            picture.in_hand = False
            picture = Picture(article=article, original=picture.original, state=picture.state,
                              sizes=picture.sizes, created_at=picture.created_at, in_hand=True, alt=alt)
            db.session.add(picture)
        picture.alt = alt
        _touch(article)
        if picture.state == PictureState.WAITING:
            enqueue("news.shrink", priority=4, picture_id=picture.id)


def remove_picture(actor: Actor, article: Article) -> None:
    """Take the picture from the text in hand."""
    picture = article.picture
    if picture is not None:
        picture.in_hand = False
        _touch(article)


def shrink(picture: Picture) -> None:
    """Make the light sizes of a picture (worker): anew, without metadata, 320 wide at most 8 kB."""
    path = files.store().path(picture.original)
    try:
        if path is None:
            raise pictures.Unreadable("missing")
        picture.sizes = _sizes(path)
        picture.state = PictureState.READY
    except pictures.Unreadable:
        picture.state = PictureState.BROKEN
    db.session.flush()
    enqueue("news.forget_original", priority=7, digest=picture.original)


def forget_original(digest: str) -> None:
    """Drop what the camera made once nobody needs it (worker)."""
    files.forget(digest)


def _sizes(path: Any) -> dict[str, Any]:
    sizes: dict[str, Any] = {}
    widest = 0
    for width in WIDTHS:
        made = pictures.light(path, width, most=PHONE_BYTES if width == WIDTHS[0] else None)
        if sizes and made.width <= widest:
            break
        widest = made.width
        digest, length = files.store().put(BytesIO(made.body))
        sizes[str(width)] = {"digest": digest, "bytes": length, "width": made.width, "height": made.height}
    return sizes


def _show(article: Article) -> None:
    article.shown_title, article.shown_summary = article.title, article.summary
    article.shown_html = as_html(article.text)
    article.shown_plain = as_plain(article.shown_html)
    article.shown_pinned_until = article.pinned_until
    article.search_key = fold(f"{article.title} {article.summary}")[:800]
    tokens = {article.audience, audience_token(article.unit_id, subtree=False)}
    kept = {row.token: row for row in article.readers}
    article.readers = [kept.get(token) or ArticleReader(token=token) for token in sorted(tokens)]
    for picture in article.pictures:
        picture.is_shown = picture.in_hand


def _drop_unused(article: Article) -> None:
    """Forget pictures that are neither in hand nor shown; the light files may be shared and stay."""
    for picture in [one for one in article.pictures if not one.in_hand and not one.is_shown]:
        article.pictures.remove(picture)
        db.session.delete(picture)
        enqueue("news.forget_original", priority=7, digest=picture.original)
    db.session.flush()


def _check_version(article: Article, version: int | None) -> None:
    if version is not None and version != article.version:
        raise _conflict(article)


def _conflict(article: Article) -> Conflict:
    return Conflict(_l("Trong lúc bạn soạn, tin này đã được lưu bởi người khác."),
                    {"title": article.title, "summary": article.summary, "text": article.text})


def _check_title(title: str) -> None:
    if not title.strip():
        raise DomainError(_l("Ghi tiêu đề."), "title")


def _check_audience(actor: Actor, unit: Organization, audience: str) -> None:
    if audience not in dict(queries.audiences(actor, unit)):
        raise DomainError(_l("Chọn đơn vị đọc trong danh sách."), "audience")


def _touch(article: Article) -> None:
    """What is in hand differs from what is shown; the version goes on even where only a picture changed."""
    article.is_pending = True
    article.touched_at = clock.now()
    _flush(article)


def _flush(article: Article) -> None:
    try:
        db.session.flush()
    except StaleDataError:
        db.session.rollback()
        raise _conflict(article) from None


def _record(actor: Actor, verb: str, article: Article, **facts: Any) -> None:
    holding = actor.holds(CLERKS, article.unit.path)
    audit.record(actor, verb, "news", article.id, unit_id=article.unit_id,
                 by=f"{holding.source}:{holding.source_id}" if holding else "", **facts)


files.named_by("news", queries.names_file)


audit.says({
    "news.write": _l("viết tin"),
    "news.edit": _l("sửa tin"),
    "news.publish": _l("công bố tin"),
    "news.withdraw": _l("thu hồi tin"),
    "news.picture": _l("thêm ảnh vào tin"),
})
