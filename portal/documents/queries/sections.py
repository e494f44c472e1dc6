"""What documents keep about a person, for "Dữ liệu của tôi"."""

from sqlalchemy import func, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.personal import Rows, Section, add
from portal.documents.models import DocumentMark, SavedList


def reading(actor: Actor, whole: bool) -> Rows:
    """How much is kept; the notes themselves where the person takes the data away."""
    own = DocumentMark.account_id == actor.account_id
    lists = select(func.count()).select_from(SavedList).where(SavedList.account_id == actor.account_id)
    found = select(func.count(DocumentMark.later_at), func.count(DocumentMark.opened_at),
                   func.count(DocumentMark.noted_at), lists.scalar_subquery()).where(own)
    later, opened, noted, saved = db.session.execute(found).one()
    rows: Rows = [(_l("Văn bản để xem sau"), later), (_l("Văn bản đã mở"), opened),
                  (_l("Ghi chú riêng cạnh văn bản"), noted), (_l("Danh sách văn bản đã lưu"), saved)]
    if whole and actor.viewed_by is None:
        notes = select(DocumentMark.note).where(own, DocumentMark.noted_at.is_not(None)).order_by(DocumentMark.noted_at)
        rows += [(_l("Ghi chú riêng"), note) for note in db.session.execute(notes).scalars()]
    return rows


add(Section("documents", _l("Đọc văn bản"), _l("tìm lại văn bản đã mở, để dành, ghi chú"),
            _l("lần mở giữ 12 tháng; ghi chú đến khi bạn xóa"), reading, 45))
