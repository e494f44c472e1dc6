"""The rules of keeping accounts: written anew each time, so that one can read who changed what and when."""

from ipaddress import ip_network

from portal.accounts.api import AccountRules, rules
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l


def set_rules(actor: Actor, *, after: int, letter_on: bool, letter_minutes: int, networks: str, warn_days: int,
              lock_days: int, request_days: int) -> AccountRules:
    """Write the rules from now on. `after`: the rules the person had before the eyes."""
    if after != rules().id:
        raise Conflict(_l("Quy định vừa được người khác sửa. Xem bản mới rồi sửa lại."))
    tidy = "\n".join(dict.fromkeys(_network(one) for one in networks.split()))
    if letter_on and not tidy:
        raise DomainError(_l("Ghi dải địa chỉ mạng của cơ quan trước khi bật cách mở này."), "networks")
    if len(tidy) > 1000:
        raise DomainError(_l("Danh sách mạng quá dài."), "networks")
    row = AccountRules(at=clock.now(), account_id=actor.account_id, letter_on=letter_on, networks=tidy,
                       letter_minutes=min(letter_minutes, 60), warn_days=warn_days, lock_days=lock_days,
                       request_days=request_days)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "keeping.rules", "account_rules", row.id, letter_on=letter_on, warn_days=warn_days,
                 lock_days=lock_days)
    return row


def _network(text: str) -> str:
    try:
        found = ip_network(text.strip(",;"), strict=False)
    except ValueError as error:
        raise DomainError(_l("“%(text)s” không phải địa chỉ mạng. Ví dụ: 10.1.0.0/16.", text=text[:40]),
                          "networks") from error
    if found.prefixlen == 0:
        raise DomainError(_l("Dải mạng này là mọi địa chỉ; ghi dải riêng của cơ quan."), "networks")
    return str(found)


audit.says({"keeping.rules": _l("đặt quy định về tài khoản")})
