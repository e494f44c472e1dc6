"""One-time form keys: a double press, a resent form or a lost reply has one effect.

The key is stored in the transaction of the act itself. The same form again gets the first answer;
the same key with other content is never dropped: the person is shown it and sends it anew.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import g, request, session
from sqlalchemy import String, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.core import clock, seal
from portal.core.actor import Actor
from portal.core.db import Base, UtcDateTime, db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import run

FIELD = "form_key"
LAST = "sent"
"""In the session of a device of one's own: changes with every form it sends (failures: pages that may be kept)."""
KEPT = timedelta(days=14)
NOT_CONTENT = {FIELD, "csrf_token"}


class FormKey(Base):
    """A form that was carried out: with what content (digest, the sender in it) and where the answer led.

    It does not name the sender: a hidden opinion must not be traced through it. The digest is a keyed one, for a
    new password may be among the content.
    """

    __tablename__ = "form_key"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


TAKE = insert(FormKey)
LEAVE = delete(FormKey).where(FormKey.key == bindparam("taken"))
ANSWER = update(FormKey).where(FormKey.key == bindparam("taken"))


class SentAlready(DomainError):
    """The key was used with other content: show it and let the person send it as a new one."""

    status = 409
    title = _l("Biểu mẫu này đã gửi rồi")
    advice = _l("Lần gửi trước vẫn còn. Muốn gửi thêm nội dung dưới đây thì xem lại rồi gửi như một lần mới.")


def new_key() -> str:
    """A fresh key for a form on a page: 96 bits, kept short because a page carries several."""
    return secrets.token_urlsafe(12)


def claim(actor: Actor) -> Response | None:
    """Take the key of this form, before anything else is written; answers the first answer again where the same form
    came before.

    Raises SentAlready when the key came before with other content. A stranger's forms leave nothing here:
    sign-in has its own counters, and no trace of a password may stay.
    """
    if not actor.signed_in:
        return None
    key = request.form.get(FIELD, "") or request.headers.get("X-Form-Key", "")
    if not key:
        raise DomainError(_l("Biểu mẫu thiếu mã gửi một lần. Mở lại trang rồi gửi lại."))
    if not 10 <= len(key) <= 64:
        raise DomainError(_l("Mã của biểu mẫu không đúng. Mở lại trang rồi gửi lại."))
    digest = _digest(actor)
    try:
        run(TAKE, key=key, digest=digest, at=clock.now())
    except IntegrityError:
        db.session.rollback()
        return _again(key, digest)
    g.form_key_claimed = key
    if actor.own_device:
        session[LAST] = secrets.token_urlsafe(3)
    return None


def settle(response: Response) -> None:
    """Keep where the answer led, in the same transaction."""
    key = g.pop("form_key_claimed", None)
    if key is not None:
        location = response.headers.get("HX-Redirect") or response.headers.get("Location") or ""
        if "attachment" in response.headers.get("Content-Disposition", ""):
            run(LEAVE, taken=key)  # a file leaves the page as it stands: its form may be sent again
        else:
            run(ANSWER, taken=key, location=location[:500])


def forget_old() -> int:
    """Delete keys nobody will send again; answers how many."""
    old = delete(FormKey).where(FormKey.at < clock.now() - KEPT)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined,no-any-return]


def _again(key: str, digest: str) -> Response:
    known = db.session.execute(select(FormKey).where(FormKey.key == key)).scalar_one()
    if known.digest != digest:
        raise SentAlready(_l("Biểu mẫu này đã được nhận trước đó với nội dung khác."))
    target = known.location or _same_page()
    if request.headers.get("HX-Request"):
        response = Response(status=200)
        response.headers["HX-Redirect"] = target
        return response
    return redirect(target, 303)


def _same_page() -> str:
    referrer = request.referrer or ""
    return referrer if referrer.startswith(request.host_url) else "/"


def _digest(actor: Actor) -> str:
    sha = hashlib.sha256(f"{actor.account_id} {request.path}".encode())
    for name, values in sorted(request.form.lists()):
        if name not in NOT_CONTENT:
            sha.update(repr((name, values)).encode())
    for name, files in sorted(request.files.lists()):
        for file in files:
            body = hashlib.file_digest(file.stream, "sha256").hexdigest() if file.filename else ""  # type: ignore[arg-type]
            file.stream.seek(0)
            sha.update(repr((name, file.filename, body)).encode())
    return seal.digest("form", sha.hexdigest())
