"""Rights over notices: each person has their own and nobody else's. They tell of posts and of what signs in, so no
helper reads them."""

from sqlalchemy import Select, false, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import Notice
from portal.core.policy import RULES, Right, acts_for_oneself, signed_in


class Notifications(Right):
    """Rights over notices."""

    OWN = "notifications:own", _l("Thông báo của tôi"), _l("Xem các thông báo gửi cho mình và đánh dấu đã đọc.")


RULES |= {Notifications.OWN: [[signed_in, acts_for_oneself]]}


def readable(actor: Actor) -> Select[Notice]:
    """The actor's own notices."""
    return select(Notice).where(Notice.account_id == actor.account_id if acts_for_oneself(actor) else false())
