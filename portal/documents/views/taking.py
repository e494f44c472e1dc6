"""Screens of documents: the history of a paper and the lists of what is thrown away, on paper and as sheets."""

from collections.abc import Iterator
from typing import Any

from flask import g
from werkzeug.wrappers import Response

from portal.core import sheets
from portal.core.actor import Actor
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import page
from portal.documents import queries
from portal.documents.models import DisposalList, Document, full_title
from portal.documents.policy import Documents
from portal.documents.queries.history import Told
from portal.documents.views.blueprint import bp
from portal.members.api import names
from portal.organizations.api import Organization

MOST_TOLD = 5000
HISTORY = [sheets.Column(_l("Lúc"), 18), sheets.Column(_l("Việc"), 60), sheets.Column(_l("Lý do, ghi chú"), 50),
           sheets.Column(_l("Đã sửa"), 80)]
DISPOSED = [sheets.Column(_l("STT"), 6), sheets.Column(_l("Văn bản"), 80), sheets.Column(_l("Ngày ban hành"), 14),
            sheets.Column(_l("Cơ quan ban hành"), 44), sheets.Column(_l("Hạn lưu giữ"), 14)]


def disposal_of(actor: Actor, disposal_id: int) -> Organization | None:
    """The unit of a list, with the list beside it."""
    found = queries.get_disposal(actor, disposal_id)
    if found is None:
        return None
    g.disposal = found
    return found.unit


@bp.get("/van-ban/<int:document_id>/lich-su/in", may=Documents.HISTORY, of=queries.get)
def print_history(document: Document) -> Response:
    """Who did what, when, on A4."""
    return page("documents/history_print.html", layout="layouts/print.html", document=document, title=full_title,
                lines=_told(document))


@bp.get("/van-ban/<int:document_id>/lich-su.xlsx", may=Documents.HISTORY, of=queries.get)
def history_xlsx(document: Document) -> Response:
    """The same as a sheet."""
    return sheets.answer(f"lich-su-{document.id}", gettext("Lịch sử văn bản"), HISTORY, _lines(document), "xlsx")


@bp.get("/van-ban/<int:document_id>/lich-su.csv", may=Documents.HISTORY, of=queries.get)
def history_csv(document: Document) -> Response:
    """The same as text."""
    return sheets.answer(f"lich-su-{document.id}", gettext("Lịch sử văn bản"), HISTORY, _lines(document), "csv")


@bp.get("/van-ban/het-han/danh-muc/<int:disposal_id>/in", may=Documents.REGISTER, of=disposal_of)
def print_disposal(unit: Organization) -> Response:
    """A list on A4, with the places to sign."""
    proposed: DisposalList = g.disposal
    people = names({one for one in (proposed.proposed_by, proposed.approved_by) if one is not None})
    return page("documents/disposal_print.html", layout="layouts/print.html", unit=unit, disposal=proposed,
                rows=list(_disposed(proposed)), people=people)


@bp.get("/van-ban/het-han/danh-muc/<int:disposal_id>/danh-muc.xlsx", may=Documents.REGISTER, of=disposal_of)
def disposal_xlsx(unit: Organization) -> Response:
    """The same as a sheet."""
    return sheets.answer(f"danh-muc-het-han-{g.disposal.id}", gettext("Văn bản hết hạn lưu giữ"), DISPOSED,
                         _disposed(g.disposal), "xlsx")


@bp.get("/van-ban/het-han/danh-muc/<int:disposal_id>/danh-muc.csv", may=Documents.REGISTER, of=disposal_of)
def disposal_csv(unit: Organization) -> Response:
    """The same as text."""
    return sheets.answer(f"danh-muc-het-han-{g.disposal.id}", gettext("Văn bản hết hạn lưu giữ"), DISPOSED,
                         _disposed(g.disposal), "csv")


def _told(document: Document) -> list[Told]:
    return queries.told(queries.all_of(queries.events(document), MOST_TOLD))


def _lines(document: Document) -> Iterator[tuple[Any, ...]]:
    for line in _told(document):
        put_right = [f"{one.label}: “{one.old or '–'}” → “{one.new or '–'}”" for one in line.corrected]
        yield line.at, line.sentence, line.note, "; ".join([*put_right, *([line.fields] if line.fields else [])])


def _disposed(proposed: DisposalList) -> Iterator[tuple[Any, ...]]:
    """Lists made by earlier versions know no day of issue and no issuer."""
    for number, (_, title, until, *more) in enumerate(proposed.rows, start=1):
        issued_on, issuer = more or ("", "")
        yield number, title, issued_on, issuer, until
