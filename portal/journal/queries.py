"""Reads of the log, turned into sentences."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, literal, or_, select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.delegation.api import Grant
from portal.journal.policy import readable
from portal.members.api import MERGED, Member, Position, State, accounts_now, former_ids, records_now
from portal.members.api import readable_at_home as readable_members
from portal.organizations.api import Organization, Role, holds_words, named
from portal.search import registry

SUBJECTS: dict[str, Any] = {
    "accounts": _l("Tài khoản, đăng nhập"), "members": _l("Hồ sơ đảng viên"), "imports": _l("Nhập danh sách"),
    "quality": _l("Làm sạch dữ liệu"), "transfers": _l("Chuyển sinh hoạt"), "delegation": _l("Phân quyền"),
    "organizations": _l("Tổ chức đảng"), "documents": _l("Văn bản"), "news": _l("Tin tức"),
    "meetings": _l("Sinh hoạt"), "feedback": _l("Góp ý"), "privacy": _l("Dữ liệu cá nhân"),
    "home": _l("Bàn giao, vận hành"), "keeping": _l("Giữ tài khoản"), "residence": _l("Sinh hoạt hai chiều"),
    "calendar": _l("Lịch làm việc"),
}
"""Groups of verbs: what stands before the dot of a verb."""
KINDS: dict[str, Any] = {
    "account": _l("tài khoản"), "session": _l("phiên đăng nhập"), "member": _l("đảng viên"), "position": _l("chức vụ"),
    "grant": _l("quyền"), "organization": _l("đơn vị"), "document": _l("văn bản"), "news": _l("tin"),
    "meeting": _l("cuộc họp"), "opinion": _l("góp ý"), "import": _l("lần nhập danh sách"),
    "transfer": _l("lần chuyển sinh hoạt"), "correction": _l("đề nghị sửa"),
    "account_request": _l("yêu cầu cấp tài khoản"), "account_rules": _l("quy tắc tài khoản"),
    "data_request": _l("yêu cầu về dữ liệu"), "incident": _l("sự cố dữ liệu"), "handover": _l("lần bàn giao"),
    "day_exception": _l("ngày trong lịch làm việc"), "member_disclosure": _l("lần mở số định danh"),
    "organization_kind": _l("loại tổ chức"), "organization_threshold": _l("mức cảnh báo"),
    "help": _l("việc giúp thao tác"), "shared_device": _l("máy dùng chung"),
    "library": _l("kho văn bản"), "clock_rule": _l("thời hạn theo quy định"),
    "document_field": _l("lĩnh vực văn bản"), "demo": _l("dữ liệu mẫu"),
    "sign_in": _l("lần đăng nhập"), "viewing": _l("lần xem với tư cách người khác"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty values narrow nothing."""

    person: str = ""
    subject: str = ""
    unit_id: int | None = None
    since: date | None = None
    until: date | None = None
    kind: str = ""
    object_id: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One entry as it is read: when, who, did what, to what, where, with which facts."""

    at: datetime
    who: str
    what: Any
    object: str
    url: str
    unit: str
    facts: str
    by: str


def listed(actor: Actor, filters: Filters) -> Select[Any]:
    """Entries the actor may read, newest first; not yet paged."""
    found = readable(actor)
    if filters.subject:
        found = found.where(AuditEntry.verb.startswith(f"{filters.subject}.", autoescape=True))
    if filters.kind:
        found = found.where(AuditEntry.object_kind == filters.kind)
    if filters.object_id is not None:
        before = former_ids(filters.object_id) if filters.kind == "member" else []
        found = found.where(AuditEntry.object_id.in_([filters.object_id, *before]))
    if filters.unit_id is not None:
        found = found.where(AuditEntry.unit_id == filters.unit_id)
    if filters.since is not None:
        found = found.where(AuditEntry.at >= _midnight(filters.since))
    if filters.until is not None:
        found = found.where(AuditEntry.at < _midnight(filters.until + timedelta(days=1)))
    if filters.person:
        called = _accounts_called(filters.person)
        hand = called.with_only_columns(literal(audit.HELPER).concat(cast(Member.account_id, String)))
        found = found.where(or_(AuditEntry.account_id.in_(called), AuditEntry.by.in_(hand)))
    return found.order_by(AuditEntry.id.desc())


def rows(actor: Actor, found: Select[Any], most: int) -> list[AuditEntry]:
    """The first entries of a list, for the table that is taken away."""
    return list(db.session.execute(found.limit(most)).scalars())


def told(actor: Actor, entries: Sequence[AuditEntry]) -> list[Act]:
    """Entries as sentences. Names of objects only where the reader may see them; people by account."""
    accounts = {one.account_id for one in entries} | {one.object_id for one in entries if one.object_kind == "account"}
    who = _people({one for one in accounts if one is not None} | {hand for one in entries if (hand := _hand(one))})
    units = named({one.unit_id for one in entries if one.unit_id is not None})
    names = _objects(actor, entries)
    acts = []
    for one in entries:
        name, url = names.get((one.object_kind, one.object_id or 0), ("", ""))
        if one.object_kind == "account":
            name = who.get(one.object_id or 0, "")
        acts.append(Act(one.at, _who(one, who),
                        audit.SENTENCES.get(one.verb, one.verb), name or _bare(one), url,
                        units.get(one.unit_id or 0, ""), _facts(one), _by(one.by)))
    return acts


def _who(entry: AuditEntry, names: dict[int, str]) -> str:
    name = names.get(entry.account_id or 0, "") if entry.account_id else str(_l("Hệ thống"))
    hand = _hand(entry)
    if not hand:
        return name
    return str(gettext("%(helper)s thao tác thay %(name)s", helper=names.get(hand, ""), name=name))


def _hand(entry: AuditEntry) -> int:
    """The account of who worked in another's place; 0 where nobody did."""
    return int(entry.by.removeprefix(audit.HELPER)) if entry.by.startswith(audit.HELPER) else 0


