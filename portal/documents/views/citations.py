"""Screens of documents: where a citation leads, who cites a document, what the library lacks or contradicts."""

from datetime import date
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import go, page
from portal.core.text import squeeze
from portal.documents import queries
from portal.documents.models import Document, full_title, looked_for
from portal.documents.policy import Documents
from portal.documents.queries.citing import sorted_out
from portal.documents.views.blueprint import bp
from portal.papers.symbols import symbol_key

KINDS = (("", _l("Một số, hai ngày")), ("thu-tu", _l("Số không theo thứ tự ngày")),
         ("thay-the", _l("Viện dẫn văn bản đã được thay thế")))

USES = (("", _l("Đọc nhiều nhất")), ("chua-mo", _l("Chưa ai mở")), ("the-loai", _l("Theo thể loại")))


@bp.get("/van-ban/vien-dan", may=Documents.LIST)
def cited() -> Response:
    """The document a citation means; where several may be meant, or only one of another day, the choice."""
    symbol = squeeze(request.args.get("ky_hieu", ""))[:60]
    on = _day(request.args.get("ngay", ""))
    issuer = squeeze(request.args.get("co_quan", ""))[:200]
    found = queries.choice(g.actor, symbol, looked_for(symbol_key(symbol), issuer)) if symbol else []
    exact, _ = sorted_out(symbol_key(symbol), on, issuer, [(row.id, row.issued_on, row.issuer) for row in found])
    if len(exact) == 1:
        return go(url_for("documents.show", document_id=exact[0]))
    shown = [row for row in found if row.id in exact] or found
    return page("documents/cited.html", symbol=symbol, on=on, found=shown, of_that_day=bool(exact), title_of=full_title)


@bp.get("/van-ban/<int:document_id>/duoc-vien-dan", may=Documents.READ, of=queries.get)
def citing(document: Document) -> Response:
    """Who cites this document, as far as the reader may read them."""
    return page("documents/citing.html", fragments=("results",), document=document, title_of=full_title,
                paged=Page.of(queries.citing(g.actor, document)))


@bp.get("/van-ban/con-thieu", may=Documents.CHECK)
def missing() -> Response:
    """Papers that are cited and that the library lacks, as this clerk sees it."""
    year = year_asked()
    paged = Page.walked(queries.missing(g.actor, year), ahead=queries.AHEAD)
    return page("documents/missing.html", fragments=("results",), paged=paged, year=year, most=queries.MOST,
                cited_in=queries.titles(g.actor, [row.cited_in for row in paged.rows]), title_of=full_title)


@bp.get("/van-ban/mau-thuan", may=Documents.CHECK)
def contradictions() -> Response:
    """What cannot all be true; nothing is changed by itself."""
    kind, found = contradictions_of(request.args.get("loai", ""))
    paged = Page.over(found)
    return page("documents/contradictions.html", fragments=("results",), kind=kind, paged=paged, most=queries.MOST,
                titles=queries.titles(g.actor, ids_of(kind, paged.rows)), title_of=full_title,
                tab_items=[(label, url_for("documents.contradictions", loai=key or None), key == kind)
                           for key, label in KINDS])


@bp.get("/van-ban/su-dung", may=Documents.CHECK)
def usage() -> Response:
    """How the papers of one's units are used: by kind, most read, never opened; never by whom."""
    shown = request.args.get("xem", "")
    shown = shown if shown in dict(USES) else ""
    finders: dict[str, Any] = {"": queries.most_read, "chua-mo": queries.never_opened}
    paged = Page.of(finders[shown](g.actor)) if shown in finders else Page.over(queries.by_kind(g.actor))
    return page("documents/usage.html", fragments=("results",), shown=shown, paged=paged, most=queries.MOST,
                title_of=full_title, tab_items=[(label, url_for("documents.usage", xem=key or None), key == shown)
                                                for key, label in USES])


def year_asked() -> int | None:
    """The year the papers looked at are of, where the address names one."""
    raw = request.args.get("nam", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) == 4 else None


def contradictions_of(kind: str) -> tuple[str, Any]:
    """The kind asked for, the first where it is unknown, and every contradiction of it that this clerk may see."""
    finders: dict[str, Any] = {"": queries.two_days, "thu-tu": queries.out_of_order, "thay-the": queries.replaced}
    kind = kind if kind in finders else ""
    return kind, finders[kind](g.actor)


def ids_of(kind: str, found: Any) -> list[int]:
    """The papers that contradictions of a kind name."""
    if not kind:
        return [said.document_id for one in found for said in one.said]
    return [document_id for one in found for document_id in one]


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw) if len(raw) == 10 else None
    except ValueError:
        return None
