"""What the rooms below keep about a person: record, account, posts and grants, notices."""

from typing import Any

from sqlalchemy import func, select

from portal.accounts.api import Account, UserSession
from portal.core.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import Notice
from portal.core.personal import Rows, Section, add
from portal.delegation.api import Grant
from portal.members.api import Member, MemberChange, Membership, MemberState, Position, State
from portal.organizations.api import Organization, Role


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
    """States, cells and posts over time, and how often the record was changed."""
    rows: Rows = []
    states = select(MemberState).where(MemberState.member_id == actor.member_id).order_by(MemberState.valid_from)
    rows += [(_l("Trạng thái"), _span(State(one.state).label, one)) for one in db.session.execute(states).scalars()]
    for table, label in ((Membership, _l("Chi bộ")), (Position, _l("Chức vụ"))):
        found: Any = (select(table, Organization.name).join(Organization, Organization.id == table.unit_id)
                      .where(table.member_id == actor.member_id).order_by(table.valid_from))
        for one, unit in db.session.execute(found):
            words = unit if table is Membership else f"{Role(one.role).label}, {unit}"
            rows.append((label, _span(words, one)))
    changes = select(func.count()).select_from(MemberChange).where(MemberChange.member_id == actor.member_id)
    return [*rows, (_l("Số lần hồ sơ được sửa"), db.session.execute(changes).scalar_one())]


def account(actor: Actor, whole: bool) -> Rows:
    """The account, its sessions, grants, notices and acts in the log."""
    own = db.session.get_one(Account, actor.account_id)
    counted = {
        _l("Phiên đăng nhập đang giữ"): select(func.count()).select_from(UserSession)
        .where(UserSession.account_id == own.id),
        _l("Quyền đã được giao"): select(func.count()).select_from(Grant).where(Grant.account_id == own.id),
        _l("Thông báo"): select(func.count()).select_from(Notice).where(Notice.account_id == own.id),
        _l("Việc trong nhật ký"): select(func.count()).select_from(AuditEntry)
        .where(AuditEntry.account_id == own.id),
    }
    rows: Rows = [(_l("Tên tài khoản"), own.masked_id), (_l("Lập lúc"), own.created_at),
                  (_l("Đăng nhập lần cuối"), own.last_sign_in_at), (_l("Đặt mật khẩu lúc"), own.password_set_at)]
    one = select(*(found.scalar_subquery() for found in counted.values()))
    return rows + list(zip(counted, db.session.execute(one).one(), strict=True))


def _span(words: Any, one: Any) -> str:
    until = f" – {one.valid_to:%d/%m/%Y}" if one.valid_to else ""
    return f"{words}: {one.valid_from:%d/%m/%Y}{until}"


LONG = _l("theo hồ sơ đảng viên")
add(Section("record", _l("Sơ lược đảng viên"), _l("quản lý đảng viên (339-QĐ/TW)"), LONG, record, 10))
add(Section("history", _l("Quá trình"), _l("xác định quyền và cơ sở biểu quyết theo ngày"), LONG, history, 20))
add(Section("account", _l("Tài khoản"), _l("đăng nhập và bảo vệ tài khoản"), _l("đến khi đóng tài khoản"), account, 30))
