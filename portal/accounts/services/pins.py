"""PINs on a machine that a station shares: six digits, on that machine only, for a shift (N34).

A PIN only lets somebody in again who has fully signed in there. A try is counted before it is looked at, three wrong
ones end the PIN; the digits are kept as an Argon2id digest of their keyed digest, so that the table alone tells
nothing. A session opened by PIN has not proved the person: whatever changes how one signs in still asks for the
password.
"""

import re
import secrets
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import delete

from portal.accounts import queries
from portal.accounts.models import ACTIVE, Account, DevicePin, SharedDevice, UserSession
from portal.accounts.queries.pins import MOST_NAMES, TRIES, pin_of, station_digest
from portal.accounts.services.passwords import HASHER, verify
from portal.accounts.services.persons import told
from portal.accounts.services.sessions import DEVICE_KEPT, Visit, note_try, open_session
from portal.core import audit, clock, seal
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze

HOURS = (4, 8, 12, 24)
USUAL_HOURS = 12
LENGTH = 6
NOT_FOR_SECOND_STEP = _l("Tài khoản có hoặc bắt buộc xác thực hai bước không dùng mã PIN. Đăng nhập bằng mật khẩu.")
WRONG_PIN = _l("Không vào được bằng mã PIN. Sau 3 lần sai, mã PIN hết dùng: đăng nhập bằng mật khẩu.")


def mark_shared(actor: Actor) -> str:
    """This browser is one that several persons use; answers its random name, of which a digest is kept. The session
    that runs is no longer one of an own device."""
    name, now = secrets.token_urlsafe(24), clock.now()
    row = SharedDevice(digest=station_digest(name), session_id=actor.session_id, marked_at=now, seen_at=now)
    db.session.add(row)
    running = db.update(UserSession).where(UserSession.id == actor.session_id)
    db.session.execute(running.values(own_device=False))
    db.session.flush()
    audit.record(actor, "accounts.mark_shared", "shared_device", row.id)
    return name


def forget_station(actor: Actor, device: SharedDevice) -> None:
    """The machine is shared no longer: every PIN on it is gone."""
    db.session.execute(delete(DevicePin).where(DevicePin.device_id == device.id))
    audit.record(actor, "accounts.forget_shared", "shared_device", device.id)
    db.session.delete(device)
    db.session.flush()


def set_pin(actor: Actor, device: SharedDevice, pin: str, name: str, hours: int) -> DevicePin:
    """Set the actor's PIN on this machine, or another one."""
    account = queries.own_account(actor)
    if account.state != ACTIVE or account.must_change or account.unconfirmed:
        raise DomainError(_l("Đặt mật khẩu của mình trước rồi mới đặt mã PIN."), "pin")
    if asks_second_step(account.id):
        raise DomainError(NOT_FOR_SECOND_STEP, "pin")
    check_pin(pin, account.citizen_id, told().known(account.id))
    if hours not in HOURS:
        raise DomainError(_l("Chọn thời hạn trong danh sách."), "hours")
    _lock(device)
    if queries.others_on(device, account.id) >= MOST_NAMES:
        raise DomainError(_l("Máy này đã có mã PIN của %(n)s người. Chờ một mã hết hạn.", n=MOST_NAMES), "pin")
    remove_pins(account.id, device)
    now = clock.now()
    row = DevicePin(device_id=device.id, account_id=account.id, name=squeeze(name)[:60] or actor.name[:60],
                    hash=HASHER.hash(_sealed(device.id, account.id, pin)), tries=0, set_at=now,
                    until=now + timedelta(hours=hours))
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "accounts.set_pin", "account", account.id)
    tell([account.id], N_("Bạn đã đặt mã PIN trên một máy dùng chung, dùng được đến %(at)s."),
         "/tai-khoan-cua-toi/ma-pin", at=clock.show_moment(row.until))
    return row


def drop_pin(actor: Actor, device: SharedDevice) -> None:
    """Take the actor's PIN away from this machine."""
    if remove_pins(actor.account_id, device):
        audit.record(actor, "accounts.drop_pin", "account", actor.account_id)


def remove_pins(account_id: int | None, device: SharedDevice) -> int:
    """Delete the PIN of an account on a machine; answers how many there were."""
    found = delete(DevicePin).where(DevicePin.account_id == account_id, DevicePin.device_id == device.id)
    return db.session.execute(found).rowcount  # type: ignore[attr-defined,no-any-return]


