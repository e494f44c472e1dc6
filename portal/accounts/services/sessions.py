"""Sessions: opened after every proof that is asked, listed by their device and kind of place, ended at once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from sqlalchemy import delete, select

from portal.accounts import queries
from portal.accounts.models import OPEN, Account, KnownDevice, SignInEvent, SignInStep, UserSession
from portal.accounts.services.opening import within
from portal.accounts.services.passwords import end_others
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l

DEVICE_KEPT, HISTORY_KEPT, SESSION_KEPT = timedelta(days=400), timedelta(days=180), timedelta(days=90)
PLACES = {"network": _l("mạng của tổ chức"), "inside": _l("mạng nội bộ"), "outside": _l("mạng bên ngoài")}
WAYS = {"password": _l("mật khẩu"), "code": _l("mã một lần trên phiếu"), "letter": _l("số định danh, trong giờ mở"),
        "second": _l("mật khẩu và mã xác nhận"), "passkey": _l("khóa truy cập"),
        "pin": _l("mã PIN trên máy dùng chung")}


@dataclass(frozen=True, slots=True)
class Visit:
    """From where somebody comes: address, the device in words, the random name of the browser."""

    address: str
    device: str
    browser: str
    own_device: bool = False

    @property
    def place(self) -> str:
        """The kind of address; the address itself is not kept."""
        if within(self.address, queries.rules().networks):
            return "network"
        try:
            return "inside" if ip_address(self.address).is_private else "outside"
        except ValueError:
            return "outside"


def open_session(account: Account, visit: Visit, *, way: str) -> str:
    """A new session after a right proof; answers its token, of which only a digest is kept."""
    token, now, place = secrets.token_urlsafe(24), clock.now(), visit.place
    if account.state == OPEN:
        begin_activation(account)
    row = UserSession(token_digest=queries.token_digest(token), account_id=account.id, own_device=visit.own_device,
                      device=visit.device[:80], place=place, created_at=now, seen_at=now, proved_at=now)
    db.session.add(row)
    account.last_sign_in_at = now
    note_try(account.id, visit, good=True, way=way, at=now)
    _know(account.id, visit)
    db.session.flush()
    _end_oldest(account.id)
    audit.record(Actor(account_id=account.id), "accounts.sign_in", "session", row.id, own_device=visit.own_device,
                 way=way)
    return token


def begin_activation(account: Account) -> None:
    """A code is good for one activation: from its first use there is half an hour left to set the password,
    and a session opened by it before ends."""
    latest = clock.now() + queries.ACTIVATION
    account.code_until = min(account.code_until or latest, latest)
    end_others(Actor(account_id=account.id, session_id=0))


def note_try(account_id: int, visit: Visit, *, good: bool, way: str, at: datetime | None = None) -> None:
    """Add a line to the history that the owner of the account reads."""
    db.session.add(SignInEvent(account_id=account_id, at=at or clock.now(), good=good, way=way,
                               device=visit.device[:80], place=visit.place))


def renew(actor: Actor) -> str:
    """Another token for this session, after what it rests on has changed; answers it."""
    token = secrets.token_urlsafe(24)
    row = db.session.get_one(UserSession, actor.session_id)
    row.token_digest, row.proved_at = queries.token_digest(token), clock.now()
    db.session.flush()
    return token


def proved_again(actor: Actor) -> None:
    """The person of this session has just proved who they are."""
    db.session.get_one(UserSession, actor.session_id).proved_at = clock.now()
    db.session.flush()


def sign_out(actor: Actor) -> None:
    """End the session of this request on the server, whoever's place its person is in."""
    row = db.session.get(UserSession, actor.session_id) if actor.session_id else None
    if row is not None:
        row.ended_at = clock.now()
        audit.record(Actor(account_id=row.account_id), "accounts.sign_out", "account", row.account_id)


def end_session(actor: Actor, session: UserSession) -> None:
    """End one of one's own sessions; its next request is refused."""
    session.ended_at = clock.now()
    audit.record(actor, "accounts.end_session", "session", session.id)


def end_other_sessions(actor: Actor) -> int:
    """End all of one's own sessions but this one; answers how many."""
    ended = end_others(actor)
    audit.record(actor, "accounts.end_other_sessions", "account", actor.account_id, sessions=ended)
    return ended


def forget_old() -> None:
    """Delete steps nobody answered, browsers not seen, sessions and history that are older than is promised."""
    now = clock.now()
    db.session.execute(delete(UserSession).where(UserSession.seen_at < now - SESSION_KEPT))
    db.session.execute(delete(SignInStep).where(SignInStep.expires_at < now))
    db.session.execute(delete(KnownDevice).where(KnownDevice.seen_at < now - DEVICE_KEPT))
    db.session.execute(delete(SignInEvent).where(SignInEvent.at < now - HISTORY_KEPT))


def _know(account_id: int, visit: Visit) -> None:
    """Remember that the account signed in on this browser."""
    digest = queries.device_digest(visit.browser)
    known = select(KnownDevice).where(KnownDevice.account_id == account_id, KnownDevice.digest == digest)
    row = db.session.execute(known).scalar_one_or_none()
    if row is None:
        row = KnownDevice(account_id=account_id, digest=digest, seen_at=clock.now())
        db.session.add(row)
    row.seen_at = clock.now()


def _end_oldest(account_id: int) -> None:
    """End those beyond the number an account may have at once."""
    running = (select(UserSession).where(UserSession.account_id == account_id, UserSession.ended_at.is_(None))
               .order_by(UserSession.seen_at.desc(), UserSession.id.desc()).offset(queries.MOST_AT_ONCE).limit(100))
    for row in db.session.execute(running).scalars():
        row.ended_at = clock.now()
    db.session.flush()


audit.says({
    "accounts.sign_in": _l("đăng nhập"),
    "accounts.sign_out": _l("đăng xuất"),
    "accounts.end_session": _l("kết thúc một phiên đăng nhập của mình"),
    "accounts.end_other_sessions": _l("kết thúc mọi phiên đăng nhập khác của mình"),
})
