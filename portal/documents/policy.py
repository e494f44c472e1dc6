"""Rights over documents: published ones for their readers, everything of a unit for its clerks."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal_column, or_, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact, sees_with_own_eyes, signed_in
from portal.core.statements import per_actor, still
from portal.documents.models import Document, DocumentReader, State
from portal.organizations.api import CLERKS, HEADS, Organization, Role, in_covered


class Documents(Right):
    """Rights over documents."""

    LIST = "documents:list", _l("Xem danh sách văn bản"), _l("Xem, lọc và tìm văn bản dành cho mình.")
    READ = "documents:read", _l("Đọc văn bản"), _l("Đọc nội dung văn bản và tải tệp gốc.")
    ADD = "documents:add", _l("Tải văn bản lên"), _l("Tải tệp lên để đưa thành văn bản của đơn vị mình phụ trách.")
    EDIT = ("documents:edit", _l("Xác nhận và sửa văn bản"),
            _l("Xác nhận các thông tin đọc được từ tệp, sửa chúng và chọn người được đọc."))
    SUBMIT = "documents:submit", _l("Trình duyệt văn bản"), _l("Trình bí thư, phó bí thư duyệt để công bố.")
    PUBLISH = ("documents:publish", _l("Duyệt, công bố văn bản"),
               _l("Duyệt văn bản đã xác nhận và đưa đến người được đọc, ngay hoặc vào giờ đã hẹn."))
    GIVE_BACK = "documents:give_back", _l("Trả lại văn bản"), _l("Trả lại văn bản đã trình, có nêu lý do.")
    ISSUE = ("documents:issue", _l("Cấp số, phát hành văn bản"),
             _l("Kiểm tra văn bản trước khi phát hành và lấy số tiếp theo trong sổ văn bản đi."))
    ENTER = ("documents:enter", _l("Vào sổ văn bản đến từ thư viện"),
             _l("Ghi một văn bản trong thư viện vào sổ văn bản đến của đơn vị."))
    REGISTER = ("documents:register", _l("Giữ sổ văn bản đi, đến"),
                _l("Xem, in và ghi sổ văn bản đi, sổ văn bản đến của đơn vị mình phụ trách."))
    NUMBER = ("documents:number", _l("Hủy số, sửa dòng trong sổ"),
              _l("Hủy một số của sổ văn bản đi, sửa một dòng của sổ văn bản đến, có nêu lý do."))
    ARCHIVE = ("documents:archive", _l("Lưu trữ văn bản"),
               _l("Đưa văn bản đã công bố vào lưu trữ, lấy ra, đặt hạn lưu giữ."))
    PROPOSE = ("documents:propose", _l("Bỏ danh mục hết hạn lưu giữ"),
               _l("Bỏ một danh mục văn bản hết hạn lưu giữ chưa được duyệt; các văn bản trong đó vẫn còn."))
    DISPOSE = ("documents:dispose", _l("Duyệt danh mục hết hạn lưu giữ"),
               _l("Duyệt để bỏ vào thùng rác các văn bản đã hết hạn lưu giữ."))
    NUMBERING = ("documents:numbering", _l("Đặt cách đánh số"),
                 _l("Chọn đánh số văn bản đi theo nhiệm kỳ hay theo năm, từ một ngày."))
    HISTORY = "documents:history", _l("Xem lịch sử văn bản"), _l("Xem ai đã làm gì với văn bản, khi nào.")
    WITHDRAW = "documents:withdraw", _l("Thu hồi văn bản"), _l("Rút văn bản đã công bố, có nêu lý do.")
    TRASH = "documents:trash", _l("Bỏ văn bản vào thùng rác"), _l("Bỏ văn bản vào thùng rác; giữ lại 30 ngày.")
    MARK = ("documents:mark", _l("Để dành và ghi chú riêng"),
            _l("Để dành văn bản xem sau và ghi chú riêng cạnh văn bản; không ai khác thấy."))
    BOOKS = ("documents:books", _l("Mở sổ văn bản"),
             _l("Mở sổ văn bản đi, sổ văn bản đến của các đơn vị mình phụ trách."))
    CHECK = ("documents:check", _l("Soát thư viện"),
             _l("Xem văn bản được viện dẫn mà thư viện còn thiếu, và những chỗ mâu thuẫn."))
    FIELDS = "documents:fields", _l("Sửa cây lĩnh vực"), _l("Thêm, đổi tên, xóa lĩnh vực của văn bản.")
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


@fact(_l("Chỉ bí thư hoặc phó bí thư của đơn vị duyệt và công bố được. Hãy trình duyệt."))
def head_of_its_unit(actor: Actor, document: Document) -> bool:
    """Leads the unit that owns it."""
    return actor.holds(HEADS, document.unit.path) is not None


@fact(_l("Chỉ bí thư, phó bí thư hoặc giúp việc văn phòng cấp ủy tải văn bản lên được."))
def clerk_somewhere(actor: Actor, target: object) -> bool:
    """Files papers for some unit."""
    return actor.holds_any(CLERKS) is not None


@fact(_l("Sổ văn bản do bí thư, phó bí thư hoặc giúp việc văn phòng cấp ủy của từng đơn vị giữ. Cần tra số hay ngày "
         "của một văn bản, bạn tìm văn bản ấy trong mục Văn bản, hoặc hỏi người giữ sổ của đơn vị."))
def keeps_a_book(actor: Actor, target: object) -> bool:
    """Files papers for some unit, and so keeps its registers."""
    return actor.holds_any(CLERKS) is not None


@fact(_l("Trang này để bí thư, phó bí thư và giúp việc văn phòng cấp ủy soát văn bản của đơn vị. Thấy văn bản ghi sai "
         "hoặc thiếu, bạn báo một trong những người ấy."))
def checks_somewhere(actor: Actor, target: object) -> bool:
    """Files papers for some unit, and so looks for what is wrong or missing in them."""
    return actor.holds_any(CLERKS) is not None


@fact(_l("Tệp đang chờ đọc hoặc đã bị từ chối, nên chưa có gì để xác nhận."))
def has_been_read(actor: Actor, document: Document) -> bool:
    """The worker is done with its file and it was not refused."""
    return document.state not in (State.RECEIVED, State.REFUSED)


@fact(_l("Chỉ văn bản đang chờ công bố hoặc đã thu hồi mới công bố được."))
def not_published(actor: Actor, document: Document) -> bool:
    """A draft, submitted or approved for a later hour, or withdrawn."""
    return document.state in (State.DRAFT, State.SUBMITTED, State.APPROVED, State.WITHDRAWN)


@fact(_l("Chỉ trình duyệt văn bản chưa trình hoặc đã thu hồi."))
def not_submitted(actor: Actor, document: Document) -> bool:
    """A draft, or withdrawn."""
    return document.state in (State.DRAFT, State.WITHDRAWN)


@fact(_l("Văn bản này không ở bước chờ duyệt."))
def awaits(actor: Actor, document: Document) -> bool:
    """Submitted, or approved for a later hour."""
    return document.state in (State.SUBMITTED, State.APPROVED)


@fact(_l("Chỉ văn bản chưa công bố hoặc đã thu hồi, và chưa có số, mới cấp số được."))
def not_issued(actor: Actor, document: Document) -> bool:
    """A draft on its way to the readers, or taken back, as where its number was voided."""
    return document.state in (State.DRAFT, State.SUBMITTED, State.APPROVED, State.WITHDRAWN)


@fact(_l("Chỉ bí thư, phó bí thư hoặc giúp việc văn phòng cấp ủy giữ sổ của đơn vị."))
def clerk_of_this(actor: Actor, unit: Organization) -> bool:
    """Files papers for this unit."""
    return actor.holds(CLERKS, unit.path) is not None


@fact(_l("Chỉ bí thư hoặc phó bí thư của đơn vị đặt được cách đánh số."))
def head_of_this(actor: Actor, unit: Organization) -> bool:
    """Leads this unit."""
    return actor.holds(HEADS, unit.path) is not None


@fact(_l("Văn bản đang ở trong thùng rác. Khôi phục văn bản trước."))
def not_trashed(actor: Actor, document: Document) -> bool:
    """It does not lie in the trash."""
    return not document.is_trashed


@fact(_l("Văn bản không ở trong thùng rác."))
def is_trashed(actor: Actor, document: Document) -> bool:
    """It lies in the trash."""
    return document.is_trashed


@fact(_l("Chỉ quản trị hệ thống và Ban Tổ chức sửa được cây lĩnh vực."))
def keeps_the_tables(actor: Actor, target: object) -> bool:
    """Keeps the tables of the whole portal."""
    return actor.holds_any((Role.ADMINISTRATOR, Role.ORGANIZATION_BOARD)) is not None


RULES |= {
    Documents.LIST: [[signed_in]],
    Documents.READ: [[signed_in, is_published, in_its_audience], [clerk_of_its_unit]],
    Documents.ADD: [[clerk_somewhere]],
    Documents.EDIT: [[clerk_of_its_unit, not_trashed, has_been_read]],
    Documents.SUBMIT: [[clerk_of_its_unit, not_trashed, not_submitted]],
    Documents.PUBLISH: [[head_of_its_unit, not_trashed, not_published]],
    Documents.GIVE_BACK: [[head_of_its_unit, not_trashed, awaits]],
    Documents.HISTORY: [[clerk_of_its_unit]],
    Documents.ISSUE: [[clerk_of_its_unit, not_trashed, not_issued]],
    Documents.ENTER: [[clerk_of_its_unit, not_trashed, has_been_read]],
    Documents.REGISTER: [[clerk_of_this]],
    Documents.NUMBER: [[clerk_of_its_unit]],
    Documents.NUMBERING: [[head_of_this]],
    Documents.ARCHIVE: [[clerk_of_its_unit, not_trashed, has_been_read]],
    Documents.PROPOSE: [[clerk_of_its_unit]],
    Documents.DISPOSE: [[head_of_its_unit]],
    Documents.WITHDRAW: [[clerk_of_its_unit, is_published]],
    Documents.TRASH: [[clerk_of_its_unit, not_trashed]],
    Documents.MARK: [[signed_in, sees_with_own_eyes, is_published, in_its_audience],
                     [sees_with_own_eyes, clerk_of_its_unit]],
    Documents.BOOKS: [[keeps_a_book]],
    Documents.CHECK: [[checks_somewhere]],
    Documents.FIELDS: [[keeps_the_tables]],
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
    # A paper has few tokens, a reader many: those of the paper are looked through.
    addressed = exists().where(DocumentReader.document_id == Document.id,
                               still(DocumentReader.token).in_(actor.readers))
    return or_(and_(is_public(), addressed), of_its_clerk(actor))


def is_public() -> ColumnElement[bool]:
    """Condition: published and not in the trash."""
    return and_(Document.state == State.PUBLISHED, Document.trashed_at.is_(None))


def is_public_of_many() -> ColumnElement[bool]:
    """The same for lists narrowed along an index."""
    return and_(Document.state == State.PUBLISHED, is_empty_at_last(Document.trashed_at))


def is_empty_at_last(column: Any) -> ColumnElement[bool]:
    """Condition: a column of `document` is empty; as a SELECT it is looked at last, for what passed all else, where
    SQLite would fetch each row for it first."""
    return literal_column(f"(SELECT document.{column.key})").is_(None)


def is_public_of_few() -> ColumnElement[bool]:
    """The same for documents found by their id or symbol; written so that none begins from all published."""
    return and_(func.coalesce(Document.state, "") == State.PUBLISHED, Document.trashed_at.is_(None))


@per_actor
def of_its_clerk(actor: Actor) -> ColumnElement[bool]:
    """Condition: of a unit whose papers the actor files."""
    return in_covered(actor, CLERKS, Document.unit_id)
