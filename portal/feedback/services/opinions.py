"""Verbs of feedback. Where the sender's name is hidden, what the sender does is recorded as done by nobody."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from portal.core import audit, clock, files, workdays
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import fold
from portal.feedback import queries
from portal.feedback.models import FeedbackCategory, FeedbackEvent, Opinion, State, Visibility
from portal.feedback.services.attached import attach
from portal.organizations.api import CLERKS, Organization

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def send(actor: Actor, *, category: FeedbackCategory, handling: Organization, text: str,
         visibility: str = Visibility.HANDLERS, uploads: Sequence[Any] = ()) -> Opinion:
    """Send an opinion to the unit that handles its category; private ones are never read by the cell."""
    if actor.member_id is None or actor.unit_id is None:
        raise DomainError(_l("Chỉ đảng viên đang sinh hoạt tại một chi bộ gửi được góp ý."))
    if not text.strip():
        raise DomainError(_l("Viết nội dung góp ý."), "text")
    chosen = Visibility(visibility)
    if category.is_private and chosen is Visibility.CELL:
        chosen = Visibility.HANDLERS
    if chosen is Visibility.HIDDEN and actor.helped_by is not None:
        raise DomainError(_l("Góp ý ẩn tên chỉ chính người gửi gửi được. Chọn cách đọc khác."), "visibility")
    today = clock.today()
    code = _new_code()
    opinion = Opinion(
        code=code, search_key=fold(f"{code} {text}"), category=category, sender_id=actor.member_id,
        unit_id=actor.unit_id, handling=handling, visibility=chosen, text=text, sent_at=clock.now(),
        clock_from=today, answer_days=category.answer_days,
        answer_by=workdays.after(today, category.answer_days), by_hand=actor.hand)
    db.session.add(opinion)
    db.session.flush()
    _step(opinion, "sent")
    attach(opinion, uploads)
    _record_sender(actor, "feedback.send", opinion, files=len(uploads))
    if actor.helped_by is not None:
        tell([actor.account_id], N_("%(helper)s đã gửi góp ý %(code)s thay bạn."), f"/gop-y/{opinion.id}",
             helper=actor.hand, code=code)
    return opinion


def take(actor: Actor, opinion: Opinion, *, version: int | None = None) -> Opinion:
    """Begin to handle it; the sender sees so."""
    _check_version(opinion, version)
    opinion.state = State.TAKEN
    return _done(actor, opinion, "taken", "feedback.take")


def answer(actor: Actor, opinion: Opinion, text: str, *, version: int | None = None) -> Opinion:
    """Answer the sender; stops the clock. A further answer may follow."""
    _check_version(opinion, version)
    if not text.strip():
        raise DomainError(_l("Viết câu trả lời."), "answer")
    opinion.state, opinion.answered_at, opinion.answer_read = State.ANSWERED, clock.now(), False
    return _done(actor, opinion, "answered", "feedback.answer", text)


def note(actor: Actor, opinion: Opinion, text: str) -> Opinion:
    """Write something that handlers read and the sender does not."""
    if not text.strip():
        raise DomainError(_l("Viết ghi chú."), "note")
    return _done(actor, opinion, "noted", "feedback.note", text)


def forward(actor: Actor, opinion: Opinion, *, unit_id: int, reason: str, version: int | None = None) -> Opinion:
    """Hand it to the unit above or one directly below, with a reason the sender reads; the clock runs on."""
    _check_version(opinion, version)
    if not reason.strip():
        raise DomainError(_l("Ghi lý do chuyển."), "reason")
    if unit_id not in dict(queries.forward_choices(actor, opinion)):
        raise DomainError(_l("Chọn đơn vị cấp trên trực tiếp hoặc trực thuộc."), "unit_id")
    target = queries.unit(unit_id)
    event = _step(opinion, "forwarded", actor, reason)
    event.to_name = target.name
    _record(actor, "feedback.forward", opinion, to=unit_id)
    opinion.handling, opinion.state = target, State.SENT
    _flush(opinion)
    return opinion


def reopen(actor: Actor, opinion: Opinion, *, reason: str, version: int | None = None) -> Opinion:
    """The sender is not content and says why; a new clock begins."""
    _check_version(opinion, version)
    if not reason.strip():
        raise DomainError(_l("Ghi lý do mở lại."), "reopen_reason")
    today = clock.today()
    opinion.state, opinion.answer_read = State.REOPENED, True
    opinion.clock_from, opinion.answer_by = today, workdays.after(today, opinion.answer_days)
    _step(opinion, "reopened", text=reason)
    _flush(opinion)
    _record_sender(actor, "feedback.reopen", opinion)
    return opinion


def mark_read(actor: Actor, opinion: Opinion) -> Opinion:
    """The sender has read the answer."""
    opinion.answer_read = True
    _flush(opinion)
    return opinion


def _new_code() -> str:
    while True:
        signs = "".join(secrets.choice(SIGNS) for _ in range(8))
        code = f"{signs[:4]}-{signs[4:]}"
        if not queries.code_is_taken(code):
            return code


def _done(actor: Actor, opinion: Opinion, kind: str, verb: str, text: str = "") -> Opinion:
    _step(opinion, kind, actor, text)
    _flush(opinion)
    _record(actor, verb, opinion)
    return opinion


def _step(opinion: Opinion, kind: str, actor: Actor | None = None, text: str = "") -> FeedbackEvent:
    holding = actor.holds(CLERKS, opinion.handling.path) if actor is not None else None
    event = FeedbackEvent(opinion=opinion, kind=kind, at=clock.now(), text=text, role=holding.role if holding else "",
                          unit_name=opinion.handling.name if holding else "")
    db.session.add(event)
    return event


def _check_version(opinion: Opinion, version: int | None) -> None:
    if version is not None and version != opinion.version:
        raise _conflict()


def _conflict() -> Conflict:
    return Conflict(_l("Trong lúc bạn soạn, góp ý này đã được người khác xử lý."))


def _flush(opinion: Opinion) -> None:
    try:
        db.session.flush()
    except StaleDataError:
        db.session.rollback()
        raise _conflict() from None


def _record(actor: Actor, verb: str, opinion: Opinion, **facts: Any) -> None:
    holding = actor.holds(CLERKS, opinion.handling.path)
    audit.record(actor, verb, "opinion", opinion.id, unit_id=opinion.handling_id,
                 by=f"{holding.source}:{holding.source_id}" if holding else "", **facts)


def _record_sender(actor: Actor, verb: str, opinion: Opinion, **facts: Any) -> None:
    by = SYSTEM if opinion.is_hidden else actor
    audit.record(by, verb, "opinion", opinion.id, unit_id=opinion.handling_id, **facts)


files.named_by("feedback", queries.names_file)
