"""What officers do on the screens of the register: the plain verbs with the checks of a person's entry.

Imports and transfers use the plain verbs and bring their own checks.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, NotAllowed
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed, refusal
from portal.core.text import squeeze
from portal.members.models import TAKING_PART, Member, MemberState, Position, State
from portal.members.policy import BASIC, Members, post_refusal
from portal.members.queries import choices, doubles
from portal.members.services.people import admit, amend, check_citizen_id, clean_name, enter_state
from portal.members.services.posts import appoint, end_post
from portal.organizations.api import Organization, Role
from portal.organizations.api import get as get_unit

BY_DECISION = (State.OFFICIAL, State.EXEMPT, State.SUSPENDED, State.NAME_REMOVED, State.RESIGNED, State.EXPELLED,
               State.DECEASED)
"""States entered here; going to another cell, for a time or for good, is the room of transfers."""
DAYS = ("birth_date", "joined_on", "ceremony_on", "official_on")
ORDER = (("birth_date", "joined_on", _l("Ngày vào Đảng phải sau ngày sinh.")),
         ("joined_on", "ceremony_on", _l("Lễ kết nạp không thể trước ngày vào Đảng.")),
         ("joined_on", "official_on", _l("Ngày chính thức không thể trước ngày vào Đảng.")))
FURTHEST = timedelta(days=366)
NO_POST: dict[State, Any] = {
    State.EXEMPT: _l("Đảng viên được miễn công tác và sinh hoạt đảng không giữ chức vụ."),
    State.TRANSFERRING: _l("Đảng viên đang chuyển sinh hoạt; ghi chức vụ sau khi nơi mới tiếp nhận."),
}


def refuse_ended(actor: Actor, unit_id: int) -> None:
    """Say of a form that its unit ended while it was filled in."""
    unit = get_unit(actor, unit_id)
    if unit is not None and unit.valid_to is not None and unit.valid_to < clock.today():
        raise Conflict(_l("%(name)s đã kết thúc ngày %(day)s. Mở lại trang này từ danh sách và chọn đơn vị khác.",
                          name=unit.name, day=clock.show_date(unit.valid_to)))


def enter(actor: Actor, *, cell: Organization, full_name: str, citizen_id: str, state: State, since: date,
          is_sure: bool = False, **fields: Any) -> Member:
    """A new member in a cell. The same number is refused; the same name and birth date asks for a second look."""
    full_name = clean_name(full_name)
    check_citizen_id(citizen_id)
    check_days({**fields, "since": since})
    if state is State.PROBATIONARY and fields.get("official_on"):
        raise DomainError(_l("Đảng viên dự bị chưa có ngày chính thức."), "official_on")
    refuse_same_number(actor, citizen_id, fields.get("card_number"))
    if not is_sure:
        ask_about_namesakes(actor, full_name, fields.get("birth_date"))
    return admit(actor, full_name=full_name, citizen_id=citizen_id, cell=cell, state=state, since=since, **fields)


def correct(actor: Actor, member: Member, fields: dict[str, Any], *, version: int, is_sure: bool = False) -> Member:
    """Mend a record, if nobody saved in between; the cell's own office mends basic facts only."""
    if version != member.version:
        raise Conflict(_l("Hồ sơ này vừa được người khác lưu. Xem hai bản bên dưới rồi lưu lại."))
    if not allowed(actor, Members.EDIT_WHOLE, member) and set(fields) - set(BASIC):
        raise NotAllowed(refusal(actor, Members.EDIT_WHOLE, member))
    if squeeze(fields["full_name"] or "") != member.full_name:
        fields = {**fields, "full_name": clean_name(fields["full_name"])}
    check_days({name: fields.get(name, getattr(member, name)) for name in DAYS})
    if "citizen_id" in fields:
        check_citizen_id(fields["citizen_id"] or "")
    refuse_same_number(actor, fields.get("citizen_id") or "", fields.get("card_number"), member.id)
    name, born = fields["full_name"], fields["birth_date"]
    if not is_sure and (squeeze(name), born) != (member.full_name, member.birth_date):
        ask_about_namesakes(actor, name, born, member.id)
    amend(actor, member, fields)
    return member


def check_days(days: dict[str, Any]) -> None:
    """Days lie in the past and follow one another: birth, joining, ceremony, official."""
    today = clock.today()
    for name in (*DAYS, "since"):
        if days.get(name) is not None and days[name] > today:
            raise DomainError(_l("Ngày này ở tương lai."), name)
        if days.get(name) is not None and days[name].year < 1900:
            raise DomainError(_l("Ngày này quá xa trong quá khứ."), name)
    for earlier, later, words in ORDER:
        if days.get(earlier) is not None and days.get(later) is not None and days[later] < days[earlier]:
            raise DomainError(words, later)


