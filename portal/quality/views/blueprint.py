"""The room's blueprint and the links it puts on pages of the register."""

from typing import Any

from portal.core import navigation
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.quality.policy import Quality

bp = GuardedBlueprint("quality", __name__)
navigation.beside("members", _l("Chất lượng dữ liệu"), "quality.index", Quality.SEE, 30)
navigation.beside("members", _l("Hồ sơ nghi trùng"), "quality.pairs", Quality.PAIRS, 31)
navigation.beside("members", _l("Đề nghị sửa hồ sơ"), "quality.corrections", Quality.SEE, 32)
navigation.beside("member", _l("Đề nghị sửa"), "quality.choose", Quality.PROPOSE, 10)


@bp.context_processor
def of_this_room() -> dict[str, Any]:
    """The room's rights, for `can(rights.MERGE, pair)`."""
    return {"rights": Quality}
