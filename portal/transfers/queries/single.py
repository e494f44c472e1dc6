"""One transfer: its clocks, its timeline, the way of its slip."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, bindparam
from sqlalchemy.orm import joinedload, selectinload

from portal.core import audit, clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import per_actor
from portal.members.api import Member, Membership
from portal.organizations.api import Organization, ancestors
from portal.transfers.models import Kind, State, Transfer
from portal.transfers.policy import readable

BOXES = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the timeline; `what comes next` has no moment."""

    title: Any
    who: str = ""
    at: datetime | None = None
    note: str = ""


def get(actor: Actor, transfer_id: int) -> Transfer | None:
    """One transfer with both ends, the member's cell and its steps, if the actor may see it."""
    return db.session.execute(_one(actor), {"transfer": transfer_id}).unique().scalar_one_or_none()


@per_actor
def _one(actor: Actor) -> Select[Transfer]:
    return readable(actor).where(Transfer.id == bindparam("transfer")).options(
        joinedload(Transfer.from_unit), joinedload(Transfer.to_unit), selectinload(Transfer.steps),
        joinedload(Transfer.member).selectinload(Member.memberships).joinedload(Membership.unit))


def terms(transfer: Transfer) -> list[tuple[Any, workdays.Term]]:
    """(what for, clock) of those that run: the whole procedure, and the showing of the slip."""
    found = []
    if transfer.state in (State.ASKED, State.RELEASED) and transfer.kind == Kind.OFFICIAL:
        found.append((_l("Xong thủ tục chuyển chính thức"), workdays.term("transfer_official", transfer.decided_on)))
    if transfer.state == State.RELEASED and transfer.released_on:
        found.append((_l("Xuất trình giấy giới thiệu với nơi đến"),
                      workdays.term("transfer_slip", transfer.released_on)))
    return found


def warnings(start: date, until: date) -> list[Any]:
    """Why a temporary stay of these days is unusual: rows of the clocks, so they may change."""
    shortest = workdays.length("temporary_shortest", start)
    longest = workdays.length("temporary_longest", start)
    found = []
    if until < shortest.end(start):
        found.append(_l("Đợt tạm thời này ngắn hơn %(n)s tháng.", n=shortest.length))
    if until >= longest.end(start):
        found.append(_l("Đợt tạm thời này từ %(n)s tháng trở lên; từ thời hạn đó phải chuyển chính thức.",
                        n=longest.length))
    return found


def lines(transfer: Transfer, *, full: bool) -> list[Line]:
    """Who did what and when, then what comes next. Without the full view: only the day it was asked."""
    if not full:
        return [Line(transfer.steps[0].label, at=transfer.steps[0].at), Line(_next(transfer))]
    found = [Line(step.label, step.done_by, step.at, _note(step.day, step.note)) for step in transfer.steps]
    coming = _next(transfer)
    return [*found, Line(coming)] if coming else found


def hops(transfer: Transfer) -> list[tuple[str, str]]:
    """(from, to) of the boxes of the slip: up from the old cell to the lowest unit over both, down to the new one;
    to the top where the other end is outside. At most BOXES."""
    if transfer.from_unit is None:
        return []
    up = [transfer.from_unit, *reversed(ancestors(transfer.from_unit))]
    if transfer.to_unit is None:
        names = [unit.name for unit in up] + [transfer.to_text]
    else:
        down = [*ancestors(transfer.to_unit), transfer.to_unit]
        names = _meet(up, down)
    return list(pairwise(names))[:BOXES]


def called(actor: Actor, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """How transfers are called in the log."""
    rows = (readable(actor).add_columns(Member.full_name).join(Member, Member.id == Transfer.member_id)
            .where(Transfer.id.in_(ids)))
    return {one.id: (str(gettext("hồ sơ chuyển sinh hoạt của %(name)s", name=name)), f"/chuyen-sinh-hoat/{one.id}")
            for one, name in db.session.execute(rows)}


def _meet(up: list[Organization], down: list[Organization]) -> list[str]:
    ids = [unit.id for unit in down]
    common = next((unit for unit in up if unit.id in ids), None)
    if common is None:
        return [unit.name for unit in up + down]
    return ([unit.name for unit in up[:up.index(common) + 1]]
            + [unit.name for unit in down[ids.index(common.id) + 1:]])


def _note(day: date | None, note: str) -> str:
    words = str(gettext("Tính từ ngày %(day)s.", day=clock.show_date(day))) if day else ""
    return " ".join(part for part in (words, note) if part)


def _next(transfer: Transfer) -> Any:
    if transfer.state == State.ASKED:
        return _l("Tiếp theo: chi bộ cũ xác nhận đảng phí và giới thiệu, hoặc không đồng ý")
    if transfer.state == State.RELEASED and transfer.to_unit_id is None:
        return _l("Tiếp theo: nơi đến ngoài hệ thống trả lời bằng giấy, chi bộ cũ ghi lại")
    if transfer.state == State.RELEASED:
        return _l("Tiếp theo: mang giấy giới thiệu đến chi bộ mới; chi bộ mới tiếp nhận hoặc trả lại")
    if transfer.is_on:
        return _l("Tiếp theo: hết ngày %(day)s tự trở về chi bộ cũ", day=clock.show_date(transfer.until))
    return ""


audit.called("transfer", called)