def refuse_same_number(actor: Actor, citizen_id: str, card_number: str | None, but: int | None = None) -> None:
    """Raise DomainError where another record has one of the numbers; it is named only where it may be seen."""
    double = doubles.same_number(actor, citizen_id, card_number, but)
    if double is not None and double.member is not None:
        raise DomainError(_l("Số này đã có trong hồ sơ của %(name)s.", name=_who(double.member)), double.field)
    if double is not None:
        raise DomainError(_l("Số này đã có ở đơn vị khác. Liên hệ văn phòng cấp ủy cấp trên để đối chiếu."),
                          double.field)


def ask_about_namesakes(actor: Actor, full_name: str, birth_date: date | None, but: int | None = None) -> None:
    """Raise DomainError at `is_sure` where somebody of this name was born on this day."""
    found = doubles.namesakes(actor, full_name, birth_date, but)
    if not found:
        return
    seen = [_who(one.member) for one in found if one.member is not None]
    who = "; ".join([*seen, *([str(gettext("một hồ sơ ở đơn vị khác"))] if len(seen) < len(found) else [])])
    raise DomainError(_l("Cần xem: đã có người cùng họ tên và ngày sinh (%(who)s). Nếu là người khác, đánh dấu ô này "
                         "rồi lưu lại.", who=who), "is_sure")


def record_state(actor: Actor, member: Member, state: State, *, since: date, decision: str) -> MemberState:
    """A state by decision. Who becomes official gets this day as the official day where none is recorded."""
    if state not in BY_DECISION:
        raise DomainError(_l("Trạng thái này do việc chuyển sinh hoạt ghi."), "state")
    if since > clock.today() + FURTHEST:
        raise DomainError(_l("Ngày bắt đầu không quá một năm kể từ hôm nay."), "since")
    if not decision.strip() and state is not State.DECEASED:
        raise DomainError(_l("Ghi số và ngày của quyết định."), "decision")
    was = member.state_today
    row = enter_state(actor, member, state, since=since, decision=decision)
    if state is State.OFFICIAL and was is not None and was.state == State.PROBATIONARY and member.official_on is None:
        amend(actor, member, {"official_on": since})
    return row


def record_post(actor: Actor, member: Member, *, unit: Organization, role: str, since: date, until: date | None = None,
                decision: str = "") -> Position:
    """A post of a member at a unit, also a future one, where the actor may give what the post gives."""
    if role not in choices.roles_at(unit):
        raise DomainError(_l("Đơn vị này không có chức vụ đã chọn."), "role")
    why = post_refusal(actor, member, unit, role)
    if why is not None:
        raise DomainError(why, "role")
    _refuse_state(member, role, max(since, clock.today()))
    _refuse_taken(member, unit, role, since, until)
    return appoint(actor, member, unit=unit, role=role, since=since, until=until, decision=decision)


def finish_post(actor: Actor, post: Position, *, last_day: date) -> Position:
    """The post ends with this day; a longer time is a new post with a decision of its own."""
    why = post_refusal(actor, post.member, post.unit, post.role)
    if why is not None:
        raise DomainError(why, "last_day")
    if post.valid_to is not None and last_day > post.valid_to:
        raise DomainError(_l("Chức vụ này kết thúc ngày %(day)s. Muốn giữ lâu hơn, ghi một chức vụ mới.",
                             day=clock.show_date(post.valid_to)), "last_day")
    return post if last_day == post.valid_to else end_post(actor, post, last_day=last_day)


def _refuse_state(member: Member, role: str, day: date) -> None:
    """A post gives its rights, so it is for those who could be given them (98-CV/ĐU; Điều lệ Đảng, điều 5)."""
    here = next((one for one in member.states if one.covers(day)), None)
    if here is None or here.state not in TAKING_PART:
        raise DomainError(_l("Người này hiện không tham gia sinh hoạt nên không ghi chức vụ."))
    if here.state in NO_POST:
        raise DomainError(NO_POST[State(here.state)])
    if here.state == State.PROBATIONARY and role != Role.OFFICE_STAFF:
        raise DomainError(_l("Đảng viên dự bị chỉ được ghi là giúp việc văn phòng cấp ủy; các chức vụ khác dành cho "
                             "đảng viên chính thức."), "role")


def _refuse_taken(member: Member, unit: Organization, role: str, since: date, until: date | None) -> None:
    """Nobody holds a post twice at a time; a unit has one secretary at a time."""
    overlaps = [Position.unit_id == unit.id, Position.role == role,
                or_(Position.valid_to.is_(None), Position.valid_to >= since)]
    if until is not None:
        overlaps.append(Position.valid_from <= until)
    holders = list(db.session.execute(select(Position).where(*overlaps)).scalars())
    if any(one.member_id == member.id for one in holders):
        raise DomainError(_l("Người này đã giữ chức vụ này trong thời gian đó."), "role")
    if holders and role == Role.SECRETARY:
        raise DomainError(_l("%(name)s đang giữ chức vụ này. Ghi ngày thôi chức vụ của người ấy trước.",
                             name=holders[0].member.full_name), "role")


def _who(member: Member) -> str:
    home = member.home
    return f"{member.full_name} ({home.unit.name})" if home is not None else member.full_name
