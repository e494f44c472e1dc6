"""The room's blueprint, its place in the menu, and what its templates know."""

from typing import Any

from portal.core import navigation
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.members.models.words import LABELS, PURPOSES, SEXES
from portal.members.policy import Members

bp = GuardedBlueprint("members", __name__)
navigation.add("members", _l("Đảng viên"), "members.index", Members.LIST, 75, manage=True)


@bp.context_processor
def of_this_room() -> dict[str, Any]:
    """The room's rights, and its words for fields."""
    return {"rights": Members, "labels": LABELS, "purposes": PURPOSES, "sexes": SEXES}
