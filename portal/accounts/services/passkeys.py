"""Passkeys: a key pair kept by the person's own device, unlocked by finger, face or PIN (WebAuthn).

One replaces password and second step at once, since the device proves the person itself (user verification is
required). A challenge is kept here and answered once; the signature names the site it was made for.
"""

import json
from dataclasses import dataclass
from typing import Any

from portal.accounts import queries
from portal.accounts.models import ACTIVE, Account, Passkey, SignInStep
from portal.accounts.services import throttle
from portal.accounts.services.sessions import Visit, note_try, open_session
from portal.accounts.services.steps import begin_step, take_step
from portal.core import audit, clock, seal
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze

MOST = 10
NONSENSE = (ValueError, TypeError, KeyError, RecursionError)
"""What a forged answer may raise while it is read."""
NOT_MADE = _l("Không thêm được khóa. Thử lại; nếu vẫn không được, dùng mật khẩu.")

NO_NAME = _l("Ghi tên để sau này nhận ra thiết bị giữ khóa.")
REMOVED = _l("Khóa này đã bị gỡ khỏi tài khoản; đăng nhập bằng mật khẩu rồi thêm lại.")
"""Said of every key that no account has: who presents one learns of no account, not even of one that had it."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a signature must be made for: the host name, and the whole origin as the browser says it."""

    host: str
    origin: str


def offer(actor: Actor, site: Site, title: str) -> tuple[str, str]:
    """(token, options) for the browser to make a key pair for the actor's account."""
    import webauthn
    from webauthn.helpers import structs

    keys = queries.own_passkeys(actor)
    if len(keys) >= MOST:
        raise DomainError(_l("Tài khoản đã có %(n)s khóa. Gỡ một khóa không dùng nữa trước.", n=MOST))
    options = webauthn.generate_registration_options(
        rp_id=site.host, rp_name=title, user_id=bytes.fromhex(seal.digest("passkey-user", str(actor.account_id))),
        user_name=actor.name, exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(key.credential_id)) for key in keys],
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED))
    token = begin_step("key", actor.account_id, challenge=_text(options.challenge))
    return token, str(webauthn.options_to_json(options))


def add(actor: Actor, step: SignInStep | None, site: Site, credential: str, name: str) -> Passkey:
    """Keep the public half of a new key pair; the owner is told."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    if step is None or step.account_id != actor.account_id or not take_step(step):
        raise DomainError(NOT_MADE)
    try:
        made = webauthn.verify_registration_response(
            credential=credential, expected_challenge=webauthn.base64url_to_bytes(step.challenge),
            expected_rp_id=site.host, expected_origin=site.origin, require_user_verification=True)
    except (WebAuthnException, *NONSENSE):
        raise DomainError(NOT_MADE) from None
    key = Passkey(account_id=actor.account_id, credential_id=_text(made.credential_id),
                  public_key=_text(made.credential_public_key), sign_count=made.sign_count, name=name,
                  created_at=clock.now())
    db.session.add(key)
    db.session.flush()
    audit.record(actor, "accounts.add_passkey", "account", actor.account_id, passkey=key.id)
    tell([actor.account_id], N_("Đã thêm một khóa truy cập vào tài khoản của bạn."), "/tai-khoan-cua-toi/khoa-truy-cap")
    return key


def remove(actor: Actor, key: Passkey) -> None:
    """Take a key away: it opens nothing any more."""
    audit.record(actor, "accounts.remove_passkey", "account", actor.account_id, passkey=key.id)
    db.session.delete(key)
    tell([actor.account_id], N_("Đã gỡ một khóa truy cập khỏi tài khoản của bạn."), "/tai-khoan-cua-toi/khoa-truy-cap")


def rename(actor: Actor, key: Passkey, name: str) -> Passkey:
    """Another name, by which its owner knows the device."""
    if not name.strip():
        raise DomainError(NO_NAME, "name")
    key.name = squeeze(name)
    audit.record(actor, "accounts.rename_passkey", "account", actor.account_id, passkey=key.id)
    return key


def ask(site: Site, visit: Visit) -> tuple[str, str] | None:
    """(token, options) for the browser to sign with whatever key it holds for this site; None: too many from here."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    counter = throttle.key("address", visit.address)
    if not throttle.within(counter, throttle.address_limit(visit.address), throttle.ADDRESS_SPAN):
        return None
    options = webauthn.generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED)
    return begin_step("passkey", None, challenge=_text(options.challenge)), str(webauthn.options_to_json(options))


def sign_in(step: SignInStep | None, site: Site, credential: str, visit: Visit) -> str | None:
    """Check a signature and open a session; None for every kind of refusal."""
    if step is None or not take_step(step):
        return None
    key = queries.by_credential(name_in(credential))
    account = db.session.get(Account, key.account_id) if key is not None else None
    if key is None or account is None or account.state != ACTIVE or account.must_change:
        return None
    count = _signed(key, step, site, credential)
    if count is None:
        note_try(account.id, visit, good=False, way="passkey")
        audit.record(SYSTEM, "accounts.sign_in_refused", "account", account.id)
        return None
    key.sign_count, key.used_at = count, clock.now()
    throttle.give_back(throttle.key("address", visit.address))
    return open_session(account, visit, way="passkey")


def _signed(key: Passkey, step: SignInStep, site: Site, credential: str) -> int | None:
    """The device's counter of signatures where the signature is right, made here, for this challenge, by the person."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        done = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=webauthn.base64url_to_bytes(step.challenge),
            expected_rp_id=site.host, expected_origin=site.origin, require_user_verification=True,
            credential_public_key=webauthn.base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count)
    except (WebAuthnException, *NONSENSE):
        return None
    return int(done.new_sign_count)


def name_in(credential: str) -> str:
    """The name of the key that a browser's answer says it used; empty for nonsense."""
    try:
        found: Any = json.loads(credential)
    except NONSENSE:
        return ""
    return str(found.get("id") or "") if isinstance(found, dict) else ""


def _text(raw: bytes) -> str:
    import webauthn.helpers

    return str(webauthn.helpers.bytes_to_base64url(raw))


audit.says({
    "accounts.add_passkey": _l("thêm khóa truy cập"),
    "accounts.remove_passkey": _l("gỡ khóa truy cập"),
    "accounts.rename_passkey": _l("đổi tên khóa truy cập"),
})
