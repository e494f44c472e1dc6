"""Reads of imports and their rows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.imports.models import Action, ImportMapping, ImportRow, MemberImport
from portal.imports.policy import WRITERS, readable, writes_whole, written_whole
from portal.members.api import PRESENT, Member, Membership, MemberState
from portal.members.api import readable_at_home as readable_members
from portal.organizations.api import Organization, OrganizationKind, in_force, units_of

LISTED = (Action.NEW, Action.CHANGED, Action.SAME, Action.REVIEW, Action.ERROR, Action.SKIPPED)
LEFT = "left"
MOST_UNITS = 50


def get(actor: Actor, import_id: int) -> MemberImport | None:
    """One import, if the actor may see it."""
    found = readable(actor).where(MemberImport.id == import_id).options(contains_eager(MemberImport.unit))
    return db.session.execute(found).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class RowOf:
    """A row with its import."""

    made: MemberImport
    row: ImportRow

    @property
    def unit(self) -> Organization:
        """The unit of the import: what rights ask for."""
        return self.made.unit


def get_row(actor: Actor, import_id: int, row_id: int) -> RowOf | None:
    """One row of an import the actor may see."""
    made = get(actor, import_id)
    found = select(ImportRow).where(ImportRow.id == row_id, ImportRow.import_id == import_id, ImportRow.action != "")
    row = db.session.execute(found).scalar_one_or_none() if made is not None else None
    return RowOf(made, row) if made is not None and row is not None else None


def listed(actor: Actor) -> Select[Any]:
    """Rows (MemberImport, name of the unit), newest first; not yet paged."""
    return readable(actor).add_columns(Organization.name).order_by(MemberImport.id.desc())


def rows(made: MemberImport, action: str = "") -> Select[Any]:
    """Rows of an import in the order of the file: all, those with one action, or (`left`) those that could not be
    written or undone; not yet paged."""
    found = select(ImportRow).where(ImportRow.import_id == made.id)
    found = found.where(ImportRow.action == action) if action in LISTED else found.where(ImportRow.action != "")
    return (found.where(ImportRow.is_left) if action == LEFT else found).order_by(ImportRow.number)


def counted(import_id: int) -> dict[str, int]:
    """Number of rows by action."""
    found = (select(ImportRow.action, func.count()).where(ImportRow.import_id == import_id, ImportRow.action != "")
             .group_by(ImportRow.action))
    return {action: number for action, number in db.session.execute(found)}


def left_behind(import_id: int) -> int:
    """How many rows could not be written or undone."""
    found = select(func.count()).where(ImportRow.import_id == import_id, ImportRow.is_left)
    return db.session.execute(found).scalar_one()


def rows_after(import_id: int, number: int) -> int:
    """How many rows of the file follow this one."""
    found = select(func.count()).where(ImportRow.import_id == import_id, ImportRow.number > number)
    return db.session.execute(found).scalar_one()


def first_rows(made: MemberImport, limit: int, after: int = 0) -> list[tuple[int, list[str]]]:
    """(row of the file, cells), as they were read."""
    found = (select(ImportRow.number, ImportRow.cells)
             .where(ImportRow.import_id == made.id, ImportRow.number > after).order_by(ImportRow.number).limit(limit))
    return [(number, cells) for number, cells in db.session.execute(found)]


def absent(actor: Actor, made: MemberImport) -> Select[Any]:
    """Rows (Member, name of the cell): those active today in the import's unit whom no row of the file names, as far
    as the actor may see them; not yet paged."""
    today = clock.today()
    named = exists().where(ImportRow.import_id == made.id, ImportRow.member_id == Member.id)
    here = (Membership.member_id == Member.id) & (Membership.valid_from <= today) & (
        Membership.valid_to.is_(None) | (Membership.valid_to >= today))
    present = exists().where(MemberState.member_id == Member.id, MemberState.valid_from <= today,
                             MemberState.valid_to.is_(None) | (MemberState.valid_to >= today),
                             MemberState.state.in_(PRESENT))
    return (readable_members(actor).add_columns(Organization.name).join(Membership, here)
            .join(Organization, Organization.id == Membership.unit_id)
            .where(Organization.path.startswith(made.unit.path, autoescape=True), present, ~named)
            .order_by(Member.sort_key, Member.id))


def kept_mapping(account_id: int | None, fingerprint: str) -> ImportMapping | None:
    """How this account read such a file last time."""
    found = select(ImportMapping).where(ImportMapping.account_id == account_id,
                                        ImportMapping.fingerprint == fingerprint)
    return db.session.execute(found).scalar_one_or_none()


def _units(actor: Actor) -> Select[Organization]:
    return (select(Organization).join(OrganizationKind, OrganizationKind.id == Organization.kind_id)
            .where(written_whole(actor), in_force()))


def units_of_writer(actor: Actor) -> list[Organization]:
    """Units the actor may bring a file in for, the highest first; bounded."""
    return [one for one in units_of(actor, WRITERS, MOST_UNITS) if writes_whole(actor, one)]


def unit_of_writer(actor: Actor, unit_id: int) -> Organization | None:
    """One of those units."""
    return db.session.execute(_units(actor).where(Organization.id == unit_id)).scalar_one_or_none()


def names_file(digest: str) -> bool:
    """An import still needs this file."""
    return db.session.execute(select(MemberImport.id).where(MemberImport.digest == digest).limit(1)).first() is not None


def in_parts(made: MemberImport) -> Iterator[list[ImportRow]]:
    """The judged rows, a thousand at a time."""
    after = 0
    while some := list(db.session.execute(rows(made).where(ImportRow.number > after).limit(1000)).scalars()):
        after = some[-1].number
        yield some
        for row in some:
            db.session.expunge(row)


def beside(actor: Actor, row: ImportRow) -> list[tuple[Member, str]]:
    """(Member, name of the cell) of the people a row may be, as far as the actor may see them."""
    today = clock.today()
    here = (Membership.member_id == Member.id) & (Membership.valid_from <= today) & (
        Membership.valid_to.is_(None) | (Membership.valid_to >= today))
    wanted = {*row.candidates, *([row.member_id] if row.member_id else [])}
    found = (readable_members(actor).add_columns(Organization.name).outerjoin(Membership, here)
             .outerjoin(Organization, Organization.id == Membership.unit_id).where(Member.id.in_(wanted))
             .order_by(Member.sort_key, Member.id))
    return [(member, unit or "") for member, unit in db.session.execute(found)]


def _called(actor: Actor, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    found = db.session.execute(readable(actor).where(MemberImport.id.in_(ids))).scalars()
    return {one.id: (one.name, f"/dang-vien/nhap/{one.id}") for one in found}


audit.called("import", _called)
