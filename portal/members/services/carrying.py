"""What the register keeps at units and carries along when units are merged, split or dissolved."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, insert, literal, or_, select, update

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.members.models import PRESENT, Member, Membership, MemberState, Position, State, Stay
from portal.members.services.posts import end_post
from portal.organizations.api import Carrier, FormerPost, Size, on_change


class RegisterCarrier(Carrier):
    """People, posts and temporary stays of units."""

    def count(self, unit_ids: Collection[int], day: date) -> dict[Any, int]:
        """Members and posts of these units on or after the day."""
        posts = select(func.count()).select_from(Position).where(Position.unit_id.in_(unit_ids), _lasts(Position, day))
        people, held = db.session.execute(select(_belonging(unit_ids, day).scalar_subquery(),
                                                 posts.scalar_subquery())).one()
        return {_l("Đảng viên"): people, _l("Chức vụ"): held}

    def present(self, unit_ids: Collection[int], day: date) -> int:
        """How many people belong to these units on or after the day."""
        number: int = db.session.execute(_belonging(unit_ids, day)).scalar_one()
        return number

    def roll(self, unit_id: int, day: date) -> list[tuple[int, str]]:
        """(id, name) of those who belong to the unit itself on the day, in the order of names."""
        found = (select(Member.id, Member.full_name)
                 .join(Membership, (Membership.member_id == Member.id) & _holds(Membership, day))
                 .where(Membership.unit_id == unit_id).order_by(Member.sort_key, Member.id))
        return [(member_id, name) for member_id, name in db.session.execute(found)]

    def sizes(self, unit_ids: Collection[int], day: date) -> dict[int, Size]:
        """Members, official ones among them and posts of each unit on the day; two statements."""
        official = func.sum(case((MemberState.state == State.OFFICIAL, 1), else_=0))
        people = db.session.execute(
            select(Membership.unit_id, func.count(), official)
            .join(MemberState, (MemberState.member_id == Membership.member_id) & _holds(MemberState, day))
            .where(Membership.unit_id.in_(unit_ids), _holds(Membership, day), MemberState.state.in_(PRESENT))
            .group_by(Membership.unit_id)).all()
        roles: dict[int, set[str]] = {}
        posts = (select(Position.unit_id, Position.role).where(Position.unit_id.in_(unit_ids), _holds(Position, day))
                 .distinct())
        for unit_id, role in db.session.execute(posts):
            roles.setdefault(unit_id, set()).add(role)
        numbers = {unit_id: (members, int(some)) for unit_id, members, some in people}
        return {unit_id: Size(*numbers.get(unit_id, (0, 0)), frozenset(roles.get(unit_id, ())))
                for unit_id in {*numbers, *roles}}

    def former_posts(self, unit_id: int) -> list[FormerPost]:
        """Posts that ended, the newest first; at most 100."""
        found = (select(Position, Member.full_name).join(Member, Member.id == Position.member_id)
                 .where(Position.unit_id == unit_id, Position.valid_to < clock.today(),
                        Position.valid_to >= Position.valid_from)
                 .order_by(Position.valid_to.desc(), Position.id.desc()).limit(100))
        return [FormerPost(post.title, name, post.valid_from, post.valid_to)
                for post, name in db.session.execute(found) if post.valid_to is not None]

    def move_people(self, actor: Actor, from_id: int, to_id: int, day: date,
                    member_ids: Collection[int] | None) -> int:
        """Stays at a cell are cut at the day: what follows is a stay at the other cell; nobody is left between.

        A membership that began on or after the day becomes one of the other cell. Posts at the old cell of those
        named end the day before; where all go, closing the cell ends them.
        """
        named = [] if member_ids is None else [member_ids]
        moved = self._at(from_id, day, *named)
        for table in (Membership, Stay):
            _hand_over(table, from_id, to_id, day, member_ids)
        if member_ids is not None:
            self._end_posts(actor, (Position.unit_id == from_id) & Position.member_id.in_(member_ids), day)
        return moved

    def close(self, actor: Actor, unit_ids: Collection[int], day: date) -> int:
        """Posts at these units end the day before."""
        return self._end_posts(actor, Position.unit_id.in_(unit_ids), day)

    def _at(self, unit_id: int, day: date, member_ids: Collection[int] | None = None) -> int:
        found = select(func.count(Membership.member_id.distinct())).where(Membership.unit_id == unit_id,
                                                                          _lasts(Membership, day))
        if member_ids is not None:
            found = found.where(Membership.member_id.in_(member_ids))
        return db.session.execute(found).scalar_one()

    def _end_posts(self, actor: Actor, which: ColumnElement[bool], day: date) -> int:
        """A post that was to begin later is taken back: it ends the day before it begins."""
        posts = list(db.session.execute(select(Position).where(which, _lasts(Position, day))).scalars())
        for post in posts:
            end_post(actor, post, last_day=max(day, post.valid_from) - timedelta(days=1))
        return len(posts)


def _hand_over(table: Any, from_id: int, to_id: int, day: date, member_ids: Collection[int] | None) -> None:
    """Rows (member, unit, from, to) of a unit that reach the day are the other unit's from the day on."""
    its = table.unit_id == from_id
    if member_ids is not None:
        its = its & table.member_id.in_(member_ids)
    cut = its & (table.valid_from < day) & _lasts(table, day)
    given: dict[str, Any] = {"unit_id": literal(to_id), "valid_from": literal(day)}
    names = [column.name for column in table.__table__.columns if column.name != "id"]
    values = [given[name] if name in given else getattr(table, name) for name in names]
    db.session.execute(insert(table).from_select(names, select(*values).where(cut)))
    quiet = {"synchronize_session": False}
    db.session.execute(update(table).where(cut).values(valid_to=day - timedelta(days=1)), execution_options=quiet)
    db.session.execute(update(table).where(its, table.valid_from >= day).values(unit_id=to_id), execution_options=quiet)
    db.session.expire_all()


def _belonging(unit_ids: Collection[int], day: date) -> Select[Any]:
    """How many people belong to these units on or after the day."""
    return select(func.count(Membership.member_id.distinct())).where(Membership.unit_id.in_(unit_ids),
                                                                     _lasts(Membership, day))


def _lasts(table: Any, day: date) -> ColumnElement[bool]:
    """Condition: the row holds on the day or some day after it, and was not taken back."""
    found: ColumnElement[bool] = or_(table.valid_to.is_(None),
                                     (table.valid_to >= day) & (table.valid_to >= table.valid_from))
    return found


def _holds(table: Any, day: date) -> ColumnElement[bool]:
    """Condition: the row holds on the day."""
    found: ColumnElement[bool] = (table.valid_from <= day) & or_(table.valid_to.is_(None), table.valid_to >= day)
    return found


on_change("members", RegisterCarrier())
