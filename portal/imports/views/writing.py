"""Preview anew, write, undo, drop."""

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.imports import queries, services
from portal.imports.forms import ActForm, CommitForm
from portal.imports.models import MemberImport
from portal.imports.policy import Imports
from portal.imports.views.blueprint import bp, sentence, show_url, told
from portal.imports.views.looking import list_page, why_not_undone


@bp.post("/dang-vien/nhap/<int:import_id>/xem-lai", may=Imports.WRITE, of=queries.get)
def preview(made: MemberImport) -> Response:
    """Preview anew, with the register as it is now."""
    form = ActForm.read()
    if form.attempt(lambda: services.again(g.actor, made)):
        return go(show_url(made))
    return refused(made, form)


@bp.post("/dang-vien/nhap/<int:import_id>/ghi", may=Imports.WRITE, of=queries.get)
def commit(made: MemberImport) -> Response:
    """Write what was previewed."""
    form = CommitForm.read()
    if form.validate() and form.attempt(lambda: services.write_down(
            g.actor, made, version=form.version.data or 0, leave_out=form.leave_out.data)):
        return go(show_url(made))
    if not made.counts or made.is_running:
        return refused(made, form)
    return list_page(made, form, 409 if form.version.data != made.version else 422)


@bp.get("/dang-vien/nhap/<int:import_id>/hoan-tac", may=Imports.WRITE, of=queries.get)
def ask_undo(made: MemberImport) -> Response:
    """What an undo takes back and what it can't, before it is pressed."""
    return _undo_page(made, ActForm.blank())


@bp.post("/dang-vien/nhap/<int:import_id>/hoan-tac", may=Imports.WRITE, of=queries.get)
def undo(made: MemberImport) -> Response:
    """Take a commit back."""
    form = ActForm.read()
    if form.attempt(lambda: services.undo(g.actor, made)):
        return go(show_url(made))
    return _undo_page(made, form, 422)


@bp.post("/dang-vien/nhap/<int:import_id>/bo", may=Imports.WRITE, of=queries.get)
def drop(made: MemberImport) -> Response:
    """Forget an import that was not written."""
    form = ActForm.read()
    if form.attempt(lambda: services.drop(g.actor, made)):
        flash(gettext("Đã bỏ lần nhập. Tệp và dữ liệu đọc từ tệp đã được xóa."), "success")
        return go(url_for("imports.index"))
    return refused(made, form)


def refused(made: MemberImport, form: ActForm) -> Response:
    """Why it can't be done, and the way back."""
    return page("imports/refused.html", status=422, has_errors=True, made=made, form=form, back=show_url(made))


def _undo_page(made: MemberImport, form: ActForm, status: int = 200) -> Response:
    found = Page.of(queries.touched(g.actor, made))
    why = services.reasons(found.rows)
    lines = [(line, sentence(*why[line.row.id][1:])) for line in told([row for row, *_ in found.rows], made)]
    return page("imports/undo.html", status=status, has_errors=status != 200, made=made, form=form, found=found,
                lines=lines, back=show_url(made), above=why_not_undone(g.actor, made))
