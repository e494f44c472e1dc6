"""Screens of documents: the registers of a unit taken away as sheets, narrowed as on the screen."""

from collections.abc import Iterator
from typing import Any

from werkzeug.wrappers import Response

from portal.core import sheets
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.documents import queries
from portal.documents.forms import IncomingFilterForm
from portal.documents.models import NumberState
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp
from portal.documents.views.registers import asked_of_outgoing, unit
from portal.organizations.api import Organization

MOST_TAKEN = 50_000
OUTGOING = [sheets.Column(_l("Số, ký hiệu"), 18), sheets.Column(_l("Số"), 8), sheets.Column(_l("Thể loại"), 10),
            sheets.Column(_l("Ngày"), 12), sheets.Column(_l("Trích yếu"), 60), sheets.Column(_l("Tình trạng"), 16),
            sheets.Column(_l("Lý do"), 40)]
INCOMING = [sheets.Column(_l("Năm"), 8), sheets.Column(_l("Số đến"), 8), sheets.Column(_l("Ngày đến"), 12),
            sheets.Column(_l("Nơi gửi"), 30), sheets.Column(_l("Số, ký hiệu"), 18),
            sheets.Column(_l("Ngày của văn bản"), 12), sheets.Column(_l("Trích yếu"), 60),
            sheets.Column(_l("Chuyển cho"), 30), sheets.Column(_l("Ghi chú"), 30)]


@bp.get("/so-van-ban-di/<int:organization_id>/so.xlsx", may=Documents.REGISTER, of=unit)
def outgoing_xlsx(unit: Organization) -> Response:
    """Numbers given out, as a sheet."""
    return _outgoing(unit, "xlsx")


@bp.get("/so-van-ban-di/<int:organization_id>/so.csv", may=Documents.REGISTER, of=unit)
def outgoing_csv(unit: Organization) -> Response:
    """Numbers given out, as text."""
    return _outgoing(unit, "csv")


@bp.get("/so-van-ban-den/<int:organization_id>/so.xlsx", may=Documents.REGISTER, of=unit)
def incoming_xlsx(unit: Organization) -> Response:
    """What came in, as a sheet."""
    return _incoming(unit, "xlsx")


@bp.get("/so-van-ban-den/<int:organization_id>/so.csv", may=Documents.REGISTER, of=unit)
def incoming_csv(unit: Organization) -> Response:
    """What came in, as text."""
    return _incoming(unit, "csv")


def _outgoing(unit: Organization, kind: str) -> Response:
    period, of_kind = asked_of_outgoing(unit)
    rows = queries.all_of(queries.numbers(unit, period, of_kind), MOST_TAKEN)
    return sheets.answer("so-van-ban-di", gettext("Sổ văn bản đi"), OUTGOING, _numbers(rows), kind)


def _numbers(rows: list[Any]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (row.symbol, row.number, row.kind, row.issued_on, row.subject, NumberState(row.state).label, row.reason)


def _incoming(unit: Organization, kind: str) -> Response:
    rows = queries.all_of(queries.incoming(unit, IncomingFilterForm.read().asked()), MOST_TAKEN)
    return sheets.answer("so-van-ban-den", gettext("Sổ văn bản đến"), INCOMING, _arrivals(rows), kind)


def _arrivals(rows: list[Any]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (row.year, row.number, row.arrived_on, row.sender, row.symbol, row.dated_on, row.subject, row.passed_to,
               row.note)
