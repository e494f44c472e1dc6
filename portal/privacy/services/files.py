"""Files beside a record: taken in with a declaration, looked into before anybody may open them, opened with a trace.

Refused: pictures, names and words of identity cards (RULES, section 18), marks of secrecy (section 19). What is
refused after it was read is not kept.
"""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from portal.core import audit, clock, files
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_, lazy_gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.pictures import looks_like as is_picture
from portal.core.text import squeeze
from portal.delegation.api import holders_over
from portal.jobs.queue import enqueue
from portal.members.api import Member, file_was_opened
from portal.organizations.api import HEADS
from portal.papers.extraction import DOCX, ODT, PDF, TEXT, Extracted, judge
from portal.papers.reasons import REASONS
from portal.papers.reasons import State as Reasons
from portal.papers.secrecy import secrecy_mark
from portal.privacy import queries
from portal.privacy.models import FileState, MemberFile
from portal.privacy.models.cards import looks_like_card, named_like_card

LARGEST = 10 << 20
MOST_FILES = 30
MOST_BYTES = 60 << 20
HEAD = 8192
ACCEPTED = (PDF, DOCX, ODT, TEXT)
UNSAFE = (Reasons.ENCRYPTED, Reasons.MACROS, Reasons.SCRIPTED, Reasons.BROKEN)
"""What can't be looked into is not taken: a locked file may hold anything."""


def add(actor: Actor, member: Member, upload: Any, *, title: str, scans: bool = False) -> MemberFile:
    """Take a file in; `scans`: letters in pictures can be read here. The worker looks into it first."""
    if not upload or not upload.filename:
        raise DomainError(_l("Chọn tệp cần đính kèm."), "upload")
    _judge_name(upload.filename)
    head = upload.stream.read(HEAD)
    upload.stream.seek(0)
    if is_picture(head):
        raise DomainError(_l("Không nhận tệp ảnh ở đây, để không ai gửi nhầm ảnh giấy tờ tùy thân. Gửi văn bản ở dạng "
                             "PDF, DOCX, ODT hoặc TXT."), "upload")
    count, size = queries.space(member.id)
    if count >= MOST_FILES:
        raise DomainError(_l("Hồ sơ này đã có %(most)s tệp. Xóa tệp không còn cần rồi đính kèm.", most=MOST_FILES),
                          "upload")
    stored = files.keep(upload, field="upload", largest=LARGEST)
    if size + stored.size > MOST_BYTES:
        raise DomainError(_l("Các tệp của một hồ sơ không quá %(mb)s MB. Xóa tệp không còn cần rồi đính kèm.",
                             mb=MOST_BYTES >> 20), "upload")
    media_type = _media_type(stored)
    name = PurePath(stored.name).stem[:110] + PurePath(stored.name).suffix[:10]
    row = MemberFile(member_id=member.id, title=squeeze(title) or name, name=name, media_type=media_type,
                     digest=stored.digest, size=stored.size, state=FileState.WAITING, added_by=actor.account_id,
                     at=clock.now())
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "privacy.add_file", "member", member.id, unit_id=_unit_of(member), file=row.id)
    enqueue("privacy.check_file", priority=4, file_id=row.id, digest=row.digest, media_type=media_type,
            scans=scans and media_type == PDF)
    return row


def was_read(file_id: int, digest: str, found: Sequence[Extracted]) -> None:
    """What the worker read of a new file, by its text and perhaps by its picture, decides: it may be opened, or it
    goes. Safe to run twice; SQLite may have given the number to another file since, so the content must be the same."""
    row = db.session.get(MemberFile, file_id)
    if row is None or row.state != FileState.WAITING or row.digest != digest:
        return
    state = found[-1].state if found else Reasons.BROKEN
    if any(one.secrecy or one.state == Reasons.SECRET for one in found):
        _refuse_secret(row)
    elif looks_like_card(page for one in found for page in one.pages):
        _refuse(row, N_("Tệp “%(title)s” có chữ của giấy tờ tùy thân nên không được giữ. Không gửi ảnh, bản chụp căn "
                        "cước, hộ chiếu, thẻ đảng viên."))
    elif state in UNSAFE:
        _refuse(row, N_("Tệp “%(title)s” không mở ra kiểm tra được (hỏng, có mật khẩu hoặc có mã chạy) nên không được "
                        "giữ. Lưu lại thành PDF thường rồi đính kèm."))
    else:
        row.state = FileState.READY if state == Reasons.OK else FileState.UNREAD
        db.session.flush()


