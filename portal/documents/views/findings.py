"""Screens of documents: what is missing, contradictions and use taken away as sheets, as the screen shows them."""

from collections.abc import Iterator
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from portal.core import sheets
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import rows
from portal.documents import queries
from portal.documents.models import full_title
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp
from portal.documents.views.citations import USES, contradictions_of, ids_of, year_asked

FOUND = [sheets.Column(_l("Văn bản"), 60), sheets.Column(_l("Ngày"), 12), sheets.Column(_l("Mâu thuẫn"), 40),
         sheets.Column(_l("Văn bản kia"), 60), sheets.Column(_l("Ngày"), 12), sheets.Column(_l("Nay thay bởi"), 60)]
KINDS = [sheets.Column(_l("Thể loại"), 30), sheets.Column(_l("Số văn bản"), 12),
         sheets.Column(_l("Đã có người mở"), 16)]

MISSING = [sheets.Column(_l("Thể loại"), 16), sheets.Column(_l("Số, ký hiệu"), 18), sheets.Column(_l("Ngày"), 12),
           sheets.Column(_l("Cơ quan ban hành"), 44), sheets.Column(_l("Số văn bản viện dẫn"), 12),
           sheets.Column(_l("Ví dụ"), 60)]


@bp.get("/van-ban/con-thieu.xlsx", may=Documents.CHECK)
def missing_xlsx() -> Response:
    """What the library lacks, as a sheet."""
    return _missing("xlsx")


@bp.get("/van-ban/con-thieu.csv", may=Documents.CHECK)
def missing_csv() -> Response:
    """What the library lacks, as text."""
    return _missing("csv")


@bp.get("/van-ban/mau-thuan.xlsx", may=Documents.CHECK)
def contradictions_xlsx() -> Response:
    """What cannot all be true, as a sheet."""
    return _contradictions("xlsx")


@bp.get("/van-ban/mau-thuan.csv", may=Documents.CHECK)
def contradictions_csv() -> Response:
    """What cannot all be true, as text."""
    return _contradictions("csv")


@bp.get("/van-ban/su-dung.xlsx", may=Documents.CHECK)
def usage_xlsx() -> Response:
    """How papers are used, as a sheet."""
    return _usage("xlsx")


@bp.get("/van-ban/su-dung.csv", may=Documents.CHECK)
def usage_csv() -> Response:
    """How papers are used, as text."""
    return _usage("csv")


def _missing(file_kind: str) -> Response:
    found = rows(queries.missing(g.actor, year_asked()).limit(queries.MOST))
    titles = queries.titles(g.actor, [row.cited_in for row in found])
    return sheets.answer("con-thieu", gettext("Còn thiếu trong thư viện"), MISSING, (
        (row.kind_name, row.symbol, row.sought_on, row.issuer, row.number, _named(titles, row.cited_in)[0])
        for row in found), file_kind)


def _contradictions(file_kind: str) -> Response:
    kind, found = contradictions_of(request.args.get("loai", ""))
    titles = queries.titles(g.actor, ids_of(kind, found))
    lines = {"thu-tu": _falling, "thay-the": _replaced}.get(kind, _two_days)
    return sheets.answer("mau-thuan", gettext("Mâu thuẫn"), FOUND, lines(found, titles), file_kind)


def _two_days(found: list[Any], titles: dict[int, Any]) -> Iterator[tuple[Any, ...]]:
    for one in found:
        for said in one.said:
            if said.document_id in titles:
                words = gettext("ngày của văn bản trong thư viện") if said.is_own else gettext("viện dẫn trong")
                yield one.symbol, said.on, words, *_named(titles, said.document_id), ""


def _falling(found: list[Any], titles: dict[int, Any]) -> Iterator[tuple[Any, ...]]:
    for one, other in found:
        yield *_named(titles, one), gettext("có số nhỏ hơn văn bản ban hành trước đó:"), *_named(titles, other), ""


def _replaced(found: list[Any], titles: dict[int, Any]) -> Iterator[tuple[Any, ...]]:
    for one, other, newer in found:
        yield *_named(titles, one), gettext("viện dẫn"), *_named(titles, other), _named(titles, newer)[0]


def _named(titles: dict[int, Any], document_id: int) -> tuple[Any, Any]:
    row = titles.get(document_id)
    return (full_title(row), row.issued_on) if row else ("", None)


def _usage(file_kind: str) -> Response:
    shown = request.args.get("xem", "")
    if shown == "the-loai":
        return sheets.answer("su-dung", str(dict(USES)[shown]), KINDS, queries.by_kind(g.actor), file_kind)
    never = shown == "chua-mo"
    columns = [sheets.Column(_l("Văn bản"), 80), sheets.Column(_l("Đơn vị"), 44),
               sheets.Column(_l("Công bố") if never else _l("Số người đã mở"), 16)]
    found = queries.never_opened(g.actor) if never else queries.most_read(g.actor)
    return sheets.answer("su-dung", str(dict(USES)["chua-mo" if never else ""]), columns, (
        (full_title(row), row.unit, row.published_at if never else row.people) for row in rows(found)), file_kind)
