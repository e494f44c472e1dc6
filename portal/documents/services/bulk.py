"""One act on several papers: each judged by its own right; what can be done is done, the rest is named with why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor
from portal.core.db import broken_constraint, db
from portal.core.errors import CLASHES, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed, refusal
from portal.core.text import squeeze
from portal.documents.models import Document, DocumentReader
from portal.documents.policy import Documents
from portal.documents.services.acts import ask_again, settle
from portal.documents.services.approval import publish, submit, withdraw
from portal.documents.services.archive import archive, keep_until, unarchive
from portal.documents.services.intake import audience_of
from portal.documents.services.lifecycle import restore, trash

MANY = 10
"""Above this number a deletion asks to type how many."""
RIGHTS = {"publish": Documents.PUBLISH, "submit": Documents.SUBMIT, "withdraw": Documents.WITHDRAW,
          "trash": Documents.TRASH, "restore": Documents.RESTORE, "readers": Documents.EDIT, "field": Documents.EDIT,
          "archive": Documents.ARCHIVE, "unarchive": Documents.ARCHIVE, "keep": Documents.ARCHIVE}
ACT_LABELS: dict[str, Any] = {
    "publish": _l("Công bố"), "submit": _l("Trình duyệt"), "withdraw": _l("Thu hồi"),
    "trash": _l("Bỏ vào thùng rác"), "restore": _l("Khôi phục"), "readers": _l("Đổi người được đọc"),
    "field": _l("Đổi lĩnh vực"), "archive": _l("Đưa vào lưu trữ"), "unarchive": _l("Lấy ra khỏi lưu trữ"),
    "keep": _l("Đặt hạn lưu giữ")}
ACTS_IN: dict[str, tuple[str, ...]] = {
    "": ("readers", "field", "keep", "archive", "withdraw", "trash"),
    "luu-tru": ("readers", "field", "keep", "unarchive", "withdraw", "trash"),
    "cho-xac-nhan": ("publish", "submit", "readers", "field", "trash"),
    "thu-hoi": ("publish", "submit", "readers", "field", "keep", "archive", "trash"),
    "thung-rac": ("restore",)}
"""What makes sense in a list, by its view; `luu-tru`: published ones that were laid by."""
CHANGED = _l("Người khác đã sửa văn bản này sau khi danh sách hiện ra. Đọc lại rồi chọn lại.")


@dataclass(slots=True)
class Outcome:
    """How many it was done to, and (heading, reason) of the others."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def apply(actor: Actor, act: str, documents: Sequence[Document], *, seen: Mapping[int, int], reason: str = "",
          typed: int | None = None, readers: Sequence[str] = (), field_id: int | None = None,
          until: date | None = None) -> Outcome:
    """Carry out one of ACT_LABELS on each that is still as it was `seen` (id → version). Raises DomainError where
    nothing is to be done, what the act needs is missing, or the number typed for a big deletion is another.
    `field_id`: 0 for no field of work."""
    if act not in RIGHTS or not documents:
        raise DomainError(_l("Chọn việc và ít nhất một văn bản."))
    _check(act, documents, reason, typed, readers)
    if act == "field" and field_id is None:
        raise DomainError(_l("Chọn lĩnh vực."), "field_id")
    verbs: dict[str, Callable[[Document], Any]] = {
        "publish": lambda one: publish(actor, one), "submit": lambda one: submit(actor, one),
        "withdraw": lambda one: withdraw(actor, one, reason), "trash": lambda one: trash(actor, one),
        "restore": lambda one: restore(actor, one), "readers": lambda one: _address(actor, one, readers),
        "field": lambda one: _file_under(actor, one, field_id),
        "archive": lambda one: archive(actor, one), "unarchive": lambda one: unarchive(actor, one),
        "keep": lambda one: keep_until(actor, one, until)}
    found = Outcome()
    for document in documents:
        if seen.get(document.id) != document.version:
            found.refused.append((document.heading, str(CHANGED)))
        else:
            _one(actor, act, document, verbs[act], found)
    return found


def _check(act: str, documents: Sequence[Document], reason: str, typed: int | None, readers: Sequence[str]) -> None:
    if act == "trash" and len(documents) > MANY and typed != len(documents):
        raise DomainError(_l("Ghi đúng số văn bản sẽ bỏ: %(n)s.", n=len(documents)), "typed")
    if act == "withdraw" and not squeeze(reason):
        raise DomainError(_l("Ghi lý do thu hồi."), "reason")
    if act == "readers" and len({one.unit_id for one in documents}) > 1:
        raise DomainError(_l("Chỉ đổi người được đọc cho các văn bản của cùng một đơn vị."))
    if act == "readers" and not readers:
        raise DomainError(_l("Chọn ít nhất một đơn vị được đọc."), "readers")


def _one(actor: Actor, act: str, document: Document, verb: Callable[[Document], Any], found: Outcome) -> None:
    heading, right = document.heading, RIGHTS[act]
    if not allowed(actor, right, document):
        found.refused.append((heading, str(refusal(actor, right, document))))
        return
    try:
        with db.session.begin_nested():
            verb(document)
        found.done += 1
    except DomainError as error:
        found.refused.append((heading, str(error.message)))
    except IntegrityError as error:
        clash = CLASHES.get(broken_constraint(error))
        if clash is None:
            raise
        found.refused.append((heading, str(clash[1])))


def _address(actor: Actor, document: Document, readers: Sequence[str]) -> None:
    tokens = audience_of(actor, document.unit, readers, document.tokens)
    document.readers = [one for one in document.readers if one.token in tokens] + [
        DocumentReader(token=token) for token in tokens if token not in document.tokens]
    ask_again(actor, document)
    settle(actor, document, "readdress", changed=["readers"])


def _file_under(actor: Actor, document: Document, field_id: int | None) -> None:
    document.field_id = field_id or None
    settle(actor, document, "file_under", changed=["field_id"])