def open_file(actor: Actor, file: MemberFile) -> int:
    """Somebody opens a file: the person sees who, when and which one. Answers the number of the entry."""
    if file.is_waiting:
        raise DomainError(_l("Tệp này đang được kiểm tra. Chờ một phút rồi mở lại trang."))
    entry = file_was_opened(actor, file.member, file.title)
    audit.record(actor, "privacy.open_file", "member", file.member_id, unit_id=_unit_of(file.member), file=file.id)
    return entry.id


def remove(actor: Actor, file: MemberFile) -> Member:
    """The row goes, and its content with it unless something else needs the same content."""
    member = file.member
    audit.record(actor, "privacy.remove_file", "member", member.id, unit_id=_unit_of(member), file=file.id)
    _drop(file)
    if member.account_id != actor.account_id:
        tell([member.account_id], N_("%(name)s đã xóa một tệp đính kèm trong hồ sơ của bạn."),
             f"/dang-vien/{member.id}/tep", name=actor.name)
    return member


def _judge_name(name: str) -> None:
    if named_like_card(name):
        raise DomainError(_l("Tên tệp cho thấy đây là ảnh giấy tờ tùy thân. Sổ tay không nhận bản chụp căn cước, chứng "
                             "minh nhân dân, hộ chiếu (Luật 91/2025/QH15). Số định danh ghi trong hồ sơ là đủ."),
                          "upload")
    mark = secrecy_mark("", name)
    if mark:
        raise DomainError(_l("Tên tệp ghi “%(mark)s”. Tài liệu có dấu mật không được đưa lên đây.", mark=mark),
                          "upload")


def _media_type(stored: files.Stored) -> str:
    path = files.store().path(stored.digest)
    head = b""
    if path is not None:
        with path.open("rb") as content:
            head = content.read(HEAD)
    found, state = judge(head, stored.name, path)
    if found is None and state != Reasons.UNSUPPORTED:
        raise DomainError(_l("Không nhận được tệp “%(name)s”. %(reason)s", name=stored.name,
                             reason=lazy_gettext(REASONS[state])), "upload")
    if found not in ACCEPTED:
        raise DomainError(_l("“%(name)s”: ở đây chỉ nhận PDF, DOCX, ODT hoặc TXT. Lưu lại ở một dạng đó rồi đính kèm.",
                             name=stored.name), "upload")
    return found


def _refuse(row: MemberFile, words: str) -> None:
    audit.record(SYSTEM, "privacy.refuse_file", "member", row.member_id, unit_id=_unit_of(row.member))
    values = {"title": row.title} if "%(title)s" in words else {}
    tell([row.added_by], words, f"/dang-vien/{row.member_id}/tep", **values)
    _drop(row)


def _refuse_secret(row: MemberFile) -> None:
    """Who heads the unit must know that a marked paper was sent; neither its name nor its text is said (N36)."""
    home = row.member.home
    heads = {one.account_id for one in holders_over(home.unit.path, HEADS)} if home else set()
    tell(heads, N_("Một tệp gửi vào hồ sơ đảng viên của %(unit)s mang dấu chỉ độ mật đã bị từ chối và không được lưu. "
                   "Xử lý văn bản theo quy định về bảo vệ bí mật nhà nước."),
         f"/dang-vien/{row.member_id}", unit=home.unit.name[:120] if home else "")
    _refuse(row, N_("Một tệp bạn vừa đính kèm mang dấu chỉ độ mật nên không được giữ."))


def _drop(row: MemberFile) -> None:
    db.session.delete(row)
    db.session.flush()
    enqueue("core.forget_file", digest=row.digest)


def _unit_of(member: Member) -> int | None:
    return member.home.unit_id if member.home is not None else None


files.named_by("privacy", queries.names_file)
audit.says({
    "privacy.add_file": _l("đính kèm tệp vào hồ sơ đảng viên"),
    "privacy.open_file": _l("mở tệp đính kèm hồ sơ đảng viên"),
    "privacy.remove_file": _l("xóa tệp đính kèm hồ sơ đảng viên"),
    "privacy.refuse_file": _l("từ chối một tệp đính kèm hồ sơ đảng viên"),
})
