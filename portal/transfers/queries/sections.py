"""What transfers and the residence contact keep about a person, for "Dữ liệu của tôi"."""

from typing import Any

from sqlalchemy import func, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.personal import Rows, Section, add
from portal.transfers.models import ResidenceContact, ResidenceRemark, Transfer


def counted(actor: Actor) -> dict[Any, Any]:
    """How many of each."""
    tables: dict[Any, Any] = {_l("Lần chuyển sinh hoạt"): Transfer, _l("Nơi cư trú đã ghi"): ResidenceContact,
                              _l("Nhận xét của nơi cư trú"): ResidenceRemark}
    return {label: select(func.count()).select_from(table).where(table.member_id == actor.member_id)
            for label, table in tables.items()}


def kept(actor: Actor, whole: bool) -> Rows:
    """Where to and what was said, where the person takes the data away."""
    if not whole:
        return []

    def own(table: Any) -> list[Any]:
        found = select(table).where(table.member_id == actor.member_id).order_by(table.id)
        return list(db.session.execute(found).scalars())

    rows: Rows = [(_l("Chuyển sinh hoạt"), f"{clock.show_date(one.asked_on)}: {one.from_name} → {one.to_name}, "
                   f"{one.kind_label}, {one.stage.label}. {one.reason}".strip()) for one in own(Transfer)]
    rows += [(_l("Nơi cư trú"), "; ".join(part for part in (one.cell, one.place, one.letter_number) if part))
             for one in own(ResidenceContact)]
    return rows + [(_l("Nhận xét"), f"{one.period_label} {one.year}: {one.text}") for one in own(ResidenceRemark)]


add(Section("transfers", _l("Chuyển sinh hoạt, nơi cư trú"), _l("làm thủ tục chuyển và giữ liên hệ hai chiều"),
            _l("theo hồ sơ đảng viên"), kept, 22, counted))