def count_pin(device: SharedDevice, pin_id: int) -> bool:
    """Take one of the three tries of a PIN before it is checked, in one statement; keep it at once (`keep_now`)."""
    left = db.update(DevicePin).where(DevicePin.id == pin_id, DevicePin.device_id == device.id,
                                      DevicePin.tries < TRIES, DevicePin.until > clock.now())
    taken = db.session.execute(left.values(tries=DevicePin.tries + 1))
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def sign_in_by_pin(device: SharedDevice, pin_id: int, pin: str, visit: Visit, *, allowed: bool) -> str | None:
    """Check a counted try; the token of a new session, or None for every kind of refusal."""
    row = pin_of(device, pin_id) if allowed else None
    account = db.session.get(Account, row.account_id) if row is not None else None
    right = verify(row.hash if row else "", _sealed(device.id, row.account_id if row else 0, pin))
    if row is None or account is None or not right:
        _refuse(row, visit)
        return None
    if account.state != ACTIVE or account.must_change or asks_second_step(account.id):
        remove_pins(account.id, device)
        return None
    row.tries = 0
    token = open_session(account, visit, way="pin")
    opened = db.update(UserSession).where(UserSession.token_digest == queries.token_digest(token))
    db.session.execute(opened.values(proved_at=None))
    return token


def take_seat(device: SharedDevice, token: str) -> None:
    """Whoever was signed in on this machine is not any longer; the session of this token runs on it now."""
    now = clock.now()
    before = db.update(UserSession).where(UserSession.id == device.session_id, UserSession.ended_at.is_(None))
    db.session.execute(before.values(ended_at=now))
    mine = db.select(UserSession.id).where(UserSession.token_digest == queries.token_digest(token))
    device.session_id, device.seen_at = db.session.execute(mine).scalar_one(), now
    db.session.flush()


def asks_second_step(account_id: int) -> bool:
    """A PIN must not stand for two steps."""
    return queries.second_step_on(account_id) or bool(told().second_step_roles & set(told().roles(account_id)))


def check_pin(pin: str, citizen_id: str, known: list[str]) -> None:
    """Raise DomainError unless it is six digits that nobody guesses first."""
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", pin):
        raise DomainError(_l("Mã PIN gồm đúng 6 chữ số."), "pin")
    dates = [one for one in known if one.isdecimal() and len(one) >= 4]
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    halves = pin[:3] == pin[3:] or pin[:2] * 3 == pin
    if len(set(pin)) < 3 or len(steps) == 1 or halves or pin in citizen_id or any(
            one in pin or pin in one for one in dates):
        raise DomainError(_l("Mã PIN này dễ đoán (số lặp, số liền nhau, số định danh, ngày sinh, điện thoại). Chọn mã "
                             "khác."), "pin")


def forget_old_pins() -> None:
    """Delete PINs whose hour has come, and machines not seen for long."""
    now = clock.now()
    db.session.execute(delete(DevicePin).where(DevicePin.until < now))
    unused = db.select(DevicePin.device_id)
    db.session.execute(delete(SharedDevice).where(SharedDevice.seen_at < now - DEVICE_KEPT,
                                                  SharedDevice.id.not_in(unused)))


def _refuse(row: DevicePin | None, visit: Visit) -> None:
    if row is not None:
        note_try(row.account_id, visit, good=False, way="pin")
        audit.record(SYSTEM, "accounts.pin_refused", "account", row.account_id)
        if row.tries >= TRIES:
            db.session.delete(row)
    db.session.flush()


def _lock(device: SharedDevice) -> None:
    db.session.execute(db.select(SharedDevice.id).where(SharedDevice.id == device.id).with_for_update())


def _sealed(device_id: int, account_id: int, pin: str) -> str:
    return seal.digest("pin", f"{device_id} {account_id} {pin}")


audit.says({
    "accounts.mark_shared": _l("đánh dấu một máy dùng chung"),
    "accounts.forget_shared": _l("bỏ một máy dùng chung cùng các mã PIN trên đó"),
    "accounts.set_pin": _l("đặt mã PIN trên máy dùng chung"),
    "accounts.drop_pin": _l("xóa mã PIN trên máy dùng chung"),
    "accounts.pin_refused": _l("từ chối một mã PIN sai"),
})
