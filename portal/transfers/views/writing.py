"""The keeper writes: residence, ward of today, letter, ground, remarks from paper; prints the letter with its code."""

from typing import Any

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core import clock, qr
from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.members.api import Member
from portal.transfers import queries, services
from portal.transfers.forms import ExemptForm, HomeForm, LetterForm, PrintForm, RemarkForm, WardForm
from portal.transfers.models import PERIODS, ResidenceContact
from portal.transfers.policy import Residence
from portal.transfers.views.reading import bp
from portal.transfers.views.residence import contact_page


@bp.get("/dang-vien/<int:member_id>/hai-chieu/sua", may=Residence.KEEP, of=queries.member)
def home_form(member: Member) -> Response:
    """Where the member lives."""
    return _home_page(member, HomeForm.blank(queries.contact_of(member)))


@bp.post("/dang-vien/<int:member_id>/hai-chieu/sua", may=Residence.KEEP, of=queries.member)
def save_home(member: Member) -> Response:
    """Save it; two writers see both."""
    form = HomeForm.read()
    if form.validate() and form.attempt(
            lambda: services.save_home(g.actor, member, form.home, seen=form.version.data)):
        return _done(member, gettext("Đã lưu nơi cư trú."))
    theirs = queries.contact_of(member) if form.conflict else None
    if theirs is not None:
        form.renew(theirs.version)
    return _home_page(member, form, 409 if theirs is not None else 422, theirs)


@bp.post("/dang-vien/<int:member_id>/hai-chieu/phuong-moi", may=Residence.KEEP, of=queries.member)
def choose_ward(member: Member) -> Response:
    """Note the ward of today beside what was typed."""
    row = queries.contact_of(member)
    offers = queries.offers(row.ward, row.province) if row is not None else []
    form = WardForm.read().offer(one.now for one in offers)
    if row is not None and form.validate() and form.attempt(
            lambda: services.choose_ward(g.actor, row, form.ward_now.data or "")):
        return _done(member, gettext("Đã ghi phường, xã hiện nay."))
    return contact_page(member, 422, ward_form=form)


@bp.get("/dang-vien/<int:member_id>/hai-chieu/giay-gioi-thieu", may=Residence.KEEP, of=queries.member)
def letter_form(member: Member) -> Response:
    """Number and day of the letter, and the way to print it."""
    row = queries.contact_of(member)
    form = LetterForm.blank(number=row.letter_number if row else "", letter_on=row.letter_on if row else None)
    return _letter_page(member, form)


@bp.post("/dang-vien/<int:member_id>/hai-chieu/giay-gioi-thieu", may=Residence.KEEP, of=queries.member)
def save_letter(member: Member) -> Response:
    """Save number and day."""
    form, row = LetterForm.read(), queries.contact_of(member)
    if row is None:
        form.blame("number", gettext("Ghi nơi cư trú trước khi ghi giấy giới thiệu."))
    elif form.validate() and form.attempt(
            lambda: services.introduce(g.actor, row, number=form.number.data, on=form.letter_on.data)):
        flash(gettext("Đã lưu giấy giới thiệu."), "success")
        return go(url_for("transfers.letter_form", member_id=member.id))
    return _letter_page(member, form, status=422)


@bp.post("/dang-vien/<int:member_id>/hai-chieu/in", may=Residence.KEEP, of=queries.member)
def print_letter(member: Member) -> Response:
    """The letter with a code, made now and shown once; a former code that was not used is void."""
    form, row = PrintForm.read(), queries.contact_of(member)
    if row is not None and form.validate():
        made = form.attempt(lambda: services.make_code(g.actor, row, year=form.year.data, period=form.period.data))
        if made:
            return _letter(member, row, form, *made)
    if row is None:
        form.blame("year", gettext("Ghi nơi cư trú trước khi in giấy giới thiệu."))
    return _letter_page(member, LetterForm.blank(number=row.letter_number if row else "",
                                                 letter_on=row.letter_on if row else None), form, 422)


@bp.get("/dang-vien/<int:member_id>/hai-chieu/mien", may=Residence.KEEP, of=queries.member)
def exempt_form(member: Member) -> Response:
    """On which ground the member is exempt."""
    row = queries.contact_of(member)
    known = {"ground": row.ground_id, "since": row.ground_from, "until": row.ground_to,
             "note": row.ground_note} if row else {}
    return _exempt_page(member, ExemptForm.blank(**known).offer(queries.grounds(member)))


@bp.post("/dang-vien/<int:member_id>/hai-chieu/mien", may=Residence.KEEP, of=queries.member)
def exempt(member: Member) -> Response:
    """Save the ground, or take it away."""
    grounds = queries.grounds(member)
    form = ExemptForm.read().offer(grounds)
    if form.validate():
        ground = next((one for one in grounds if one.id == form.ground.data), None)
        if form.attempt(lambda: services.exempt(g.actor, member, ground, note=form.note.data or "",
                                                since=form.since.data, until=form.until.data)):
            return _done(member, gettext("Đã lưu."))
    return _exempt_page(member, form, 422)


@bp.get("/dang-vien/<int:member_id>/hai-chieu/nhan-xet", may=Residence.KEEP, of=queries.member)
def remark_form(member: Member) -> Response:
    """Type in what came on paper."""
    return _remark_page(member, RemarkForm.blank(year=clock.today().year))


@bp.post("/dang-vien/<int:member_id>/hai-chieu/nhan-xet", may=Residence.KEEP, of=queries.member)
def save_remark(member: Member) -> Response:
    """Save it."""
    form, row = RemarkForm.read(), queries.contact_of(member)
    if row is None:
        form.blame("text", gettext("Ghi nơi cư trú trước khi ghi nhận xét."))
    elif form.validate() and form.attempt(
            lambda: services.save_remark(g.actor, row, form.said, account_id=g.actor.account_id)):
        return _done(member, gettext("Đã lưu nhận xét."))
    return _remark_page(member, form, 422)


def _letter(member: Member, row: ResidenceContact, form: PrintForm, code: str, until: Any) -> Response:
    address = url_for("transfers.code_form", ma=code, _external=True)
    return page("transfers/letter.html", layout="layouts/print.html", member=member, contact=row, code=code,
                until=until, picture=qr.svg(address, scale=2), address=url_for("transfers.code_form", _external=True),
                year=form.year.data, period=PERIODS[form.period.data], today=clock.today(),
                cell=member.membership_today)


def _done(member: Member, words: str) -> Response:
    flash(words, "success")
    return go(url_for("transfers.contact", member_id=member.id))


def _home_page(member: Member, form: HomeForm, status: int = 200, theirs: ResidenceContact | None = None) -> Response:
    return page("transfers/home.html", member=member, form=form, theirs=theirs, status=status, has_errors=form.failed,
                known=queries.contact_of(member) is not None)


def _letter_page(member: Member, form: LetterForm, print_form: PrintForm | None = None, status: int = 200) -> Response:
    print_form = print_form or PrintForm.blank(year=clock.today().year)
    return page("transfers/letter_form.html", member=member, contact=queries.contact_of(member), form=form,
                print_form=print_form, status=status, has_errors=status >= 400)


def _exempt_page(member: Member, form: ExemptForm, status: int = 200) -> Response:
    return page("transfers/exempt.html", member=member, form=form, status=status, has_errors=form.failed)


def _remark_page(member: Member, form: RemarkForm, status: int = 200) -> Response:
    return page("transfers/remark.html", member=member, form=form, status=status, has_errors=form.failed)
