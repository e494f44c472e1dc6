"""Screens of documents: choose several, one act on them, or all of them in one ZIP."""

from typing import Any

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import files
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed, refusal
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import ActForm, BulkForm, asks_for_number
from portal.documents.models import Bundle, Document, full_title, standing
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp
from portal.documents.views.lists import asked_filters, narrowed, offered_acts, paged_list

PER = 50
DONE: dict[str, Any] = {
    "publish": _l("Đã công bố %(n)s văn bản."), "submit": _l("Đã trình duyệt %(n)s văn bản."),
    "withdraw": _l("Đã thu hồi %(n)s văn bản."), "trash": _l("Đã bỏ %(n)s văn bản vào thùng rác."),
    "restore": _l("Đã khôi phục %(n)s văn bản."), "readers": _l("Đã đổi người được đọc của %(n)s văn bản."),
    "field": _l("Đã đổi lĩnh vực của %(n)s văn bản."), "archive": _l("Đã đưa %(n)s văn bản vào lưu trữ."),
    "unarchive": _l("Đã lấy %(n)s văn bản ra khỏi lưu trữ."), "keep": _l("Đã đặt hạn lưu giữ của %(n)s văn bản.")}
MOST_NAMED = 5


@bp.get("/van-ban/chon", may=Documents.LIST)
def choose() -> Response:
    """The list with a box to tick at each."""
    _, filters, chips = asked_filters()
    paged = paged_list(filters, PER)
    return page("documents/choose.html", paged=paged, view=filters.view, title_of=full_title, standing=standing,
                acts=offered_acts(filters), chip_items=chips, narrowed=narrowed(),
                whole_page=bool(request.args.get("ca_trang")))


@bp.get("/van-ban/nhieu", may=Documents.LIST)
def ask() -> Response:
    """What will be done to which, and what it needs."""
    return _ask_page(BulkForm.blank(), request.args.get("viec", ""), _ticked(request.args.getlist("id")))


@bp.post("/van-ban/nhieu", may=Documents.ADD)
def apply() -> Response:
    """Do it to each that allows it and is as it was when the list was shown; the others are named."""
    form, act, seen = BulkForm.read(), request.form.get("viec", ""), _ticked(request.form.getlist("id"))
    documents = queries.chosen(g.actor, list(seen))
    _offer(form, act, documents)
    if form.validate():
        found = form.attempt(lambda: services.apply(
            g.actor, act, documents, seen=seen, reason=form.reason.data or "", typed=form.typed.data,
            readers=form.chosen, field_id=form.field_chosen, until=form.until.data))
        if found:
            _tell(act, found)
            return go(url_for("documents.index", **narrowed()))
    return _ask_page(form, act, seen, status=422)


@bp.post("/van-ban/goi", may=Documents.LIST)
def ask_bundle() -> Response:
    """All of them in one ZIP."""
    form, seen = ActForm.read(), _ticked(request.form.getlist("id"))
    bundle = form.attempt(lambda: services.ask_bundle(g.actor, list(seen)))
    if bundle:
        return go(url_for("documents.bundle", bundle_id=bundle.id))
    return _ask_page(form, "zip", seen, status=422)


@bp.get("/van-ban/goi/<int:bundle_id>", may=Documents.LIST, of=queries.get_bundle)
def bundle(bundle: Bundle) -> Response:
    """Whether it is ready."""
    return page("documents/bundle.html", fragments=("bundle",), bundle=bundle)


@bp.get("/van-ban/goi/<int:bundle_id>/tep", may=Documents.LIST, of=queries.get_bundle)
def bundle_file(bundle: Bundle) -> Response:
    """The ZIP, for who asked for it and may still read all of it."""
    services.check_bundle(g.actor, bundle)
    return files.send(bundle.digest or "0" * 64, name="van-ban.zip", media_type="application/zip")


def _ticked(raw: list[str]) -> dict[int, int]:
    """Id → version, of `12-3`; 0 where the version is not said."""
    parts = [one.partition("-")[::2] for one in raw if one.isascii()]
    return {int(one): int(version) if version.isdecimal() and len(version) < 10 else 0
            for one, version in parts if one.isdecimal() and len(one) < 11}


def _offer(form: BulkForm, act: str, documents: list[Document]) -> None:
    form.offer_fields()
    form.readers.choices = []
    if act == "readers" and documents:
        form.offer(g.actor, documents[0].unit)


def _ask_page(form: BulkForm | ActForm, act: str, seen: dict[int, int], status: int = 200) -> Response:
    documents = queries.chosen(g.actor, list(seen))
    if isinstance(form, BulkForm):
        _offer(form, act, documents)
    reasons: dict[str, list[Document]] = {}
    for one in documents:
        reasons.setdefault(str(_left_out(act, one, seen[one.id])), []).append(one)
    return page("documents/several.html", status=status, has_errors=status != 200, form=form, act=act, rows=documents,
                seen=seen, title_of=full_title, label=services.ACT_LABELS.get(act, ""), narrowed=narrowed(),
                possible=reasons.pop("", []), reasons=reasons, asks_number=asks_for_number(act, len(documents)))


def _left_out(act: str, document: Document, version: int) -> Any:
    """Why it will be passed over, or an empty text."""
    if act not in services.RIGHTS:
        return ""
    if version and version != document.version:
        return services.CHANGED
    right = services.RIGHTS[act]
    return "" if allowed(g.actor, right, document) else refusal(g.actor, right, document)


def _tell(act: str, found: services.Outcome) -> None:
    flash(DONE[act] % {"n": found.done} if found.done else gettext("Không làm được với văn bản nào trong số đã chọn."),
          "success" if found.done else "warning")
    reasons: dict[str, list[str]] = {}
    for heading, reason in found.refused:
        reasons.setdefault(reason, []).append(heading)
    for reason, headings in reasons.items():
        more = len(headings) - MOST_NAMED
        named = [*headings[:MOST_NAMED], *([gettext("%(n)s văn bản khác", n=more)] if more > 0 else [])]
        flash(gettext("Để lại %(headings)s: %(reason)s", headings="; ".join(named), reason=reason), "warning")
