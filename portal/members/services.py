"""Verbs of the register."""

import re
from datetime import date

from portal.accounts.api import create
from portal.core import audit
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, name_sort_key, squeeze
from portal.members.models import Member, Membership, MemberState, Position, State
from portal.organizations.api import Organization


def admit(actor: Actor, *, full_name: str, citizen_id: str, cell: Organization, state: State, since: date,
          **fields: object) -> Member:
    """Enter a member in a cell with a first state; makes the closed account that goes with it."""
    if not re.fullmatch(r"\d{12}", citizen_id):
        raise DomainError(_l("Số định danh gồm đúng 12 chữ số."), "citizen_id")
    name = squeeze(full_name)
    member = Member(full_name=name, sort_key=name_sort_key(name), search_key=fold(name)[:120], citizen_id=citizen_id,
                    account_id=create(citizen_id).id if state is not State.EXEMPT else None, **fields)
    db.session.add(member)
    db.session.flush()
    db.session.add_all([
        Membership(member_id=member.id, unit_id=cell.id, valid_from=since),
        MemberState(member_id=member.id, state=state, valid_from=since)])
    db.session.flush()
    audit.record(actor, "members.admit", "member", member.id, unit_id=cell.id, state=state.value)
    return member


def appoint(actor: Actor, member: Member, *, unit: Organization, role: str, since: date,
            until: date | None = None) -> Position:
    """Give a member a post at a unit."""
    post = Position(member_id=member.id, unit_id=unit.id, role=role, valid_from=since, valid_to=until)
    db.session.add(post)
    db.session.flush()
    audit.record(actor, "members.appoint", "position", post.id, unit_id=unit.id, role=role)
    return post
