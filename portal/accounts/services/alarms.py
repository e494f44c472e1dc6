"""Attacks on many accounts at once: seen, told to the administrators, written into the log.

The same alarm is raised at most once in ten minutes. What was typed is never kept: the digests that find one
password tried on many accounts live in memory only, under a key of this process.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

import structlog

from portal.accounts.services import throttle
from portal.accounts.services.persons import told
from portal.core import audit, clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell

SPAN = timedelta(hours=1)
MANY = 10
log = structlog.get_logger()

WORDS = {
    "same": N_("Cảnh báo: nhiều lần đăng nhập dùng chính số định danh làm mật khẩu. Các lần như vậy đang bị từ chối."),
    "spray": N_("Cảnh báo: cùng một mật khẩu sai được thử trên nhiều tài khoản trong một giờ."),
    "honey": N_("Cảnh báo: có người thử đăng nhập bằng số định danh bẫy, không thuộc về ai."),
}


class Spraying:
    """Names on which a wrong password was tried within the last hour, by a digest of the password."""

    def __init__(self, most: int = 10_000) -> None:
        self._key, self._most, self._lock = secrets.token_bytes(32), most, threading.Lock()
        self._seen: OrderedDict[bytes, dict[str, datetime]] = OrderedDict()

    def note(self, name: str, password: str) -> bool:
        """Remember a wrong try; True while the password was tried on many names within the hour."""
        digest = hashlib.blake2b(password.encode("utf-8", "replace"), key=self._key, digest_size=16).digest()
        now = clock.now()
        with self._lock:
            names = self._seen.setdefault(digest, {})
            self._seen.move_to_end(digest)
            names[name] = now
            for old in [one for one, at in names.items() if at < now - SPAN]:
                del names[old]
            while len(names) > MANY:
                del names[next(iter(names))]
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
            return len(names) >= MANY


spraying = Spraying()


def raise_alarm(kind: str, address: str = "") -> None:
    """Tell the administrators and the log of acts; the address goes to the server's own log only."""
    if not throttle.within(throttle.key("alarm", kind), 1, timedelta(minutes=10)):
        return
    log.warning("alarm", kind=kind, address=address)
    tell(told().administrators(), WORDS[kind], "/nhat-ky")
    audit.record(SYSTEM, f"accounts.alarm_{kind}", "sign_in")
    db.session.flush()


audit.says({
    "accounts.alarm_same": _l("báo động: nhiều lần đăng nhập dùng chính số định danh làm mật khẩu"),
    "accounts.alarm_spray": _l("báo động: cùng một mật khẩu sai được thử trên nhiều tài khoản"),
    "accounts.alarm_honey": _l("báo động: có người thử đăng nhập bằng số định danh bẫy"),
})
