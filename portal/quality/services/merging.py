"""Merging two records of one person: fields chosen one by one, every link moved, nothing lost without a trace."""

from collections import defaultdict
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from portal.accounts.api import ACTIVE, CLOSED, LOCKED, OPEN, Account, AccountRules, close_account
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import Base, db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import Notice, tell
from portal.delegation.api import is_last_administrator
from portal.members.api import (
    GONE,
    Member,
    Membership,
    MemberState,
    Position,
    State,
    amend,
    hand_on_lists,
)
from portal.quality.models import FIELD_LABELS, PAIR, Merge, Pair, PairState
from portal.quality.services.checking import check_members
from portal.quality.services.pointing import Out, plain, take_out
from portal.quality.services.pointing import move as move_links

HISTORIES = (MemberState.__tablename__, Membership.__tablename__)
"""Dated histories: those of the kept record stand; two would overlap. The others are kept in the Merge row."""
ACCOUNTS = "portal.accounts."
ACCOUNT_WORDS: dict[str, Any] = {
    "": _l("chưa có tài khoản"), CLOSED: _l("chưa mở"), OPEN: _l("đang mở"), ACTIVE: _l("đang dùng"),
    LOCKED: _l("bị khóa")}


def merge(actor: Actor, pair: Pair, *, keep: int, take: set[str]) -> Merge:
    """Make one record of two. `keep` is the id of the record that stays; `take` names the fields whose value comes
    from the other. Every row anywhere that points at the other then points at the kept one."""
    if keep not in (pair.a_id, pair.b_id):
        raise DomainError(_l("Chọn hồ sơ được giữ lại."), "keep")
    kept, gone = (pair.a, pair.b) if keep == pair.a_id else (pair.b, pair.a)
    if take - set(FIELD_LABELS):
        raise DomainError(_l("Chọn các mục trong danh sách."), "take")
    _hold(pair)
    values = {field: value for field in take if (value := getattr(gone, field)) not in (None, "")}
    snapshot = {column.key: plain(getattr(gone, column.key)) for column in Member.__mapper__.column_attrs}
    gone_id, pair_id = gone.id, pair.id
    is_last = any(is_last_administrator(one.account_id) for one in (kept, gone) if one.account_id is not None)
    ended, moved = _one_account(kept, gone)
    for place, rows in _move_rows(keep, gone_id).items():
        moved[place] += rows
    _remember_pairs(keep, gone_id)
    db.session.execute(delete(Pair).where((Pair.a_id == gone_id) | (Pair.b_id == gone_id)))
    db.session.execute(delete(Member).where(Member.id == gone_id))
    _move_traces(keep, gone_id)
    db.session.expire_all()
    kept = db.session.get_one(Member, keep)
    _settle_account(actor, kept, is_last=is_last, ended=ended)
    row = Merge(kept_id=keep, gone_id=gone_id, gone=snapshot, moved={**moved, PAIR: pair_id},
                account_id=actor.account_id, at=clock.now())
    db.session.add(row)
    db.session.flush()
    amend(actor, kept, values, way="merge", ref=row.id)
    audit.record(actor, "quality.merge", "member", keep, gone=gone_id, account=ended, fields=sorted(take))
    check_members([keep])
    return row


def _hold(pair: Pair) -> None:
    """Keep the pair until the end of the transaction; refused where somebody else has decided on it meanwhile."""
    held = select(Pair.state).where(Pair.id == pair.id).with_for_update()
    if db.session.execute(held).scalar_one_or_none() != PairState.OPEN:
        raise Conflict(_l("Cặp này vừa được quyết định. Mở lại danh sách hồ sơ nghi trùng."))


def _one_account(kept: Member, gone: Member) -> tuple[int | None, Out]:
    """One person has one account: the one in use, else that of the kept record. The other ends with its sessions and
    proofs (never moved: they open only their own account); what hung on it (grants, sent things, readings) goes over.
    Answers the account that ended."""
    mine, other, name = kept.account_id, gone.account_id, kept.citizen_id
    if other is None:
        return None, defaultdict(list)
    gone.account_id = None
    db.session.flush()
    moved: Out = defaultdict(list)
    stays, ends = other, mine
    if mine is None:
        kept.account_id = other
        db.session.flush()
    else:
        if not (_is_in_use(other) and not _is_in_use(mine)):
            stays, ends = mine, other
        for mapper in Base.registry.mappers:
            proofs: Any = mapper.local_table
            if mapper.class_.__module__.startswith(ACCOUNTS) and mapper.class_ not in (Account, AccountRules):
                owner = proofs.columns.get("account_id")
                if owner is not None:
                    db.session.execute(delete(proofs).where(owner == ends))
        moved = move_links(Account.__tablename__, ends or 0, stays)
        db.session.execute(delete(Account).where(Account.id == ends))
    db.session.execute(update(Account).where(Account.id == stays).values(citizen_id=name))
    return ends, moved


