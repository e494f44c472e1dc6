"""From the draft to the readers and back: submitted, approved, published now or at a set hour, withdrawn."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core import clock
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import N_, gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation.api import holders_over
from portal.documents.models import Document, State
from portal.documents.services.acts import settle
from portal.organizations.api import HEADS
from portal.papers.reasons import NOT_FOR_READERS, REASONS

MOST_DUE = 50


def submit(actor: Actor, document: Document) -> Document:
    """Ask a head of the unit to have it published; the heads are told."""
    check_ready(document)
    document.state, document.submitted_at, document.submitted_by = State.SUBMITTED, clock.now(), actor.account_id
    document.returned_reason = ""
    settle(actor, document, "submit")
    heads = {one.account_id for one in holders_over(document.unit.path, HEADS)} - {actor.account_id}
    tell(heads, N_("“%(heading)s” chờ đồng chí duyệt để công bố."), _url(document), heading=document.heading[:120])
    return document


def give_back(actor: Actor, document: Document, reason: str) -> Document:
    """Not approved: a draft again, with the reason; who submitted it is told."""
    if not squeeze(reason):
        raise DomainError(_l("Ghi lý do trả lại."), "reason")
    document.state, document.publish_at, document.returned_reason = State.DRAFT, None, squeeze(reason)[:500]
    settle(actor, document, "give_back", note=squeeze(reason))
    tell({document.submitted_by} - {actor.account_id}, N_("“%(heading)s” được trả lại để sửa."), _url(document),
         heading=document.heading[:120])
    return document


def publish(actor: Actor, document: Document, *, at: datetime | None = None, until: datetime | None = None,
            version: int | None = None) -> Document:
    """Show a confirmed document to its readers, now or at an hour; `until` is when it is taken back by itself.
    `version` is the one the person saw: nobody approves what was changed since."""
    if version is not None and version != document.version:
        raise Conflict(_l("Văn bản này vừa được người khác sửa. Đọc lại rồi duyệt."))
    check_ready(document)
    if at is not None and at <= clock.now():
        raise DomainError(_l("Giờ công bố đã qua. Chọn giờ khác hoặc công bố ngay."), "publish_at")
    if until is not None and until <= (at or clock.now()):
        raise DomainError(_l("Giờ thu hồi phải sau giờ công bố."), "withdraw_at")
    document.publish_at, document.withdraw_at, document.approved_by = at, until, actor.account_id
    document.returned_reason = ""
    if at is not None:
        document.state = State.APPROVED
        settle(actor, document, "approve", note=clock.show_moment(at))
    else:
        _show(actor, document, "publish")
    tell({document.submitted_by} - {actor.account_id, None}, N_("“%(heading)s” đã được duyệt."), _url(document),
         heading=document.heading[:120])
    return document


def set_end(actor: Actor, document: Document, until: datetime | None) -> Document:
    """Say when a published document is taken back by itself, or that it is not."""
    if until is not None and until <= clock.now():
        raise DomainError(_l("Giờ thu hồi đã qua. Chọn giờ khác hoặc thu hồi ngay."), "withdraw_at")
    document.withdraw_at = until
    settle(actor, document, "set_end", note=clock.show_moment(until))
    return document


def withdraw(actor: Actor, document: Document, reason: str) -> Document:
    """Take a published document back; only the unit's clerks still see it, with the reason."""
    if not squeeze(reason):
        raise DomainError(_l("Ghi lý do thu hồi."), "reason")
    document.state, document.withdrawn_at, document.withdrawn_by = State.WITHDRAWN, clock.now(), actor.account_id
    document.withdrawn_reason, document.withdraw_at = squeeze(reason)[:500], None
    settle(actor, document, "withdraw", note=squeeze(reason))
    return document


def keep_hours() -> int:
    """Publish and withdraw what is due, whoever is signed in; answers how many. One that cannot be published (the
    unit has meanwhile published the same paper) goes back to its clerk with the reason."""
    now, alive = clock.now(), Document.trashed_at.is_(None)
    coming = select(Document).where(Document.state == State.APPROVED, Document.publish_at <= now, alive)
    going = select(Document).where(Document.state == State.PUBLISHED, Document.withdraw_at <= now, alive)
    appear = db.session.execute(coming.order_by(Document.publish_at).limit(MOST_DUE)).scalars().all()
    for document in appear:
        _publish_due(document)
    leave = db.session.execute(going.order_by(Document.withdraw_at).limit(MOST_DUE)).scalars().all()
    for document in leave:
        withdraw(SYSTEM, document, str(_l("Đến giờ thu hồi đã đặt.")))
    return len(appear) + len(leave)


def _publish_due(document: Document) -> None:
    reason = str(_l("Đến giờ nhưng không công bố được: đơn vị đã công bố văn bản cùng số, ký hiệu, ngày và cơ quan "
                    "ban hành."))
    try:
        with db.session.begin_nested():
            document.publish_at = None
            _show(SYSTEM, document, "publish")
    except IntegrityError:
        db.session.refresh(document)
        told = {document.approved_by, document.submitted_by} - {None}
        give_back(SYSTEM, document, reason)
        tell(told, N_("“%(heading)s” đến giờ nhưng không công bố được."), _url(document),
             heading=document.heading[:120])


def _show(actor: Actor, document: Document, verb: str) -> None:
    document.state, document.published_at, document.published_by = State.PUBLISHED, clock.now(), (
        actor.account_id or document.approved_by)
    settle(actor, document, verb)


def check_ready(document: Document) -> None:
    """DomainError, at the field where it is put right, for a paper that cannot be shown to readers yet."""
    if document.confirmed_at is None:
        raise DomainError(_l("Xem lại và xác nhận thông tin của văn bản trước khi công bố."), "kind")
    if document.problem in NOT_FOR_READERS:
        raise DomainError(_l("Không công bố được tệp này. %(reason)s", reason=gettext(REASONS[document.problem])))
    if not document.tokens:
        raise DomainError(_l("Chọn ít nhất một đơn vị được đọc."), "readers")


def _url(document: Document) -> str:
    return f"/van-ban/{document.id}"
