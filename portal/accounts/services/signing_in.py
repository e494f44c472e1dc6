"""Signing in with the citizen id and a password or one-time code.

A try is counted before it is checked, per name, browser and address; the answer for a wrong password, an unknown,
closed, locked or blocked name is the same sentence after the same work: one digest is compared (SECURITY, 3).
"""

import re
from dataclasses import dataclass

from portal.accounts import queries
from portal.accounts.models import Account
from portal.accounts.services import alarms, second_steps, throttle
from portal.accounts.services.opening import letter_rule_open
from portal.accounts.services.passwords import CODE_TRIES, freshen, proof, verify
from portal.accounts.services.persons import told
from portal.accounts.services.sessions import Visit, note_try, open_session
from portal.accounts.services.steps import begin_step
from portal.core import audit
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l

CODE_LENGTH = 8
REFUSED = _l("Không đăng nhập được. Kiểm tra lại số định danh và mật khẩu. Nếu vừa nhập sai nhiều lần, chờ 15 phút "
             "rồi thử lại. Mã trên phiếu dùng một lần và có hạn: hết hạn thì nhờ bí thư chi bộ cấp phiếu mới.")


def normal_id(typed: str) -> str:
    """The digits of what was typed: blanks and dots are ignored, full-width digits understood."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


def as_code(typed: str) -> str:
    """A one-time code as it was printed: capitals, without blanks and hyphens."""
    return re.sub(r"[\s-]", "", typed).upper()


@dataclass(frozen=True, slots=True)
class Trial:
    """One try at signing in: counted, with what is needed to check it.

    `name` is the counter of the account's name, of its code or of the name on this browser; `address` that of
    the address, empty for a known browser: one attacker in the branch's network keeps nobody else out.
    """

    citizen_id: str
    visit: Visit
    name: str
    address: str
    allowed: bool
    account_id: int | None
    hash: str
    is_code: bool
    by_letter: bool


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where a right password leads: into a `session`, to a `code` of the app, or to `set_up` the app first."""

    token: str
    kind: str
    account_id: int


def count_trial(citizen_id: str, password: str, visit: Visit) -> Trial:
    """Count a try before anything is checked; keep it at once (`keep_now`)."""
    account = queries.by_citizen_id(citizen_id)
    stored, is_code = proof(account)
    known = queries.is_known(visit.browser, citizen_id)
    name = _counter(citizen_id, visit, stored if is_code else "", known=known)
    address = "" if known else throttle.key("address", visit.address)
    allowed = throttle.tried(name)
    if address:
        allowed &= throttle.within(address, throttle.address_limit(visit.address), throttle.ADDRESS_SPAN)
    by_letter = False
    if _says_own_number(citizen_id, password):
        by_letter = letter_rule_open(account, visit.address)
        allowed &= by_letter or _same_allowed(visit.address)
    if is_code and stored and allowed and account is not None and len(as_code(password)) == CODE_LENGTH:
        allowed = _count_code(account)
    if citizen_id in told().honey_ids:
        alarms.raise_alarm("honey", visit.address)
    return Trial(citizen_id, visit, name, address, allowed, account.id if account else None, stored, is_code, by_letter)


def sign_in(trial: Trial, password: str) -> Entrance | None:
    """Check the try and let the person in, or on to the second step; None for every kind of refusal."""
    given = as_code(password) if trial.is_code else password
    fits = verify(trial.hash if trial.allowed else "", given)
    right = trial.allowed and (fits or trial.by_letter)
    account = db.session.get(Account, trial.account_id) if trial.account_id else None
    if account is None or not right:
        _refuse(trial, password, account)
        return None
    throttle.succeeded(trial.name)
    if trial.address:
        throttle.give_back(trial.address)
    if trial.is_code:
        account.code_tries = max(0, account.code_tries - 1)
    elif not trial.by_letter:
        freshen(account, password)
    way = "letter" if trial.by_letter else "code" if trial.is_code else "password"
    return _enter(account, trial.visit, way)


def _enter(account: Account, visit: Visit, way: str) -> Entrance:
    """A second step where the account has one or its roles ask for one; a first password comes before that."""
    if queries.second_step_on(account.id):
        return Entrance(begin_step("code", account.id, own_device=visit.own_device), "code", account.id)
    if not account.must_change and second_steps.is_required(account.id):
        return Entrance(begin_step("set_up", account.id, own_device=visit.own_device), "set_up", account.id)
    return Entrance(open_session(account, visit, way=way), "session", account.id)


def _counter(citizen_id: str, visit: Visit, code: str, *, known: bool) -> str:
    """A new code begins a count of its own, a browser of the owner too: strangers' tries don't keep the owner out."""
    if code:
        return throttle.key("code", f"{citizen_id} {code}")
    return throttle.key("browser", f"{citizen_id} {visit.browser}") if known else throttle.key("name", citizen_id)


def _says_own_number(citizen_id: str, password: str) -> bool:
    return bool(citizen_id) and normal_id(password) == citizen_id and not re.search(r"[^\W\d_]", password)


def _same_allowed(address: str) -> bool:
    """Few tries whose password is the number itself are even looked at; more of them is an attack."""
    here = throttle.within(throttle.key("same", address), throttle.SAME_PER_ADDRESS, throttle.SAME_SPAN)
    in_all = throttle.within(throttle.key("same", "all"), throttle.SAME_IN_ALL, throttle.SAME_SPAN)
    if not (here and in_all):
        alarms.raise_alarm("same", address)
    return here and in_all


def _count_code(account: Account) -> bool:
    """Take one of the five tries a code has, in one statement."""
    left = db.update(Account).where(Account.id == account.id, Account.code_tries < CODE_TRIES)
    taken = db.session.execute(left.values(code_tries=Account.code_tries + 1),
                               execution_options={"synchronize_session": False})
    db.session.refresh(account)
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _refuse(trial: Trial, password: str, account: Account | None) -> None:
    if alarms.spraying.note(trial.citizen_id, password):
        alarms.raise_alarm("spray", trial.visit.address)
    if account is not None and trial.allowed:
        note_try(account.id, trial.visit, good=False, way="code" if trial.is_code else "password")
        audit.record(SYSTEM, "accounts.sign_in_refused", "account", account.id)
    db.session.flush()


audit.says({"accounts.sign_in_refused": _l("từ chối một lần đăng nhập sai")})
