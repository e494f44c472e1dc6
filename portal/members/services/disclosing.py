"""Showing what is masked and taking lists away: each act is logged before anything is shown (R12, I15).

The audit log keeps who, what and how many, never a value; the people of a list stand in the disclosure's blocks.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed, refusal
from portal.core.text import squeeze
from portal.members.models import Disclosure, DisclosureBlock, Filters, Member, MemberState, Selection
from portal.members.models.lists import EXPORT, FILE, PRINT, PROFILE, REVEAL, blocks_of, ids_of
from portal.members.policy import WRITERS, Members
from portal.members.queries import chosen
from portal.members.queries.scope import covers
from portal.organizations.api import Organization, named_on

NUMBERS = ("citizen_id", "card_number", "phone")
MOST = {EXPORT: 20_000, PRINT: 1_000}
"""A longer list is refused: it would hold the server, and nobody reads it."""


def reveal(actor: Actor, member: Member, field: str) -> str:
    """One number of one person, whole."""
    number = getattr(member, field) if field in NUMBERS else None
    if not number:
        raise DomainError(_l("Số này chưa được ghi."))
    number_was_shown(actor, member, field)
    return str(number)


def number_was_shown(actor: Actor, member: Member, field: str) -> Disclosure:
    """A number of this person was shown whole, recorded or proposed; who shows it asks for the right."""
    made = _log(actor, Disclosure(act=REVEAL, member_id=member.id, field=field, is_full=True))
    audit.record(actor, "members.reveal", "member", member.id, unit_id=_unit_of(member), field=field)
    return made


def print_one(actor: Actor, member: Member, *, is_full: bool, reason: str) -> Disclosure:
    """A print of one record; whole numbers where one may uncover them and says what for."""
    if is_full and not allowed(actor, Members.REVEAL, member):
        raise NotAllowed(refusal(actor, Members.REVEAL, member))
    _ask_reason(is_full, reason)
    made = _log(actor, Disclosure(act=PROFILE, member_id=member.id, is_full=is_full, reason=squeeze(reason), kind="a4"))
    audit.record(actor, "members.print_one", "member", member.id, unit_id=_unit_of(member), full=is_full)
    return made


def file_was_opened(actor: Actor, member: Member, title: str) -> Disclosure:
    """A file beside the record was opened; the room that keeps the files asks for the right."""
    return _log(actor, Disclosure(act=FILE, member_id=member.id, thing=title[:150]))


def take_list(actor: Actor, selection: Selection, *, act: str, kind: str, is_full: bool, reason: str) -> Disclosure:
    """Log that a ticked set is exported or printed, with the people it holds now."""
    _ask_reason(is_full, reason)
    if is_full and actor.holds_any(WRITERS) is None:
        raise NotAllowed(_l("Chỉ bí thư, phó bí thư, văn phòng cấp ủy hoặc Ban Tổ chức lấy được số đầy đủ."))
    filters = Filters.of(selection.address)
    found = chosen(actor, filters, selection.ids).with_only_columns(Member.id).limit(MOST[act] + 1)
    ids = list(db.session.execute(found).scalars())
    if not ids:
        raise DomainError(_l("Không còn ai trong danh sách đã chọn mà bạn được xem. Mở lại danh sách rồi chọn lại."))
    if len(ids) > MOST[act]:
        raise DomainError(_l("Danh sách dài hơn %(most)s người. Lọc theo đơn vị rồi lấy từng phần.", most=MOST[act]))
    made = _log(actor, Disclosure(act=act, is_full=is_full, reason=squeeze(reason), kind=kind, count=len(ids),
                                  address=filters.address))
    db.session.add_all(DisclosureBlock(disclosure_id=made.id, block=block, holds=signs)
                       for block, signs in blocks_of(ids).items())
    db.session.flush()
    audit.record(actor, f"members.{act}", "member_disclosure", made.id, unit_id=filters.unit_id, count=len(ids),
                 full=is_full, kind=kind, filters=sorted(filters.address))
    return made


def listed(actor: Actor, made: Disclosure) -> Select[Any]:
    """Rows (Member, Organization, MemberState, whether whole numbers may be shown) of a logged list."""
    ids = ids_of({one.block: one.holds for one in made.blocks})
    filters = Filters.of(made.address)
    few = ids if len(ids) <= MOST[PRINT] else []
    return chosen(actor, filters, few).add_columns(covers(actor, WRITERS) if made.is_full else db.false())


def rows(actor: Actor, made: Disclosure) -> Iterator[tuple[Member, Organization, MemberState, bool]]:
    """The same, one after another, for a file of any size; nobody who is not in the log."""
    ids = set(ids_of({one.block: one.holds for one in made.blocks}))
    for member, unit, state, whole in db.session.execute(listed(actor, made).execution_options(yield_per=500)):
        if member.id in ids:
            yield member, unit, state, bool(whole)


def cells_then(actor: Actor, made: Disclosure) -> dict[int, str]:
    """Names of the cells of a list of a past day, as they were then; nothing for a list of today."""
    if made.day is None:
        return {}
    ids = listed(actor, made).order_by(None).with_only_columns(Organization.id).distinct()
    return named_on(set(db.session.execute(ids).scalars()), made.day)


def _ask_reason(is_full: bool, reason: str) -> None:
    if is_full and not reason.strip():
        raise DomainError(_l("Ghi lý do cần số đầy đủ."), "reason")


def _log(actor: Actor, made: Disclosure) -> Disclosure:
    made.account_id, made.at = actor.account_id or 0, clock.now()
    db.session.add(made)
    db.session.flush()
    return made


def _unit_of(member: Member) -> int | None:
    return member.home.unit_id if member.home is not None else None


audit.says({
    "members.reveal": _l("mở số trong hồ sơ đảng viên"),
    "members.print_one": _l("in hồ sơ đảng viên"),
    "members.print": _l("in danh sách đảng viên"),
    "members.export": _l("xuất danh sách đảng viên"),
})
