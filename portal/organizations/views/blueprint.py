"""The room's blueprint, its place in the menu, and its rights for templates."""

from typing import Any

from portal.core import navigation
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.organizations.policy import Organizations

bp = GuardedBlueprint("organizations", __name__)
navigation.add("organizations", _l("Tổ chức"), "organizations.index", Organizations.READ, 70)


@bp.context_processor
def of_this_room() -> dict[str, Any]:
    """The room's rights, for `can(rights.CHANGE, unit)`."""
    return {"rights": Organizations}
