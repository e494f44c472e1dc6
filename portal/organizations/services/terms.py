"""Terms of the leading body of a unit."""

from datetime import date, timedelta

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.organizations import queries
from portal.organizations.models import Organization, Term, ThresholdKey


def record_term(actor: Actor, unit: Organization, *, name: str, since: date, until: date | None,
                congress_on: date | None, decision: str) -> Term:
    """A term begins; one that still runs ends the day before. Without an end it lasts as long as the rule says."""
    until = until or _end_by_rule(since)
    _check_days(unit, since, until, congress_on)
    last = db.session.execute(select(Term).where(Term.unit_id == unit.id).order_by(Term.valid_from.desc())
                              .limit(1)).scalar_one_or_none()
    if last is not None and since <= last.valid_from:
        raise DomainError(_l("Nhiệm kỳ mới phải bắt đầu sau ngày %(day)s của nhiệm kỳ trước.",
                             day=clock.show_date(last.valid_from)), "since")
    if last is not None and last.valid_to >= since:
        last.valid_to = since - timedelta(days=1)
    term = Term(unit_id=unit.id, name=squeeze(name), congress_on=congress_on, valid_from=since, valid_to=until,
                decision=squeeze(decision))
    db.session.add(term)
    db.session.flush()
    audit.record(actor, "organizations.term", "organization", unit.id, unit_id=unit.id, since=since.isoformat())
    return term


def correct_term(actor: Actor, term: Term, *, name: str, since: date, until: date | None,
                 congress_on: date | None, decision: str, version: int | None) -> Term:
    """Put a term right; it may not run into its neighbours."""
    if version != term.version:
        raise Conflict(_l("Nhiệm kỳ này vừa được sửa bởi người khác. Xem lại rồi lưu."))
    until = until or _end_by_rule(since)
    _check_days(term.unit, since, until, congress_on)
    other = select(Term).where(Term.unit_id == term.unit_id, Term.id != term.id, Term.valid_from <= until,
                               Term.valid_to >= since).limit(1)
    clash = db.session.execute(other).scalar_one_or_none()
    if clash is not None:
        raise DomainError(_l("Trùng thời gian với %(name)s.", name=clash.name), "since")
    term.name, term.congress_on, term.decision = squeeze(name), congress_on, squeeze(decision)
    term.valid_from, term.valid_to = since, until
    db.session.flush()
    audit.record(actor, "organizations.correct_term", "organization", term.unit_id, unit_id=term.unit_id)
    return term


def _end_by_rule(since: date) -> date:
    rule = queries.thresholds(since).get(ThresholdKey.TERM_YEARS)
    if rule is None or since.year + rule.number > date.max.year:
        raise DomainError(_l("Ghi ngày kết thúc: không có quy định về số năm vào ngày này."), "until")
    return since.replace(year=since.year + rule.number, day=min(since.day, 28)) + timedelta(
        days=max(since.day - 28, 0) - 1)


def _check_days(unit: Organization, since: date, until: date, congress_on: date | None) -> None:
    if until < since:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "until")
    if since < unit.valid_from:
        raise DomainError(_l("Đơn vị có từ ngày %(day)s; nhiệm kỳ không sớm hơn.",
                             day=clock.show_date(unit.valid_from)), "since")
    if since > clock.today() + timedelta(days=366) or until.year - since.year > 10:
        raise DomainError(_l("Năm không đúng."), "until")
    if congress_on is not None and not since - timedelta(days=366) <= congress_on <= until:
        raise DomainError(_l("Ngày đại hội phải gần ngày bắt đầu nhiệm kỳ."), "congress_on")


audit.says({
    "organizations.term": _l("ghi nhiệm kỳ của đơn vị"),
    "organizations.correct_term": _l("sửa nhiệm kỳ của đơn vị"),
})
