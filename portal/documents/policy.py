"""Rights over documents: published ones for their readers, everything of a unit for its clerks."""

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact, signed_in
from portal.core.statements import per_actor
from portal.documents.models import Document, DocumentReader, State
from portal.organizations.api import CLERKS, covered_ids


class Documents(Right):
    """Rights over documents."""

    LIST = "documents:list", _l("Xem danh sách văn bản"), _l("Xem, lọc và tìm văn bản dành cho mình.")
    READ = "documents:read", _l("Đọc văn bản"), _l("Đọc nội dung văn bản và tải tệp gốc.")
    ADD = "documents:add", _l("Tải văn bản lên"), _l("Tải tệp lên để đưa thành văn bản của đơn vị mình phụ trách.")
    EDIT = ("documents:edit", _l("Xác nhận và sửa văn bản"),
            _l("Xác nhận các thông tin đọc được từ tệp, sửa chúng và chọn người được đọc."))
    PUBLISH = "documents:publish", _l("Công bố văn bản"), _l("Đưa văn bản đã xác nhận đến người được đọc.")
    WITHDRAW = "documents:withdraw", _l("Thu hồi văn bản"), _l("Rút văn bản đã công bố, có nêu lý do.")
    TRASH = "documents:trash", _l("Bỏ văn bản vào thùng rác"), _l("Bỏ văn bản vào thùng rác; giữ lại 30 ngày.")
    RESTORE = "documents:restore", _l("Khôi phục văn bản"), _l("Lấy văn bản ra khỏi thùng rác.")


@fact(_l("Văn bản này chưa được công bố."))
def is_published(actor: Actor, document: Document) -> bool:
    """Published and not in the trash."""
    return document.is_public


@fact(_l("Văn bản này không dành cho đơn vị của bạn."))
def in_its_audience(actor: Actor, document: Document) -> bool:
    """One of its audience tokens is the actor's."""
    return any(token in actor.readers for token in document.tokens)


@fact(_l("Chỉ bí thư, phó bí thư hoặc giúp việc văn phòng cấp ủy của đơn vị làm được việc này."))
def clerk_of_its_unit(actor: Actor, document: Document) -> bool:
    """Files papers for the unit that owns it."""
    return actor.holds(CLERKS, document.unit.path) is not None


@fact(_l("Chỉ bí thư, phó bí thư hoặc giúp việc văn phòng cấp ủy tải văn bản lên được."))
def clerk_somewhere(actor: Actor, target: object) -> bool:
    """Files papers for some unit."""
    return actor.holds_any(CLERKS) is not None


@fact(_l("Tệp đang chờ đọc hoặc đã bị từ chối, nên chưa có gì để xác nhận."))
def has_been_read(actor: Actor, document: Document) -> bool:
    """The worker is done with its file and it was not refused."""
    return document.state in (State.DRAFT, State.PUBLISHED, State.WITHDRAWN)


@fact(_l("Chỉ văn bản đang chờ công bố hoặc đã thu hồi mới công bố được."))
def not_published(actor: Actor, document: Document) -> bool:
    """A draft, or withdrawn."""
    return document.state in (State.DRAFT, State.WITHDRAWN)


@fact(_l("Văn bản đang ở trong thùng rác. Khôi phục văn bản trước."))
def not_trashed(actor: Actor, document: Document) -> bool:
    """It does not lie in the trash."""
    return not document.is_trashed


@fact(_l("Văn bản không ở trong thùng rác."))
def is_trashed(actor: Actor, document: Document) -> bool:
    """It lies in the trash."""
    return document.is_trashed


RULES |= {
    Documents.LIST: [[signed_in]],
    Documents.READ: [[signed_in, is_published, in_its_audience], [clerk_of_its_unit]],
    Documents.ADD: [[clerk_somewhere]],
    Documents.EDIT: [[clerk_of_its_unit, not_trashed, has_been_read]],
    Documents.PUBLISH: [[clerk_of_its_unit, not_trashed, not_published]],
    Documents.WITHDRAW: [[clerk_of_its_unit, is_published]],
    Documents.TRASH: [[clerk_of_its_unit, not_trashed]],
    Documents.RESTORE: [[clerk_of_its_unit, is_trashed]],
}


@per_actor
def readable(actor: Actor) -> Select[Document]:
    """Documents the actor may read, in any state."""
    return select(Document).where(may_read(actor))


@per_actor
def may_read(actor: Actor) -> ColumnElement[bool]:
    """The rule of READ as a condition."""
    if not actor.signed_in:
        return false()
    addressed = exists().where(DocumentReader.document_id == Document.id, DocumentReader.token.in_(actor.readers))
    return or_(and_(is_public(), addressed), of_its_clerk(actor))


def is_public() -> ColumnElement[bool]:
    """Condition: published and not in the trash."""
    return and_(Document.state == State.PUBLISHED, Document.trashed_at.is_(None))


@per_actor
def of_its_clerk(actor: Actor) -> ColumnElement[bool]:
    """Condition: of a unit whose papers the actor files."""
    return Document.unit_id.in_(covered_ids(actor, CLERKS))
