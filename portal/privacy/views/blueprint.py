"""The room's blueprint, its places in the menu and in the footer."""

from portal.core import navigation
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.privacy.policy import Privacy

bp = GuardedBlueprint("privacy", __name__)
navigation.add("privacy", _l("Dữ liệu cá nhân"), "privacy.queue", Privacy.QUEUE, 86, manage=True)


@bp.app_context_processor
def in_the_footer() -> dict[str, str]:
    """Every page leads to the notice."""
    return {"privacy_url": "/quyen-rieng-tu"}


@bp.context_processor
def of_this_room() -> dict[str, type[Privacy]]:
    """The room's rights, for `can(rights.ANSWER, request)`."""
    return {"rights": Privacy}
