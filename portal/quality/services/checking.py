"""Checking records: issues written anew per record, scores per cell; what a person marked as checked is kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select

from portal.accounts.api import Account
from portal.core import audit, clock, seal
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import PRESENT, Member, Membership, MemberState, State, act_by
from portal.organizations.api import Organization
from portal.quality.models import Checked, Correction, CorrectionState, Issue, Pair, PairState, Record, Score, problems
from portal.quality.services.summing import follow, sum_up, sums_over
from portal.seeds.quality_measures import ID_CODES, MEASURE_OF, MEASURES

BATCH = 500
PATIENCE = timedelta(days=10)


def check_members(ids: Collection[int]) -> int:
    """Write the issues of these records anew and the scores of their cells; answers how many records there were."""
    before = select(Issue.unit_id).where(Issue.member_id.in_(ids)).distinct()
    cells = {cell for cell in db.session.execute(before).scalars() if cell is not None}
    seen = _write_issues(ids)
    cells |= {cell for cell in seen.values() if cell is not None}
    added = sums_over(cells)
    _write_scores(cells)
    follow(added, cells)
    return len(seen)


def check_all() -> int:
    """The same for the whole register, batch by batch, and drop scores of cells that are no more."""
    count = 0
    last = 0
    while True:
        ids = list(db.session.execute(
            select(Member.id).where(Member.id > last).order_by(Member.id).limit(BATCH)).scalars())
        if not ids:
            break
        count += len(_write_issues(ids))
        last = ids[-1]
    cells = set(db.session.execute(select(Membership.unit_id).where(_today(Membership)).distinct()).scalars())
    db.session.execute(delete(Score).where(Score.unit_id.not_in(
        select(Membership.unit_id).where(_today(Membership)).distinct())))
    for some in _batches(sorted(cells)):
        _write_scores(some)
    sum_up()
    return count


def mark_checked(actor: Actor, member: Member, code: str) -> Checked:
    """A warning on the citizen id was looked at and the number is right; it is not shown again until number, sex or
    birth date change."""
    if code not in ID_CODES:
        raise DomainError(_l("Chỉ cảnh báo về số định danh đánh dấu được là đã kiểm tra."))
    row = db.session.execute(select(Checked).where(Checked.member_id == member.id, Checked.code == code)
                             ).scalar_one_or_none()
    if row is None:
        row = Checked(member_id=member.id, code=code)
        db.session.add(row)
    row.facts, row.account_id, row.at = facts_of(member), actor.account_id, clock.now()
    db.session.flush()
    here = member.membership_today
    audit.record(actor, "quality.mark_checked", "member", member.id, unit_id=here.unit_id if here else None, code=code)
    check_members([member.id])
    return row


def facts_of(member: Any) -> str:
    """A keyed digest of what a warning on the id looks at: no number is stored a second time."""
    return seal.digest("checked", f"{member.citizen_id} {member.sex} {member.birth_date}")


def _write_issues(ids: Collection[int]) -> dict[int, int | None]:
    """Member → cell of the records that are looked at: those who belong to the organisation today."""
    today = clock.today()
    rows = db.session.execute(_facts(ids)).all()
    doubles = _doubles(ids)
    waiting = set(db.session.execute(select(Correction.member_id).where(
        Correction.member_id.in_(ids), Correction.state.in_((CorrectionState.ASKED, CorrectionState.RAISED)),
        Correction.asked_at < clock.now() - PATIENCE)).scalars())
    checked: dict[int, dict[str, str]] = defaultdict(dict)
    for one in db.session.execute(select(Checked).where(Checked.member_id.in_(ids))).scalars():
        checked[one.member_id][one.code] = one.facts
    issues: list[dict[str, Any]] = []
    cells: dict[int, int | None] = {}
    for member, unit_id, code, account_name, state, since in rows:
        if member.id in cells:
            continue
        cells[member.id] = unit_id
        facts = facts_of(member)
        record = Record(
            full_name=member.full_name, citizen_id=member.citizen_id, sex=member.sex, birth_date=member.birth_date,
            joined_on=member.joined_on, official_on=member.official_on, ceremony_on=member.ceremony_on,
            card_number=member.card_number, phone=member.phone, state=state, has_cell=unit_id is not None,
            cell_has_code=bool(code), account_name=account_name,
            probation_over=state == State.PROBATIONARY
            and act_by(member.ceremony_on or since)[1] < today,
            is_double=member.id in doubles, waits_for_correction=member.id in waiting,
            checked=frozenset(key for key, kept in checked[member.id].items() if kept == facts))
        issues += [{"member_id": member.id, "unit_id": unit_id, "measure": MEASURE_OF[found], "code": found}
                   for found in sorted(problems(record, today))]
    db.session.execute(delete(Issue).where(Issue.member_id.in_(ids)))
    if issues:
        db.session.execute(insert(Issue), issues)
    return cells


def _facts(ids: Collection[int]) -> Any:
    return (select(Member, Membership.unit_id, Organization.code, Account.citizen_id, MemberState.state,
                   MemberState.valid_from)
            .join(MemberState, and_(MemberState.member_id == Member.id, _today(MemberState)))
            .outerjoin(Membership, and_(Membership.member_id == Member.id, _today(Membership)))
            .outerjoin(Organization, Organization.id == Membership.unit_id)
            .outerjoin(Account, Account.id == Member.account_id)
            .where(Member.id.in_(ids), MemberState.state.in_([state.value for state in PRESENT])))


def _doubles(ids: Collection[int]) -> set[int]:
    found = select(Pair.a_id, Pair.b_id).where(Pair.state == PairState.OPEN,
                                               or_(Pair.a_id.in_(ids), Pair.b_id.in_(ids)))
    return {one for pair in db.session.execute(found) for one in pair}


def _write_scores(cells: Collection[int]) -> None:
    """Count anew: records of the cell today, and of them those without an issue of each measure."""
    if not cells:
        return
    now = clock.now()
    totals = Counter(db.session.execute(
        select(Membership.unit_id).join(MemberState, and_(MemberState.member_id == Membership.member_id,
                                                          _today(MemberState)))
        .where(Membership.unit_id.in_(cells), _today(Membership),
               MemberState.state.in_([state.value for state in PRESENT]))).scalars())
    bad = Counter((unit, measure) for unit, measure, _ in db.session.execute(
        select(Issue.unit_id, Issue.measure, Issue.member_id).where(Issue.unit_id.in_(cells)).distinct()))
    db.session.execute(delete(Score).where(Score.unit_id.in_(cells)))
    rows = [{"unit_id": cell, "measure": measure.key, "total": totals[cell],
             "good": max(0, totals[cell] - bad[(cell, measure.key)]), "at": now}
            for cell in cells if totals[cell] for measure in MEASURES]
    if rows:
        db.session.execute(insert(Score), rows)


def _today(table: Any) -> Any:
    today = clock.today()
    return and_(table.valid_from <= today, or_(table.valid_to.is_(None), table.valid_to >= today))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start:start + BATCH]


audit.says({"quality.mark_checked": _l("ghi là đã kiểm tra cảnh báo về số định danh")})
