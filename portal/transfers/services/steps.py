"""What every verb of transfers does: take the row, check the state, write the step, tell both sides."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.transfers import queries
from portal.transfers.models import State, Transfer, TransferStep
from portal.transfers.policy import OFFICERS

COLUMNS = [column.key for column in Transfer.__mapper__.column_attrs if column.key != "id"]


def take(transfer: Transfer, *states: State) -> None:
    """Hold the row until the end of the transaction, read it anew and refuse unless it is in one of the states."""
    db.session.refresh(transfer, COLUMNS, with_for_update=True)
    if transfer.state not in states:
        raise DomainError(_l("Hồ sơ này %(state)s nên không làm được việc này. Mở lại trang để xem.",
                             state=transfer.stage.label))


def note(actor: Actor, transfer: Transfer, verb: str, *, day: date | None = None, words: str = "") -> None:
    """Add a step to the history and a line to the log of acts."""
    db.session.add(TransferStep(transfer_id=transfer.id, verb=verb, at=clock.now(), account_id=actor.account_id,
                                done_by=actor.name, day=day, note=words))
    db.session.flush()
    db.session.expire(transfer, ["steps"])
    units = (transfer.from_unit, transfer.to_unit)
    held = next((one for unit in units if unit for one in [actor.holds(OFFICERS, unit.path)] if one), None)
    audit.record(actor, f"transfers.{verb}", "transfer", transfer.id,
                 unit_id=transfer.from_unit_id or transfer.to_unit_id,
                 by=f"{held.source}:{held.source_id}" if held else "", kind=transfer.kind)


def inform(actor: Actor, transfer: Transfer, sentence: str, *, member: bool = True, old: bool = True,
           new: bool = True) -> None:
    """Leave a notice with those concerned, but not with whoever did it."""
    accounts: set[int | None] = {transfer.member.account_id} if member else set()
    accounts |= queries.keepers_of(transfer.from_unit) if old else set()
    accounts |= queries.keepers_of(transfer.to_unit) if new else set()
    tell(accounts - {actor.account_id}, sentence, f"/chuyen-sinh-hoat/{transfer.id}", name=transfer.member.full_name)


def printed(actor: Actor, transfer: Transfer) -> Transfer:
    """The slip was printed with the whole card number: who and when stands in the history."""
    note(actor, transfer, "print")
    return transfer


def remind() -> int:
    """Tell both sides and the member of temporary stays that end soon; once each. Answers how many stays."""
    stays = list(db.session.execute(queries.staying_soon_over()).unique().scalars())
    sentence = N_("Đợt sinh hoạt tạm thời của %(name)s kết thúc ngày %(day)s; sau đó tự trở về chi bộ cũ.")
    for one in stays:
        accounts: set[int | None] = {one.member.account_id}
        accounts |= queries.keepers_of(one.from_unit) | queries.keepers_of(one.to_unit)
        _tell_once(accounts, sentence, one)
    return len(stays)


def reason_given(reason: str, field: str = "reason") -> str:
    """The reason, or a refusal where it says nothing."""
    said = squeeze(reason)
    if len(said) < 3:
        raise DomainError(_l("Ghi lý do."), field)
    return said[:300]


def _tell_once(accounts: Iterable[int | None], sentence: str, one: Transfer) -> None:
    """A reminder that was read is not said again."""
    from portal.core.notices import Notice

    url, day = f"/chuyen-sinh-hoat/{one.id}", clock.show_date(one.until)
    told = select(Notice.account_id, Notice.values).where(Notice.url == url, Notice.text == sentence)
    known = {account for account, values in db.session.execute(told) if values.get("day") == day}
    tell(set(accounts) - known, sentence, url, name=one.member.full_name, day=day)


audit.says({
    "transfers.ask": _l("đề nghị chuyển sinh hoạt cho một đảng viên"),
    "transfers.release": _l("giới thiệu một đảng viên chuyển sinh hoạt đi"),
    "transfers.accept": _l("ghi việc tiếp nhận một đảng viên chuyển đến"),
    "transfers.return": _l("trả lại một hồ sơ chuyển sinh hoạt"),
    "transfers.decline": _l("không đồng ý cho một đảng viên chuyển sinh hoạt"),
    "transfers.withdraw": _l("rút một đề nghị chuyển sinh hoạt"),
    "transfers.end": _l("kết thúc sớm một đợt sinh hoạt tạm thời"),
    "transfers.arrive": _l("tiếp nhận một đảng viên từ ngoài hệ thống"),
    "transfers.print": _l("in giấy giới thiệu sinh hoạt đảng của một đảng viên"),
})