def account_words(member: Member) -> str:
    """How the account of a record stands."""
    account = db.session.get(Account, member.account_id) if member.account_id is not None else None
    return str(ACCOUNT_WORDS[account.state if account is not None else ""])


def _is_in_use(account_id: int) -> bool:
    return db.session.execute(select(Account.state).where(Account.id == account_id)).scalar_one() == ACTIVE


def _move_rows(kept_id: int, gone_id: int) -> Out:
    """Everything that points at the record; a post that both held is one post."""
    out: Out = defaultdict(list)
    table: Any = Position.__table__
    held = select(table).where(table.c.member_id.in_((kept_id, gone_id))).order_by(table.c.id)
    posts = db.session.execute(held).mappings().all()
    for post in (one for one in posts if one["member_id"] == gone_id):
        same = next((one for one in posts if one["member_id"] == kept_id and _holds_all_of(one, post)), None)
        if same is not None:
            take_out(table, table.c.member_id, post, same, out)
    _forget_derived(gone_id)
    for place, rows in move_links(Member.__tablename__, gone_id, kept_id, drop=set(HISTORIES),
                                  skip={Pair.__tablename__, Merge.__tablename__}).items():
        out[place] += rows
    db.session.execute(update(Merge).where(Merge.kept_id == gone_id).values(kept_id=kept_id))
    return out


def _forget_derived(member_id: int) -> None:
    """What the machine works out of a record goes with it; for the kept one it is worked out anew."""
    for table in Base.metadata.tables.values():
        if "derived" in table.info and table.name != Pair.__tablename__:
            for key in (one for one in table.foreign_keys if one.column.table is Member.__table__):
                db.session.execute(delete(table).where(key.parent == member_id))


def _holds_all_of(one: Any, other: Any) -> bool:
    """The same post, for at least as long."""
    return ((one["unit_id"], one["role"]) == (other["unit_id"], other["role"])
            and one["valid_from"] <= other["valid_from"]
            and (one["valid_to"] is None or (other["valid_to"] is not None and one["valid_to"] >= other["valid_to"])))


def _remember_pairs(kept_id: int, gone_id: int) -> None:
    """Who was another person than the record that is gone, is another person than the one that stays."""
    found = select(Pair).where(or_(Pair.a_id == gone_id, Pair.b_id == gone_id), Pair.state == PairState.DIFFERENT)
    for pair in db.session.execute(found).scalars().all():
        other = pair.b_id if pair.a_id == gone_id else pair.a_id
        a_id, b_id = sorted((kept_id, other))
        if other == kept_id:
            continue
        known = db.session.execute(select(Pair).where(Pair.a_id == a_id, Pair.b_id == b_id)).scalar_one_or_none()
        if known is None:
            pair.a_id, pair.b_id = a_id, b_id
        elif known.state == PairState.OPEN:
            known.state, known.decided_by, known.decided_at = pair.state, pair.decided_by, pair.decided_at
    db.session.flush()


def _move_traces(kept_id: int, gone_id: int) -> None:
    """What names the record without a key: lists that held it, notices that lead to it."""
    hand_on_lists(gone_id, kept_id)
    old, new = f"/dang-vien/{gone_id}", f"/dang-vien/{kept_id}"
    db.session.execute(update(Notice).where(or_(Notice.url == old, Notice.url.startswith(f"{old}/"))).values(
        url=func.replace(Notice.url, old, new)), execution_options={"synchronize_session": False})


def _settle_account(actor: Actor, kept: Member, *, is_last: bool, ended: int | None) -> None:
    """Who is exempt or gone has no account; the last administrator stays one; the person is told."""
    state = kept.state_today
    if state is None or state.state in GONE | {State.EXEMPT}:
        close_account(actor, kept.account_id)
    if is_last and (kept.account_id is None or not is_last_administrator(kept.account_id)):
        raise DomainError(_l("Một trong hai hồ sơ là của người quản trị hệ thống cuối cùng. Giữ lại hồ sơ đang sinh "
                             "hoạt của đồng chí ấy, hoặc giao quyền quản trị cho người khác trước."), "keep")
    if ended is not None:
        tell([kept.account_id], N_("Hai hồ sơ của bạn đã được gộp thành một; tên đăng nhập là số định danh ghi trong "
                                   "hồ sơ giữ lại."), "/dang-vien/toi")


audit.says({"quality.merge": _l("gộp hai hồ sơ của một đảng viên")})
