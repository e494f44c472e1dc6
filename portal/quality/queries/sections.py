"""What corrections keep about a person, for "Dữ liệu của tôi"."""

from typing import Any

from sqlalchemy import func, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.personal import Rows, Section, add
from portal.quality.models import Correction


def counted(actor: Actor) -> dict[Any, Any]:
    """How many."""
    return {_l("Đề nghị đã gửi"): select(func.count()).select_from(Correction).where(
        Correction.member_id == actor.member_id)}


def kept(actor: Actor, whole: bool) -> Rows:
    """What was asked and decided, where the person takes the data away."""
    if not whole:
        return []
    own = select(Correction).where(Correction.member_id == actor.member_id).order_by(Correction.id)
    found = db.session.execute(own).scalars()
    return [(one.label, f"{clock.show_date(clock.local(one.asked_at).date())}: {one.old} → {one.new}; "
             f"{one.state_label}. {one.reason} {one.answer}".strip()) for one in found]


add(Section("corrections", _l("Đề nghị sửa hồ sơ"), _l("sửa chỗ sai trong hồ sơ"), _l("cùng hồ sơ, để biết ai đã sửa"),
            kept, 24, counted))
