"""What the rooms below keep about a person: record, account, posts and grants, notices."""

from typing import Any

from sqlalchemy import func, select

from portal.accounts.api import Account, UserSession
from portal.core import clock
from portal.core.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import Notice
from portal.core.personal import Rows, Section, add, sections
from portal.delegation.api import Grant
from portal.members.api import Member, MemberChange, Membership, MemberState, Position, State
from portal.organizations.api import Organization, Role
from portal.privacy.models import DataRequest, NoticeReading


def record(actor: Actor, whole: bool) -> Rows:
    """The summary of 339-QĐ/TW."""
    member = db.session.get(Member, actor.member_id) if actor.member_id else None
    if member is None:
        return []
    sex = {"male": _l("nam"), "female": _l("nữ")}.get(member.sex, "")
    return [(_l("Họ và tên"), member.full_name), (_l("Ngày sinh"), member.birth_date), (_l("Giới tính"), sex),
            (_l("Ngày vào Đảng"), member.joined_on), (_l("Ngày chính thức"), member.official_on),
            (_l("Số thẻ đảng viên"), member.card_number if whole else member.masked_card_number),
            (_l("Số định danh"), member.citizen_id if whole else member.masked_citizen_id),
            (_l("Điện thoại"), member.phone if whole else member.masked_phone)]


def history(actor: Actor, whole: bool) -> Rows:
    """States, cells and posts over time."""
    rows: Rows = []
    states = select(MemberState).where(MemberState.member_id == actor.member_id).order_by(MemberState.valid_from)
    rows += [(_l("Trạng thái"), _span(State(one.state).label, one)) for one in db.session.execute(states).scalars()]
    for table, label in ((Membership, _l("Chi bộ")), (Position, _l("Chức vụ"))):
        found: Any = (select(table, Organization.name).join(Organization, Organization.id == table.unit_id)
                      .where(table.member_id == actor.member_id).order_by(table.valid_from))
        for one, unit in db.session.execute(found):
            words = unit if table is Membership else f"{Role(one.role).label}, {unit}"
            rows.append((label, _span(words, one)))
    return rows


def changes(actor: Actor) -> dict[Any, Any]:
    """How often the record was changed."""
    return {_l("Số lần hồ sơ được sửa"): select(func.count()).select_from(MemberChange).where(
        MemberChange.member_id == actor.member_id)}


def account(actor: Actor, whole: bool) -> Rows:
    """The account."""
    own = db.session.get_one(Account, actor.account_id)
    return [(_l("Tên tài khoản"), own.masked_id), (_l("Lập lúc"), own.created_at),
            (_l("Đăng nhập lần cuối"), own.last_sign_in_at), (_l("Đặt mật khẩu lúc"), own.password_set_at)]


def hangs_on_it(actor: Actor) -> dict[Any, Any]:
    """Sessions, grants, notices and acts in the log."""
    tables: dict[Any, Any] = {_l("Phiên đăng nhập đang giữ"): UserSession, _l("Quyền đã được giao"): Grant,
                              _l("Thông báo"): Notice, _l("Việc trong nhật ký"): AuditEntry}
    return {label: select(func.count()).select_from(table).where(table.account_id == actor.account_id)
            for label, table in tables.items()}


def wishes(actor: Actor) -> dict[Any, Any]:
    """Requests about the own data and readings of the notice."""
    return {_l("Yêu cầu đã gửi"): select(func.count()).select_from(DataRequest).where(
                DataRequest.member_id == actor.member_id),
            _l("Lần đọc thông báo về dữ liệu"): select(func.count()).select_from(NoticeReading).where(
                NoticeReading.account_id == actor.account_id)}


def asked(actor: Actor, whole: bool) -> Rows:
    """Each of them, where the person takes the data away."""
    if not whole:
        return []
    requests, readings = DataRequest.member_id == actor.member_id, NoticeReading.account_id == actor.account_id
    rows: Rows = [(one.wish_label, f"{clock.show_date(one.asked_on)}: {one.text}; {one.stage_label}. {one.answer}")
                  for one in db.session.execute(select(DataRequest).where(requests)).scalars()]
    return rows + [(_l("Đọc thông báo bản %(version)s", version=one.version), one.at)
                   for one in db.session.execute(select(NoticeReading).where(readings)).scalars()]


def everything(actor: Actor, whole: bool) -> list[tuple[Section, Rows]]:
    """What each room keeps about the actor; all their numbers in one statement."""
    found = sections()
    counts = {one.key: one.counted(actor) if one.counted is not None else {} for one in found}
    each = [number.scalar_subquery() for one in counts.values() for number in one.values()]
    numbers = iter(db.session.execute(select(*each)).one() if each else ())
    counted = {key: [(label, next(numbers)) for label in one] for key, one in counts.items()}
    return [(one, [*one.rows(actor, whole), *counted[one.key]]) for one in found]


def _span(words: Any, one: Any) -> str:
    until = f" – {one.valid_to:%d/%m/%Y}" if one.valid_to else ""
    return f"{words}: {one.valid_from:%d/%m/%Y}{until}"


LONG = _l("theo hồ sơ đảng viên")
add(Section("record", _l("Sơ lược đảng viên"), _l("quản lý đảng viên (339-QĐ/TW)"), LONG, record, 10))
add(Section("history", _l("Quá trình"), _l("xác định quyền và cơ sở biểu quyết theo ngày"), LONG, history, 20, changes))
add(Section("account", _l("Tài khoản"), _l("đăng nhập và bảo vệ tài khoản"), _l("đến khi đóng tài khoản"), account, 30,
            hangs_on_it))
add(Section("requests", _l("Yêu cầu về dữ liệu"), _l("trả lời yêu cầu của bạn"), LONG, asked, 48, wishes))
