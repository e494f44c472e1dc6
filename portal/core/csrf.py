"""Cross-site forms are refused; typed text is never lost for it.

The token lives as long as the session (no clock of its own). When a session has ended, or a form is
stale, the answer carries what was typed, and after sign-in offers to send it.
"""

import json
import re
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from portal.core import seal
from portal.core.once import FIELD, NOT_CONTENT

protect = CSRFProtect()
DAY = 24 * 3600
WRITTEN = re.compile(r"[^\x00-\x7f]|\S\s+\S|\d[/:.,]\d")
LONGEST = 400_000
SECRET_FIELDS = {"password", "new_password", "repeat_password", "old_password", "code", "paper", "credential", "pin",
                 "repeat_pin"}


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that came too late: where it goes and its fields (never passwords, never files).

    `typed_in` is the digest of the session it was typed in, empty where the browser no longer knew: on a shared
    machine the next person must not be shown it.
    """

    path: str
    fields: list[tuple[str, str]]
    files: bool
    typed_in: str

    @property
    def written(self) -> list[str]:
        """What a person wrote, to be read once more: without choices, whose values are made for machines."""
        return [value for name, value in self.fields if name != FIELD and WRITTEN.search(value)]


def init_app(app: Flask) -> None:
    """Check every unsafe request of the app."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config.setdefault("WTF_CSRF_FIELD_NAME", "csrf_token")
    protect.init_app(app)


def token() -> str:
    """The token of this session for a form: 96 bits, kept short because every page carries it."""
    if "csrf_token" not in g:
        session.setdefault("csrf_token", secrets.token_urlsafe(12))
    return str(generate_csrf())


def unsent_now(*, with_key: bool = True) -> Unsent | None:
    """The form of this request, to be sent once more; None where it carried nothing.

    `with_key=False` leaves out the one-time key: what is sent again is then a new form."""
    pairs = [(name, value) for name, values in request.form.lists() for value in values
             if name not in NOT_CONTENT and name not in SECRET_FIELDS and name != "unsent"]
    if request.method != "POST" or not pairs:
        return None
    key = request.form.get(FIELD, "") if with_key else ""
    typed_in = seal.digest("session", session["sid"]) if session.get("sid") else ""
    with_files = any(file.filename for file in request.files.values())
    return Unsent(request.path, pairs + ([(FIELD, key)] if key else []), with_files, typed_in)


def unsent_of_failure() -> Unsent | None:
    """The same for the page of a failure, which may come before the token is looked at: what another site had sent is
    not shown as typed. A form that held a password is typed anew; of one that did not arrive whole nothing is known."""
    if request.origin and urlsplit(request.origin).netloc != request.host:
        return None
    try:
        return None if SECRET_FIELDS & request.form.keys() else unsent_now()
    except (HTTPException, OSError):
        return None


def pack_unsent(*, with_key: bool = True) -> str:
    """The form of this request as a signed, compressed string for a hidden field; empty if there is none."""
    unsent = unsent_now(with_key=with_key)
    body = json.dumps([unsent.path, unsent.fields, unsent.files, unsent.typed_in]) if unsent else ""
    if not body or len(body) > LONGEST:
        return ""
    packed = urlsafe_b64encode(zlib.compress(body.encode(), 6)).decode()
    return str(_signer().dumps(packed))


def unpack_unsent(packed: str) -> Unsent | None:
    """What pack_unsent made, or None when it is broken, forged or older than a day."""
    if not packed or len(packed) > LONGEST:
        return None
    try:
        body = zlib.decompress(urlsafe_b64decode(_signer().loads(packed, max_age=DAY)))
        path, fields, files, typed_in = json.loads(body)
    except (BadData, ValueError, zlib.error):
        return None
    return Unsent(path, [(name, value) for name, value in fields], files, typed_in)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="unsent-form")
