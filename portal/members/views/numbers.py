"""Uncovering one number of one person, and printing one record: both are logged first."""

from flask import g, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.members import queries, services
from portal.members.forms import PrintForm, RevealForm
from portal.members.models import Disclosure, Member
from portal.members.models.clocks import years_of
from portal.members.models.lists import PROFILE
from portal.members.policy import Members
from portal.members.views.blueprint import bp


@bp.post("/dang-vien/<int:member_id>/hien-so", may=Members.REVEAL, of=queries.get)
def reveal(member: Member) -> Response:
    """That number alone, on a page of its own."""
    form = RevealForm.read()
    if not form.validate():
        raise DomainError(_l("Chưa chọn số cần mở. Mở lại hồ sơ rồi bấm lại."))
    number = services.reveal(g.actor, member, form.field.data)
    return page("members/number.html", member=member, field=form.field.data, number=number)


@bp.get("/dang-vien/<int:member_id>/in", may=Members.PRINT_ONE, of=queries.get)
def print_one_form(member: Member) -> Response:
    """Masked, or whole with a reason."""
    return _ask(member, PrintForm.blank())


@bp.post("/dang-vien/<int:member_id>/in", may=Members.PRINT_ONE, of=queries.get)
def print_one(member: Member) -> Response:
    """Log the print and open it."""
    form = PrintForm.read()
    if form.validate():
        made = form.attempt(lambda: services.print_one(g.actor, member, is_full=form.is_full.data,
                                                       reason=form.reason.data or ""))
        if made:
            return go(url_for(".printed", print_id=made.id))
    return _ask(member, form, 422)


@bp.get("/dang-vien/ban-in/<int:print_id>", may=Members.PRINTED, of=queries.printed)
def printed(made: Disclosure) -> Response:
    """A print made within the hour, on A4; who may no longer see somebody does not see him here either."""
    if made.act == PROFILE:
        member = queries.get(g.actor, made.member_id or 0)
        return page("members/print_one.html", member=member, made=made, today=clock.today(),
                    whole=made.is_full and member is not None and allowed(g.actor, Members.REVEAL, member),
                    party_age=years_of(member.joined_on, clock.today()) if member is not None else None)
    return page("members/print.html", made=made, rows=list(services.rows(g.actor, made)),
                cells_then=services.cells_then(g.actor, made), day=made.day or clock.today(),
                unit=queries.unit_of_list(g.actor, made))


def _ask(member: Member, form: PrintForm, status: int = 200) -> Response:
    return page("members/print_one_form.html", member=member, form=form, status=status, has_errors=form.failed,
                may_uncover=allowed(g.actor, Members.REVEAL, member))
