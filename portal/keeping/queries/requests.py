"""Requests for an account: those that land with the actor, and how each compares with the roster."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import equality_key, fold
from portal.keeping.models import WAITING, AccountRequest, Kept
from portal.keeping.policy import readable, readable_requests
from portal.keeping.queries.people import kept
from portal.members.api import Member, masked
from portal.organizations.api import Organization


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: what was asked, what the roster says, and whether that is the same
    (None: nothing to compare)."""

    label: Any
    asked: str
    known: str
    same: bool | None


def requests(actor: Actor, *, state: str = WAITING) -> Select[Any]:
    """Rows (AccountRequest, id and name of the member, cell name), the longest waiting first; not yet paged.

    Only members the actor keeps are named."""
    mine = readable(actor).add_columns(Organization.name.label("cell_name")).subquery()
    found = (readable_requests(actor).where(AccountRequest.state == state)
             .outerjoin(mine, mine.c.citizen_id == AccountRequest.citizen_id)
             .add_columns(mine.c.id, mine.c.full_name, mine.c.cell_name))
    newest_last = AccountRequest.at if state == WAITING else AccountRequest.decided_at.desc()
    return found.order_by(newest_last, AccountRequest.id)


def waiting(actor: Actor) -> int:
    """How many wait for the actor."""
    found = readable_requests(actor).where(AccountRequest.state == WAITING)
    return db.session.execute(select(func.count()).select_from(found.subquery())).scalar_one()


def request(actor: Actor, request_id: int) -> AccountRequest | None:
    """One request, if it lands with the actor."""
    found = readable_requests(actor).where(AccountRequest.id == request_id)
    return db.session.execute(found).scalar_one_or_none()


def request_member(actor: Actor, asked: AccountRequest) -> Kept | None:
    """The member of the roster whose citizen id was given, if the actor keeps that account."""
    found = readable(actor).with_only_columns(Member.id).where(Member.citizen_id == asked.citizen_id)
    member_id = db.session.execute(found).scalar_one_or_none()
    return next(iter(kept(actor, [member_id])), None) if member_id is not None else None


def compare(asked: AccountRequest, found: Kept | None) -> list[Compared]:
    """Side by side: the name by its key of equality, the birthday by its day, the phone by its digits."""
    member = found.member if found else None
    known_born, known_phone = (member.birth_date, member.phone) if member else (None, None)
    digits = "".join(sign for sign in known_phone or "" if sign.isdigit())
    given = "".join(sign for sign in asked.phone if sign.isdigit())
    return [
        Compared(_l("Số định danh"), asked.masked_citizen_id, member.masked_citizen_id if member else "",
                 member.citizen_id == asked.citizen_id if member else None),
        Compared(_l("Họ và tên"), asked.full_name, member.full_name if member else "",
                 equality_key(asked.full_name) == equality_key(member.full_name) if member else None),
        Compared(_l("Ngày sinh"), clock.show_date(asked.birth_date), clock.show_date(known_born),
                 asked.birth_date == known_born if known_born else None),
        Compared(_l("Điện thoại"), asked.phone, masked(known_phone), given == digits if given and digits else None),
        Compared(_l("Chi bộ"), asked.cell_text, found.cell.name if found else "",
                 _same_cell(asked.cell_text, found.cell.name) if found else None),
    ]


def _same_cell(typed: str, name: str) -> bool | None:
    """True where the words typed stand in the name; else not known: it is free text."""
    words = [word for word in fold(typed).split() if word not in ("chi", "bo")]
    return True if words and all(word in fold(name).split() for word in words) else None


def called(actor: Actor, request_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Requests as the log calls them: (name of who asked, address) of those that landed with the actor."""
    found = readable_requests(actor).where(AccountRequest.id.in_(request_ids))
    return {one.id: (one.full_name, f"/tai-khoan/yeu-cau/{one.id}") for one in db.session.execute(found).scalars()}


audit.called("account_request", called)
