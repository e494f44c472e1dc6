"""Builders of meetings for tests."""

from datetime import datetime, timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.meetings import services
from portal.meetings.models import AgendaTemplate, Attendance, Meeting, MeetingKind, MeetingRule
from portal.seeds.agenda_templates import KINDS, RULES, TEMPLATES
from tests.people import person, unit

PLACE = "Phòng họp ga Hà Nội"


def settle_rules() -> None:
    """The first rows of the rule tables, where the migration has not put them (committed)."""
    if db.session.execute(db.select(MeetingKind.id).limit(1)).first() is None:
        for table, rows in ((MeetingKind, KINDS), (AgendaTemplate, TEMPLATES), (MeetingRule, RULES)):
            db.session.execute(db.insert(table), rows)
    db.session.commit()


def acting(key: str) -> Actor:
    """The Actor of a person of the tests."""
    return actor_of_account(person(key).account_id)


def in_days(days: float) -> datetime:
    """The moment so many days from now, to the minute."""
    return (clock.now() + timedelta(days=days)).replace(second=0, microsecond=0)


def meeting(state: str = "open", *, unit_key: str = "ga_hanoi", by: str = "secretary", kind: str = "cell_regular",
            starts_at: datetime | None = None, place: str = PLACE) -> int:
    """The id of a meeting brought step by step to a state; committed. Running and closed ones began two hours ago."""
    actor = acting(by)
    late = state in ("in_progress", "closed")
    made = services.create(actor, unit=unit(unit_key), kind=kind, place=place,
                           starts_at=starts_at or in_days(-2 / 24 if late else 7))
    if state == "cancelled":
        services.open_meeting(actor, made)
        services.cancel(actor, made, "Trùng lịch chạy tàu Tết")
    elif state != "draft":
        services.open_meeting(actor, made)
        if late:
            services.mark(actor, made, {one.member_id: (Attendance.PRESENT, "") for one in made.invitations})
        if state == "closed":
            services.conclude(actor, made, "Giao tổ chạy tàu rà soát ghi số 7.", notes="Đồng chí An phát biểu.")
            services.lock(actor, made)
    db.session.commit()
    return made.id


def row(meeting_id: int) -> Meeting:
    """The meeting as it stands now."""
    return db.session.get_one(Meeting, meeting_id, populate_existing=True)


def upload(body: bytes = b"Chuong trinh hop thang nay.\n", name: str = "chuong-trinh.txt") -> FileStorage:
    """A file as a form hands it over."""
    return FileStorage(BytesIO(body), filename=name)
