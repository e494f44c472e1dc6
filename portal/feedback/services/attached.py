"""Files of an opinion: judged by their content, pictures made anew, nothing that names a hidden sender, nothing that
carries a secrecy mark in its name or its text (N36)."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any

from portal.core import audit, files, pictures
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import safe_file_name
from portal.delegation.api import holders_over
from portal.feedback.models import FeedbackFile, FileState, Opinion
from portal.jobs.queue import enqueue
from portal.organizations.api import HEADS
from portal.papers.extraction import DOCX, PDF, TEXT, Extracted, sniff
from portal.papers.reasons import State as Reasons
from portal.papers.secrecy import secrecy_mark

MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
HEAD = 4096
EXTENSIONS = {PDF: ".pdf", DOCX: ".docx", TEXT: ".txt", "image/jpeg": ".jpg"}


def attach(opinion: Opinion, uploads: Sequence[Any]) -> None:
    """Keep the files sent with an opinion."""
    if len(uploads) > MOST_FILES:
        raise DomainError(_l("Gửi nhiều nhất %(most)s tệp một lần.", most=MOST_FILES), "files")
    for number, upload in enumerate(uploads, start=1):
        media_type = _judge(upload, opinion.is_hidden)
        kept = files.keep(upload, field="files", largest=LARGEST_FILE)
        picture = media_type == "image/jpeg"
        if not picture and sniff(_head(upload), kept.name, files.store().path(kept.digest)) != media_type:
            raise _not_accepted(kept.name)
        stem = f"tep-{number}" if opinion.is_hidden else PurePath(kept.name).stem[:100]
        row = FeedbackFile(opinion=opinion, name=stem + EXTENSIONS[media_type], media_type=media_type,
                           digest=kept.digest, size=kept.size, state=FileState.WAITING)
        db.session.add(row)
        db.session.flush()
        if picture:
            enqueue("feedback.clean", priority=4, file_id=row.id)
        else:
            enqueue("feedback.look_into", priority=4, file_id=row.id, digest=row.digest, media_type=media_type)


def clean(file: FeedbackFile) -> None:
    """Make an attached picture anew, without position and camera (worker)."""
    original = file.digest
    path = files.store().path(original)
    try:
        if path is None:
            raise pictures.Unreadable("missing")
        made = pictures.plain(path)
        file.digest, file.size = files.store().put(BytesIO(made.body))
        file.state = FileState.READY
    except pictures.Unreadable:
        file.state = FileState.BROKEN
    db.session.flush()
    enqueue("feedback.forget_original", priority=7, digest=original)


def was_read(file: FeedbackFile, read: Extracted | None) -> None:
    """What the worker read decides: the file may be opened, or nothing of it is kept and the heads are told (N36)."""
    if read is not None and (read.secrecy or read.state == Reasons.SECRET):
        unit, file.state, file.name = file.opinion.handling, FileState.REFUSED, "tep"
        audit.record(SYSTEM, "feedback.refuse_file", "opinion", file.opinion_id, unit_id=unit.id)
        tell({one.account_id for one in holders_over(unit.path, HEADS)},
             N_("Một tệp gửi kèm góp ý tới %(unit)s mang dấu chỉ độ mật đã bị từ chối và không được lưu. Xử lý văn bản "
                "theo quy định về bảo vệ bí mật nhà nước."), "/gop-y/hop-thu", unit=unit.name[:120])
        enqueue("feedback.forget_original", priority=7, digest=file.digest)
    else:
        file.state = FileState.READY
    db.session.flush()


def forget_original(digest: str) -> None:
    """Drop what the camera made once nobody needs it (worker)."""
    files.forget(digest)


def _judge(upload: Any, hidden: bool) -> str:
    """The type by content. A Word or PDF file carries its writer's name inside: not with a hidden name."""
    name, head = upload.filename or "", _head(upload)
    if secrecy_mark("", name):
        raise DomainError(_l("Tên tệp “%(name)s” có dấu chỉ độ mật. Không gửi tài liệu mật lên sổ tay; tệp không được "
                             "lưu.", name=safe_file_name(name)), "files")
    files.size_of(upload)
    if pictures.looks_like(head):
        pictures.check(upload.stream, name=name, field="files")
        return "image/jpeg"
    media_type = sniff(head, name)
    if media_type not in (PDF, DOCX, TEXT):
        raise _not_accepted(name)
    if hidden and media_type != TEXT:
        raise DomainError(_l("“%(name)s”: tệp PDF và DOCX thường ghi tên người soạn bên trong nên không gửi được khi "
                             "ẩn tên. Gửi ảnh chụp hoặc tệp TXT, hoặc chọn mức khác.", name=name), "files")
    return media_type


def _head(upload: Any) -> bytes:
    upload.stream.seek(0)
    head: bytes = upload.stream.read(HEAD)
    upload.stream.seek(0)
    return head


def _not_accepted(name: str) -> DomainError:
    return DomainError(_l("“%(name)s”: chỉ nhận ảnh JPEG, PNG, WebP và tệp PDF, DOCX, TXT; nội dung phải đúng với đuôi "
                          "tệp.", name=name), "files")


audit.says({"feedback.refuse_file": _l("từ chối một tệp gửi kèm góp ý")})
