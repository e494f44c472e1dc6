"""Files beside a record: their list, taking one in, opening one, removing one."""

from functools import lru_cache

from flask import current_app, flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import files, navigation
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import go, page
from portal.members.api import Member
from portal.members.api import get as get_member
from portal.papers import ocr
from portal.privacy import queries, services
from portal.privacy.forms import FileForm
from portal.privacy.models import MemberFile
from portal.privacy.policy import Files
from portal.privacy.services.files import LARGEST, MOST_BYTES, MOST_FILES
from portal.privacy.views.blueprint import bp

navigation.beside("member", _l("Tệp đính kèm"), "privacy.member_files", Files.LIST, 15)


@bp.get("/dang-vien/<int:member_id>/tep", may=Files.LIST, of=get_member)
def member_files(member: Member) -> Response:
    """The files beside a record, with the form to add one."""
    return _list(member, FileForm.blank())


@bp.post("/dang-vien/<int:member_id>/tep", may=Files.ADD, of=get_member)
def add_file(member: Member) -> Response:
    """Take one in; it may be opened once it was looked into."""
    form = FileForm.read()
    if form.validate() and form.attempt(lambda: services.add(
            g.actor, member, request.files.get("upload"), title=form.title.data, scans=reads_scans())):
        flash(gettext("Đã nhận tệp. Tệp mở được sau khi kiểm tra xong, thường trong một phút."), "success")
        return go(url_for(".member_files", member_id=member.id))
    return _list(member, form, 422)


@bp.post("/dang-vien/<int:member_id>/tep/<int:file_id>/mo", may=Files.OPEN, of=queries.file)
def open_file(file: MemberFile) -> Response:
    """Log that it is opened, then send it: a POST, so that nothing is shown without its trace."""
    opening = services.open_file(g.actor, file)
    return go(url_for(".sent_file", member_id=file.member_id, file_id=file.id, opening_id=opening))


@bp.get("/dang-vien/<int:member_id>/tep/<int:file_id>/<int:opening_id>", may=Files.OPEN, of=queries.opened_file)
def sent_file(file: MemberFile) -> Response:
    """What was opened within the hour; pressed twice, it comes again."""
    return files.send(file.digest, name=file.name, media_type=file.media_type)


@bp.get("/dang-vien/<int:member_id>/tep/<int:file_id>/xoa", may=Files.REMOVE, of=queries.file)
def ask_remove_file(file: MemberFile) -> Response:
    """What is about to go for good."""
    return page("privacy/file_remove.html", file=file)


@bp.post("/dang-vien/<int:member_id>/tep/<int:file_id>/xoa", may=Files.REMOVE, of=queries.file)
def remove_file(file: MemberFile) -> Response:
    """Remove it."""
    member = services.remove(g.actor, file)
    flash(gettext("Đã xóa tệp khỏi kho."), "success")
    return go(url_for(".member_files", member_id=member.id))


@lru_cache(maxsize=2)
def _known_readiness(enabled: bool) -> bool:
    return ocr.readiness(enabled) is ocr.Readiness.READY


def reads_scans() -> bool:
    """Letters in pictures can be read here."""
    return _known_readiness(current_app.extensions["settings"].ocr)


def _list(member: Member, form: FileForm, status: int = 200) -> Response:
    count, size = queries.space(member.id)
    return page("privacy/files.html", fragments=("results",), member=member, form=form, status=status,
                found=Page.of(queries.files_of(g.actor, member)), has_errors=form.failed, count=count, size=size,
                most=MOST_FILES, largest_mb=LARGEST >> 20, most_mb=MOST_BYTES >> 20, reads_scans=reads_scans(),
                file_rights=Files)
