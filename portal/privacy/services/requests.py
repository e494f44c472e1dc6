"""Verbs of privacy: read the notice, ask, answer, open and close incidents."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.delegation.api import holders_over
from portal.privacy.models import DataRequest, Incident, NoticeReading, Stage, Wish
from portal.privacy.policy import OFFICERS
from portal.seeds.data_map import VERSION

OPEN_AT_ONCE = 5
"""How many unanswered requests one person may have."""


def read_notice(actor: Actor) -> bool:
    """The notice in force was read: its version and the time are kept, once."""
    try:
        with db.session.begin_nested():
            db.session.add(NoticeReading(account_id=actor.account_id, version=VERSION, at=clock.now()))
    except IntegrityError:
        return True
    audit.record(actor, "privacy.read_notice", "account", actor.account_id, version=VERSION)
    return True


def ask(actor: Actor, wish: Wish, text: str) -> DataRequest:
    """Ask about one's own data; those who keep the cell are told."""
    if actor.member_id is None:
        raise DomainError(_l("Tài khoản này không gắn với hồ sơ đảng viên nào; liên hệ người quản trị hệ thống."))
    if not text.strip():
        raise DomainError(_l("Ghi rõ dữ liệu nào và lý do."), "text")
    mine = db.select(db.func.count()).select_from(DataRequest).where(
        DataRequest.account_id == actor.account_id, DataRequest.stage == Stage.OPEN)
    if db.session.execute(mine).scalar_one() >= OPEN_AT_ONCE:
        raise DomainError(_l("Bạn có %(n)s yêu cầu đang chờ; chờ trả lời rồi gửi tiếp.", n=OPEN_AT_ONCE))
    row = DataRequest(member_id=actor.member_id, account_id=actor.account_id, wish=wish, text=text.strip(),
                      stage=Stage.OPEN, asked_at=clock.now())
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "privacy.ask", "data_request", row.id, unit_id=actor.unit_id, wish=wish.value)
    keepers = {one.account_id for one in holders_over(actor.unit_path, OFFICERS)} if actor.unit_path else set()
    tell(keepers - {actor.account_id}, N_("%(name)s gửi yêu cầu về dữ liệu cá nhân; trả lời trước %(day)s."),
         f"/du-lieu-ca-nhan/{row.id}", name=actor.name, day=clock.show_date(row.answer_by))
    return row


def answer(actor: Actor, request: DataRequest, text: str, stage: Stage) -> DataRequest:
    """Answer a request; `stage` says whether it will be carried out, was, or can't be (then the answer says why)."""
    if stage not in (Stage.ANSWERED, Stage.DONE, Stage.DECLINED):
        raise DomainError(_l("Chọn kết quả của yêu cầu."), "stage")
    if not text.strip():
        raise DomainError(_l("Ghi câu trả lời: sẽ làm gì, bao giờ; nếu không làm được thì vì sao."), "answer")
    request.stage, request.answer = stage, text.strip()
    request.answered_by = actor.account_id
    request.answered_at = request.answered_at or clock.now()
    request.closed_at = clock.now() if stage in (Stage.DONE, Stage.DECLINED) else None
    db.session.flush()
    audit.record(actor, "privacy.answer", "data_request", request.id, stage=stage.value)
    tell([request.account_id], N_("Yêu cầu về dữ liệu cá nhân của bạn đã có trả lời."),
         f"/du-lieu-ca-nhan/{request.id}")
    return request


def exported(actor: Actor) -> bool:
    """The actor took their own data away."""
    audit.record(actor, "privacy.export_own", "account", actor.account_id)
    return True


def open_incident(actor: Actor, *, title: str, text: str, suspect_id: int | None, since: datetime,
                  until: datetime, found_at: datetime) -> Incident:
    """Open an incident: what happened between two moments, perhaps by one account; the clock runs from `found_at`."""
    if until < since:
        raise DomainError(_l("Lúc kết thúc phải sau lúc bắt đầu."), "until")
    if found_at > clock.now():
        raise DomainError(_l("Lúc phát hiện không thể ở tương lai."), "found_at")
    row = Incident(title=title, text=text, suspect_id=suspect_id, since=since, until=until, found_at=found_at,
                   opened_by=actor.account_id)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "privacy.open_incident", "incident", row.id)
    return row


def report_incident(actor: Actor, row: Incident) -> Incident:
    """The competent authority was told."""
    row.reported_at = row.reported_at or clock.now()
    db.session.flush()
    audit.record(actor, "privacy.report_incident", "incident", row.id)
    return row


def close_incident(actor: Actor, row: Incident, done: str) -> Incident:
    """Close an incident with what was done."""
    if not done.strip():
        raise DomainError(_l("Ghi những việc đã làm để khắc phục."), "done")
    row.done, row.closed_at = done.strip(), clock.now()
    db.session.flush()
    audit.record(actor, "privacy.close_incident", "incident", row.id)
    return row


audit.says({
    "privacy.read_notice": _l("đọc thông báo về dữ liệu cá nhân"),
    "privacy.ask": _l("gửi yêu cầu về dữ liệu của mình"),
    "privacy.answer": _l("trả lời yêu cầu về dữ liệu"),
    "privacy.export_own": _l("tải về dữ liệu của mình"),
    "privacy.open_incident": _l("mở sự cố dữ liệu"),
    "privacy.report_incident": _l("báo cáo sự cố dữ liệu với cơ quan có thẩm quyền"),
    "privacy.close_incident": _l("khép lại sự cố dữ liệu"),
})
