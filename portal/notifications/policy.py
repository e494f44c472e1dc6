"""Rights over notices: each person has their own and nobody else's."""

from sqlalchemy import Select, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import Notice
from portal.core.policy import RULES, Right, signed_in


class Notifications(Right):
    """Rights over notices."""

    OWN = "notifications:own", _l("Thông báo của tôi"), _l("Xem các thông báo gửi cho mình và đánh dấu đã đọc.")


RULES |= {Notifications.OWN: [[signed_in]]}


def readable(actor: Actor) -> Select[Notice]:
    """The actor's own notices."""
    return select(Notice).where(Notice.account_id == actor.account_id)
