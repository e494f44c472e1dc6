"""Transfers that run while units are merged, split or dissolved: they go along, or end and say why."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import N_, gettext
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import State as MemberStates
from portal.members.api import Stay
from portal.organizations.api import Carrier, on_change
from portal.transfers.models import Kind, State, Transfer
from portal.transfers.services.landing import restore
from portal.transfers.services.steps import inform, note


class TransferCarrier(Carrier):
    """Whoever keeps the cell that took over goes on with what runs; between two that become one nothing is left."""

    def count(self, unit_ids: Collection[int], day: date) -> dict[Any, int]:
        """Transfers from or to these units that are not answered, and stays that are not over."""
        found = select(func.count()).select_from(Transfer).where(
            or_(Transfer.from_unit_id.in_(unit_ids), Transfer.to_unit_id.in_(unit_ids)), _runs())
        number = db.session.execute(found).scalar_one()
        return {_l("Hồ sơ chuyển sinh hoạt đang chạy"): number} if number else {}

    def move_people(self, actor: Actor, from_id: int, to_id: int, day: date,
                    member_ids: Collection[int] | None) -> int:
        """Who leaves is released by the other cell; where all go, who was to come is received there too."""
        leaving = Transfer.from_unit_id == from_id
        if member_ids is None:
            leaving = or_(leaving, Transfer.to_unit_id == from_id)
        else:
            leaving = leaving & Transfer.member_id.in_(member_ids)
        for one in _running(leaving):
            if one.from_unit_id == from_id:
                one.from_unit_id = to_id
            if one.to_unit_id == from_id and member_ids is None:
                one.to_unit_id = to_id
            db.session.flush()
            db.session.expire(one, ["from_unit", "to_unit"])
            if one.from_unit_id == one.to_unit_id:
                _end(actor, one, str(gettext("Hai chi bộ đã thành một nên không còn phải chuyển.")))
            else:
                _carry(actor, one)
        return 0

    def close(self, actor: Actor, unit_ids: Collection[int], day: date) -> int:
        """Nobody is left to receive: who was to come stays at the old cell."""
        for one in _running(Transfer.to_unit_id.in_(unit_ids)):
            _end(actor, one, str(gettext("Chi bộ nhận đã giải thể.")))
        return 0


def _running(which: ColumnElement[bool]) -> list[Transfer]:
    found = select(Transfer).where(which, _runs()).order_by(Transfer.id).with_for_update()
    return list(db.session.execute(found, execution_options={"populate_existing": True}).scalars())


def _runs() -> ColumnElement[bool]:
    stays = (Transfer.kind == Kind.TEMPORARY) & (Transfer.state == State.ACCEPTED) & (Transfer.until >= clock.today())
    return or_(Transfer.state.in_((State.ASKED, State.RELEASED)), stays)


def _carry(actor: Actor, one: Transfer) -> None:
    note(actor, one, "carry", words=f"{one.from_name} → {one.to_name}")
    inform(actor, one, N_("Hồ sơ chuyển sinh hoạt của %(name)s theo về chi bộ tiếp nhận, vì đơn vị cũ đã được sắp "
                          "xếp lại."))


def _end(actor: Actor, one: Transfer, why: str) -> None:
    today = clock.today()
    if one.state == State.ASKED:
        one.state = State.WITHDRAWN.value
    else:
        during = MemberStates.TEMPORARY_OUT if one.is_temporary else MemberStates.TRANSFERRING
        restore(actor, one.member, during, MemberStates(one.previous_state), today)
    if one.state == State.RELEASED:
        one.state = State.RETURNED.value
    elif one.state == State.ACCEPTED:
        one.until = today - timedelta(days=1)
        for stay in db.session.execute(select(Stay).where(Stay.member_id == one.member_id,
                                                          Stay.valid_to >= today)).scalars():
            stay.valid_to = one.until
    one.refusal = why
    note(actor, one, "settle", words=why)
    inform(actor, one, N_("Hồ sơ chuyển sinh hoạt của %(name)s đã kết thúc, vì đơn vị được sắp xếp lại."))


audit.says({
    "transfers.carry": _l("đưa hồ sơ chuyển sinh hoạt theo đơn vị được sắp xếp lại"),
    "transfers.settle": _l("kết thúc hồ sơ chuyển sinh hoạt vì đơn vị được sắp xếp lại"),
})
on_change("transfers", TransferCarrier())
