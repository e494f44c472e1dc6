"""The history of a document in readable sentences (A28)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from portal.core import audit
from portal.core.db import db
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import Document, DocumentEvent
from portal.members.api import names

FIELD_LABELS: dict[str, Any] = {
    "symbol": _l("số, ký hiệu"), "number": _l("số"), "kind": _l("thể loại"), "kind_name": _l("thể loại"),
    "issuer": _l("cơ quan ban hành"), "issuing_organ": _l("tập thể ban hành"),
    "parent_organization": _l("cơ quan cấp trên"), "place": _l("địa danh"), "issued_on": _l("ngày ban hành"),
    "subject": _l("trích yếu"), "subject_lead": _l("từ dẫn trích yếu"), "addressed_to": _l("kính gửi"),
    "recipients": _l("nơi nhận"), "typist_mark": _l("ký hiệu người đánh máy"), "on_behalf": _l("thay mặt"),
    "signer_post": _l("chức vụ người ký"), "signer": _l("người ký"), "readers": _l("người được đọc"),
    "field_id": _l("lĩnh vực"), "file": _l("tệp"),
}


class Corrected(NamedTuple):
    """What was put right: the name of the field, what stood there, what stands there since."""

    label: Any
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history."""

    at: datetime
    sentence: str
    note: str
    fields: str
    corrected: list[Corrected]


CORRECTED = "documents.correct"


def events(document: Document) -> Select[Any]:
    """What happened to it, the newest first; not yet paged."""
    found = select(DocumentEvent).where(DocumentEvent.document_id == document.id)
    return found.order_by(DocumentEvent.at.desc(), DocumentEvent.id.desc())


def told(rows: Iterable[DocumentEvent]) -> list[Told]:
    """`Trần Văn Bình công bố văn bản`, with the reason and the names of the fields changed; one statement."""
    rows = list(rows)
    people = names({row.account_id for row in rows if row.account_id is not None})
    return [Told(row.at, _sentence(row, people), row.note, _fields(row.changed), corrected(row)) for row in rows]


def _sentence(row: DocumentEvent, people: dict[int, str]) -> str:
    who = people.get(row.account_id) if row.account_id is not None else None
    who = who or (gettext("Hệ thống") if row.account_id is None else gettext("Người đã rời sổ tay"))
    return f"{who} {audit.SENTENCES.get(row.verb, row.verb)}"


def corrections(document: Document) -> list[DocumentEvent]:
    """When a published paper was put right, the last first."""
    found = select(DocumentEvent).where(DocumentEvent.document_id == document.id, DocumentEvent.verb == CORRECTED)
    return list(db.session.execute(found.order_by(DocumentEvent.at.desc(), DocumentEvent.id.desc())).scalars())


def corrected(row: DocumentEvent) -> list[Corrected]:
    """Old and new of each field that was put right."""
    told = [one for one in row.changed if not isinstance(one, str)]
    return [Corrected(FIELD_LABELS[name], old, new) for name, old, new in told
            if name in FIELD_LABELS and old != new]


def _fields(changed: list[Any]) -> str:
    changed = [name for name in changed if isinstance(name, str)]
    return ", ".join(dict.fromkeys(str(FIELD_LABELS[name]) for name in changed if name in FIELD_LABELS))