def _bare(entry: AuditEntry) -> str:
    kind = str(KINDS.get(entry.object_kind, entry.object_kind))
    return f"{kind} {entry.object_id}" if entry.object_id is not None else kind


def _by(held: str) -> str:
    source = held.partition(":")[0]
    return str({"grant": _l("theo quyền được giao"), "position": _l("theo chức vụ")}.get(source, ""))


def _facts(entry: AuditEntry) -> str:
    """The few facts that read well; the others stay in the stored entry."""
    facts, said = entry.facts, []
    if entry.verb == MERGED:
        said.append(str(gettext("giữ hồ sơ số %(kept)s, hồ sơ số %(gone)s gộp vào", kept=entry.object_id,
                                gone=facts.get("gone"))))
    if facts.get("role") in set(Role):
        said.append(str(Role(facts["role"]).label))
    if facts.get("state") in set(State):
        said.append(str(State(facts["state"]).label))
    for key in ("since", "until"):
        if isinstance(facts.get(key), str):
            said.append(f"{_l('từ') if key == 'since' else _l('đến')} {_day(facts[key])}")
    if isinstance(facts.get("fields"), list):
        said.append(", ".join(str(FIELDS.get(field, field)) for field in facts["fields"]))
    return " · ".join(said)


FIELDS: dict[str, Any] = {
    "full_name": _l("họ tên"), "citizen_id": _l("số định danh"), "birth_date": _l("ngày sinh"), "sex": _l("giới tính"),
    "joined_on": _l("ngày vào Đảng"), "official_on": _l("ngày chính thức"), "ceremony_on": _l("ngày lễ kết nạp"),
    "card_number": _l("số thẻ"), "phone": _l("điện thoại"),
}


def _day(text: str) -> str:
    try:
        return clock.show_date(date.fromisoformat(text))
    except ValueError:
        return text


def _people(accounts: set[int]) -> dict[int, str]:
    found = select(Member.account_id, Member.full_name).where(Member.account_id.in_(accounts))
    names = {account: name for account, name in db.session.execute(found) if account is not None}
    ended = accounts_now(accounts - names.keys()) if accounts - names.keys() else {}
    if ended:
        kept = select(Member.id, Member.full_name).where(Member.id.in_(ended.values()))
        people = {member_id: name for member_id, name in db.session.execute(kept)}
        names |= {account: people.get(member_id, "") for account, member_id in ended.items()}
    return names


def _accounts_called(text: str) -> Select[Any]:
    return select(Member.account_id).where(*holds_words(Member.search_key, text))


def _objects(actor: Actor, entries: Sequence[AuditEntry]) -> dict[tuple[str, int], tuple[str, str]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in entries:
        if one.object_id is not None:
            wanted[one.object_kind].add(one.object_id)
    sources = registry.sources()
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, ids in wanted.items():
        namer = audit.NAMERS.get(kind)
        if namer is not None:
            found |= {(kind, key): value for key, value in namer(actor, ids).items()}
        elif kind in sources:
            found |= {(kind, key): (shown.title, shown.url)
                      for key, shown in sources[kind].show(actor, sorted(ids)).items()}
    return found


def _midnight(day: date) -> datetime:
    return clock.from_local(datetime.combine(day, time()))


def _units(actor: Actor, ids: Any) -> dict[int, tuple[str, str]]:
    return {unit_id: (name, f"/to-chuc/{unit_id}") for unit_id, name in named(ids).items()}


def _posts(actor: Actor, ids: Any) -> dict[int, tuple[str, str]]:
    found = (select(Position.id, Position.role, Member.full_name).join(Member, Member.id == Position.member_id)
             .where(Position.id.in_(ids)))
    return {post: (f"{Role(role).label}: {name}", "") for post, role, name in db.session.execute(found)}


def _grants(actor: Actor, ids: Any) -> dict[int, tuple[str, str]]:
    found = (select(Grant.id, Grant.role, Organization.name, Member.full_name)
             .join(Organization, Organization.id == Grant.unit_id)
             .outerjoin(Member, Member.account_id == Grant.account_id).where(Grant.id.in_(ids)))
    return {grant: (f"{Role(role).label} {unit}: {name or ''}", "/phan-quyen")
            for grant, role, unit, name in db.session.execute(found)}


def _members(actor: Actor, ids: Any) -> dict[int, tuple[str, str]]:
    known = set(db.session.execute(select(Member.id).where(Member.id.in_(ids))).scalars())
    now = records_now(set(ids) - known) if set(ids) - known else {}
    found = (readable_members(actor).where(Member.id.in_({*ids, *now.values()}))
             .with_only_columns(Member.id, Member.full_name))
    names = {member: (name, f"/dang-vien/{member}") for member, name in db.session.execute(found)}
    return names | {gone: names[kept] for gone, kept in now.items() if kept in names}


audit.says({"demo.stage": _l("nạp dữ liệu mẫu")})
for _kind, _namer in {"organization": _units, "position": _posts, "grant": _grants, "member": _members}.items():
    audit.NAMERS.setdefault(_kind, _namer)
