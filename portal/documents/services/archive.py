"""Papers laid by, how long they are kept, and the list of those whose time is over (A39)."""

from datetime import date

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.delegation.api import holders_over
from portal.documents import queries
from portal.documents.models import DisposalList, Document, State, full_title
from portal.documents.services.acts import holding_of, settle
from portal.documents.services.lifecycle import trash
from portal.organizations.api import CLERKS, HEADS, Organization


def archive(actor: Actor, document: Document) -> Document:
    """Out of the everyday lists; still found with the filter and by search, by the same readers."""
    if document.archived_at is not None:
        raise DomainError(_l("Văn bản này đã lưu trữ."))
    if document.state not in (State.PUBLISHED, State.WITHDRAWN):
        raise DomainError(_l("Chỉ lưu trữ văn bản đã công bố hoặc đã thu hồi. Văn bản này chưa công bố: công bố trước, "
                             "hoặc bỏ vào thùng rác nếu không dùng nữa."))
    document.archived_at = clock.now()
    settle(actor, document, "archive")
    return document


def unarchive(actor: Actor, document: Document) -> Document:
    """Back into the everyday lists."""
    if document.archived_at is None:
        raise DomainError(_l("Văn bản này chưa lưu trữ."))
    document.archived_at = None
    settle(actor, document, "unarchive")
    return document


def keep_until(actor: Actor, document: Document, until: date | None) -> Document:
    """Until when it is to be kept; None: for good."""
    document.keep_until = until
    settle(actor, document, "keep_until", note=clock.show_date(until))
    return document


def propose_disposal(actor: Actor, unit: Organization) -> DisposalList:
    """Ask a head of the unit to throw away what has been kept long enough; the heads are told."""
    db.session.execute(select(Organization.id).where(Organization.id == unit.id).with_for_update(of=Organization))
    found, waiting = queries.due_for_disposal(unit), queries.open_disposals(unit)
    if not found and waiting:
        raise DomainError(_l("Văn bản hết hạn đã nằm trong danh mục lập lúc %(at)s, đang chờ bí thư, phó bí thư duyệt. "
                             "Muốn lập lại, bỏ danh mục ấy trước.", at=clock.show_moment(waiting[-1].proposed_at)))
    if not found:
        raise DomainError(_l("Không có văn bản nào đã hết hạn lưu giữ."))
    rows = [[row.id, full_title(row), clock.show_date(row.keep_until), clock.show_date(row.issued_on), row.issuer]
            for row in found]
    made = DisposalList(unit_id=unit.id, unit=unit, ids=[row.id for row in found], rows=rows, until=clock.today(),
                        proposed_at=clock.now(), proposed_by=actor.account_id)
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "documents.propose_disposal", "organization", unit.id, unit_id=unit.id, n=len(found),
                 by=holding_of(actor.holds(CLERKS, unit.path)))
    heads = {one.account_id for one in holders_over(unit.path, HEADS)} - {actor.account_id}
    tell(heads, N_("Danh mục %(n)s văn bản hết hạn lưu giữ chờ đồng chí duyệt."), f"/van-ban/het-han/{unit.id}",
         n=len(found))
    return made


def drop_disposal(actor: Actor, proposed: DisposalList) -> int:
    """Take a list back that is not to be approved as it is: its papers stay, and may be proposed anew."""
    if proposed.approved_at is not None:
        raise DomainError(_l("Danh mục này đã được duyệt nên không bỏ được nữa. Văn bản còn trong thùng rác 30 ngày, "
                             "khôi phục từng văn bản ở đó."))
    number = len(proposed.ids)
    audit.record(actor, "documents.drop_disposal", "organization", proposed.unit_id, unit_id=proposed.unit_id,
                 n=number, by=holding_of(actor.holds(CLERKS, proposed.unit.path)))
    db.session.delete(proposed)
    db.session.flush()
    return number or 1


def approve_disposal(actor: Actor, proposed: DisposalList) -> int:
    """Put what stands on the list and is still due into the trash, where it lies for 30 days; answers how many."""
    if proposed.approved_at is not None:
        raise DomainError(_l("Danh mục này đã được duyệt."))
    proposed.approved_at, proposed.approved_by = clock.now(), actor.account_id
    due = select(Document).where(Document.id.in_(proposed.ids), Document.unit_id == proposed.unit_id,
                                 Document.trashed_at.is_(None), Document.keep_until < proposed.until)
    documents = list(db.session.execute(due).scalars())
    for document in documents:
        trash(actor, document)
    db.session.flush()
    audit.record(actor, "documents.approve_disposal", "organization", proposed.unit_id, unit_id=proposed.unit_id,
                 n=len(documents), by=holding_of(actor.holds(HEADS, proposed.unit.path)))
    return len(documents) or 1


audit.says({
    "documents.archive": _l("đưa văn bản vào lưu trữ"),
    "documents.unarchive": _l("lấy văn bản ra khỏi lưu trữ"),
    "documents.keep_until": _l("đặt hạn lưu giữ văn bản"),
    "documents.propose_disposal": _l("lập danh mục văn bản hết hạn lưu giữ"),
    "documents.drop_disposal": _l("bỏ danh mục văn bản hết hạn lưu giữ"),
    "documents.approve_disposal": _l("duyệt danh mục văn bản hết hạn lưu giữ"),
})
