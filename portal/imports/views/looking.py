"""The page of an import at each step: progress, preview, report; who is absent from the file."""

from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core.actor import Actor
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page, wanted_fragment
from portal.core.sheets import Column, answer
from portal.imports import queries, services
from portal.imports.forms import ActForm, CommitForm
from portal.imports.models import ACTION_LABELS, SENTENCES, STEP_LABELS, Action, MemberImport, Step
from portal.imports.policy import Imports
from portal.imports.views.blueprint import KEPT, SLUGS, asked, bp, show_url, told
from portal.members.api import names

FIRST = (Action.ERROR, Action.REVIEW, Action.CHANGED, Action.NEW, Action.SAME, Action.SKIPPED)
"""Which rows are shown first: what needs a person."""
MANY = 20_000
"""Rows whose writing keeps others waiting for longer than they would like."""


@bp.get("/dang-vien/nhap/<int:import_id>", may=Imports.READ, of=queries.get)
def show(made: MemberImport) -> Response:
    """The import where it stands."""
    if made.is_running:
        return page("imports/progress.html", fragments=("progress",), made=made, step=STEP_LABELS[Step(made.step)],
                    form=ActForm.blank())
    if wanted_fragment() == "progress":
        return go(show_url(made))
    if made.step == Step.MAPPING:
        return go(url_for("imports.columns", import_id=made.id))
    if made.step == Step.FAILED:
        return page("imports/failed.html", made=made, why=gettext(SENTENCES[made.problem]))
    return list_page(made, CommitForm.blank(version=made.version))


def list_page(made: MemberImport, form: CommitForm, status: int = 200) -> Response:
    """Preview or report: counts, tabs, rows."""
    slug = request.args.get("loai", "")
    wanted = asked(slug) or _first(made, slug)
    found = Page.of(queries.rows(made, wanted))
    before = made.step in (Step.READY, Step.STALE)
    return page("imports/preview.html" if before else "imports/report.html", fragments=("results",), status=status,
                has_errors=status != 200, made=made, form=form, tabs=_tabs(made, wanted), found=found,
                lines=told(found.rows, made), who=names({made.committed_by or made.account_id}), Step=Step,
                Action=Action, many=MANY, unclear=sum(one[2] for one in made.unclear),
                above=why_not_undone(g.actor, made))


@bp.get("/dang-vien/nhap/<int:import_id>/vang-mat", may=Imports.READ, of=queries.get)
def absent(made: MemberImport) -> Response:
    """Who is in the register of the unit and not in the file: for information, nothing happens to them."""
    return page("imports/absent.html", fragments=("results",), made=made, back=show_url(made),
                found=Page.of(queries.absent(g.actor, made)))


@bp.get("/dang-vien/nhap/<int:import_id>/bao-cao", may=Imports.READ, of=queries.get)
def report(made: MemberImport) -> Response:
    """What becomes, or became, of each row, as a file; numbers are masked."""
    columns = [Column(gettext("Dòng"), 8), Column(gettext("Họ và tên"), 28), Column(gettext("Kết quả"), 14),
               Column(gettext("Chi tiết"), 90)]
    kind = "csv" if request.args.get("dang") == "csv" else "xlsx"
    return answer(f"nhap-danh-sach-{made.id}", gettext("Kết quả"), columns, _lines(made), kind)


def why_not_undone(actor: Actor, made: MemberImport) -> str:
    """Who has to undo it instead, in a sentence; nothing where the reader may."""
    return str(services.FROM_ABOVE) if services.is_from_above(actor, made) else ""


def _lines(made: MemberImport) -> list[tuple[Any, ...]]:
    lines = []
    for some in queries.in_parts(made):
        for line in told(some, made):
            details = [gettext("%(field)s: %(old)s → %(new)s", field=label, old=old, new=new)
                       for label, old, new, _ in line.changes]
            lines.append((line.row.number, line.name, str(line.action),
                          "; ".join([*details, *line.problems, *line.notes, *line.outcome])))
    return lines


def _first(made: MemberImport, slug: str) -> str:
    """Which rows to begin with; all where the address says so."""
    if slug == "tat-ca":
        return ""
    if made.step == Step.STALE or made.result.get("left"):
        return queries.LEFT
    return next((one for one in FIRST if made.count(one)), "")


def _tabs(made: MemberImport, wanted: str) -> list[tuple[str, str, bool]]:
    tabs = [(gettext("%(kind)s (%(count)s)", kind=str(ACTION_LABELS[action]), count=made.count(action)),
             show_url(made, loai=slug), wanted == action)
            for slug, action in SLUGS.items() if made.count(action) or wanted == action]
    if made.step == Step.STALE or made.result.get("left"):
        label = gettext("đã thay đổi") if made.step == Step.STALE else gettext("giữ lại")
        tabs.insert(0, (label, show_url(made, loai=KEPT), wanted == queries.LEFT))
    return [*tabs, (gettext("tất cả"), show_url(made, loai="tat-ca"), wanted == "")]
