"""Corrections: choosing a field, asking, the queue, deciding."""

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import panels
from portal.core.actor import Actor
from portal.core.clock import ago
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.panels import Line, Panel
from portal.core.render import go, page
from portal.members.api import Member
from portal.members.api import get as get_member
from portal.quality import queries, services
from portal.quality.forms import CorrectionsForm, DecideForm, ProposeForm, ProposeSexForm
from portal.quality.models import DATES, FIELD_LABELS, NUMBERS, Correction
from portal.quality.policy import Quality
from portal.quality.views.blueprint import bp


@bp.get("/dang-vien/<int:member_id>/de-nghi-sua", may=Quality.PROPOSE, of=get_member)
def choose(member: Member) -> Response:
    """The fields of one's own record; or the form for the one asked for (`muc`)."""
    field = request.args.get("muc", "")
    if not field:
        rows = [(key, label, services.current(member, key)) for key, label in FIELD_LABELS.items()]
        return page("quality/choose.html", member=member, rows=rows, found=Page.of(queries.own_corrections(g.actor)))
    if field not in FIELD_LABELS:
        abort(404)
    return _ask_page(member, field, _form_of(field).blank())


@bp.post("/dang-vien/<int:member_id>/de-nghi-sua", may=Quality.PROPOSE, of=get_member)
def propose(member: Member) -> Response:
    """Send the wish."""
    field, actor = request.args.get("muc", ""), g.actor
    if field not in FIELD_LABELS:
        abort(422)
    form = _form_of(field).read()
    made = form.attempt(lambda: services.propose(actor, member, field=field, new=form.new.data,
                                                 reason=form.reason.data or "")) if form.validate() else None
    if made:
        return go(url_for("quality.correction", correction_id=made.id))
    return _ask_page(member, field, form, status=422)


@bp.get("/dang-vien/de-nghi", may=Quality.SEE)
def corrections() -> Response:
    """Wishes of the people one keeps, the oldest first."""
    form = CorrectionsForm.read()
    valid = form.validate()
    found = Page.of(queries.corrections(g.actor, state=form.state.data if valid else "cho"))
    return page("quality/corrections.html", fragments=("results",), form=form, found=found,
                status=200 if valid else 422, has_errors=form.failed)


@bp.get("/dang-vien/de-nghi/<int:correction_id>", may=Quality.READ, of=queries.correction)
def correction(row: Correction) -> Response:
    """One wish: old and new."""
    return _correction_page(row, DecideForm.blank())


@bp.post("/dang-vien/de-nghi/<int:correction_id>/hien-so", may=Quality.DECIDE, of=queries.correction)
def uncover(row: Correction) -> Response:
    """The same page with the proposed number whole; logged first."""
    services.uncover(g.actor, row)
    return _correction_page(row, DecideForm.blank(), whole=True)


@bp.post("/dang-vien/de-nghi/<int:correction_id>/chap-nhan", may=Quality.DECIDE, of=queries.correction)
def accept(row: Correction) -> Response:
    """Change the record."""
    form, actor = DecideForm.read(), g.actor
    return _decided(row, form, lambda: services.accept(actor, row, form.answer.data or ""))


@bp.post("/dang-vien/de-nghi/<int:correction_id>/tu-choi", may=Quality.DECIDE, of=queries.correction)
def refuse(row: Correction) -> Response:
    """Leave the record, with a reason."""
    form, actor = DecideForm.read(), g.actor
    return _decided(row, form, lambda: services.refuse(actor, row, form.answer.data or ""))


@bp.post("/dang-vien/de-nghi/<int:correction_id>/chuyen-len", may=Quality.RAISE, of=queries.correction)
def raise_up(row: Correction) -> Response:
    """Pass it up."""
    services.raise_up(g.actor, row)
    return go(url_for("quality.correction", correction_id=row.id))


def _decided(row: Correction, form: DecideForm, act: object) -> Response:
    number = row.id
    if form.validate() and form.attempt(act):  # type: ignore[arg-type]
        return go(url_for("quality.correction", correction_id=number))
    again = queries.correction(g.actor, number)
    return _correction_page(again or row, form, status=422)


def _form_of(field: str) -> type[ProposeForm]:
    return ProposeSexForm if field == "sex" else ProposeForm


def _ask_page(member: Member, field: str, form: ProposeForm, status: int = 200) -> Response:
    hint = gettext("Ví dụ 05/9/1980") if field in DATES else None
    return page("quality/propose.html", member=member, field_key=field, label=FIELD_LABELS[field], hint=hint,
                now=services.current(member, field), form=form, status=status, has_errors=form.failed)


def _correction_page(row: Correction, form: DecideForm, status: int = 200, whole: bool = False) -> Response:
    return page("quality/correction.html", row=row, form=form, decider=queries.decider(row),
                new=services.shown(g.actor, row, whole=whole), now=services.current(row.member, row.field),
                is_number=row.field in NUMBERS and not whole, status=status, has_errors=form.failed)


def waiting_panel(actor: Actor) -> Panel | None:
    """Wishes that wait, on the home page of who keeps a register."""
    if not queries.keeps_any(actor):
        return None
    lines = [Line(url_for("quality.correction", correction_id=row.id), f"{row.member.full_name}: {row.label}",
                  ago(row.asked_at), owed=True) for row in queries.waiting(actor)]
    return Panel(gettext("Đề nghị sửa hồ sơ"), url_for("quality.corrections"), lines) if lines else None


panels.add("quality.corrections", waiting_panel, 19)
