"""What was kept only while somebody took part goes when he has left (RULES, section 18; the data map says so)."""

from typing import Any

from sqlalchemy import null, select, update

from portal.core import audit
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import Member, MemberChange, long_gone

BATCH = 500


def forget_who_left() -> int:
    """Take away the phone numbers of those who left a month ago, from record and history; answers of how many."""
    found = select(Member.id).where(Member.id.in_(long_gone()), Member.phone.is_not(None)).limit(BATCH)
    ids = list(db.session.execute(found).scalars())
    table: Any = Member.__table__
    db.session.execute(update(table).where(table.c.id.in_(ids)).values(phone=None, version=table.c.version + 1))
    history: Any = MemberChange.__table__
    db.session.execute(update(history).where(history.c.member_id.in_(ids), history.c.field == "phone").values(
        old=null(), new=null()))
    for member_id in ids:
        audit.record(SYSTEM, "privacy.forget", "member", member_id, fields=["phone"])
    db.session.expire_all()
    return len(ids)


audit.says({"privacy.forget": _l("xóa dữ liệu không còn cần của người đã rời danh sách")})
