"""Papers of a meeting: only documents, judged by their content; nothing that carries a secrecy mark."""

from datetime import datetime, timedelta
from typing import Any

from portal.core import clock, files
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext
from portal.core.i18n import lazy_gettext as _l
from portal.jobs.queue import enqueue
from portal.meetings import queries
from portal.meetings.models import Meeting, MeetingPaper, State, Verb
from portal.meetings.services.steps import log, note, take
from portal.papers.extraction import extract, judge
from portal.papers.reasons import REASONS
from portal.papers.secrecy import secrecy_mark

LARGEST = 20 << 20
HEAD = 8192
BACK_WITHIN = timedelta(days=1)
"""How long a paper that was taken off can be put back; its content waits in the store as long."""


def attach(actor: Actor, meeting: Meeting, upload: Any, *, item_id: int | None = None) -> MeetingPaper:
    """Add a file that the papers room can read to an item or to the whole meeting; `upload` is a FileStorage."""
    take(meeting, State.DRAFT, State.OPEN, State.IN_PROGRESS)
    if not upload or not upload.filename:
        raise DomainError(_l("Chọn tệp rồi đăng."), "files")
    if item_id is not None and item_id not in {item.id for item in meeting.items}:
        raise DomainError(_l("Nội dung này không còn trong chương trình."), "item")
    mark = secrecy_mark("", upload.filename)
    if mark:
        raise DomainError(_l("Tên tệp ghi “%(mark)s”. Tài liệu có dấu mật không được đưa lên đây.", mark=mark), "files")
    stored = files.keep(upload, field="files", largest=LARGEST)
    media_type = _media_type(stored)
    paper = MeetingPaper(meeting_id=meeting.id, item_id=item_id, digest=stored.digest, name=stored.name,
                         size=stored.size, media_type=media_type, posted_at=clock.now())
    db.session.add(paper)
    db.session.flush()
    log(actor, "meetings.attach", meeting, paper=paper.id)
    enqueue("meetings.check_paper", id=paper.id)
    return paper


def detach(actor: Actor, paper: MeetingPaper) -> dict[str, Any]:
    """Take a paper off; answers what `put_back` needs to undo it."""
    meeting = paper.meeting
    take(meeting, State.DRAFT, State.OPEN, State.IN_PROGRESS)
    log(actor, "meetings.detach", meeting, paper=paper.id)
    taken = {"meeting_id": meeting.id, "item_id": paper.item_id, "digest": paper.digest, "name": paper.name,
             "size": paper.size, "media_type": paper.media_type, "posted_at": paper.posted_at.isoformat()}
    _remove(paper, BACK_WITHIN)
    return taken


def put_back(actor: Actor, meeting: Meeting, taken: dict[str, Any]) -> MeetingPaper:
    """Undo `detach`, with the hour at which the paper was posted; at the whole meeting where its item is gone."""
    take(meeting, State.DRAFT, State.OPEN, State.IN_PROGRESS)
    if files.store().path(taken["digest"]) is None:
        raise DomainError(_l("Tệp “%(name)s” không còn trong kho. Đăng lại tệp.", name=taken["name"]))
    if taken["item_id"] not in {item.id for item in meeting.items}:
        taken = {**taken, "item_id": None}
    paper = MeetingPaper(**{**taken, "posted_at": datetime.fromisoformat(taken["posted_at"])})
    for one in meeting.papers:
        if (one.digest, one.posted_at) == (paper.digest, paper.posted_at):
            return one  # pressed once more on a page from before
    db.session.add(paper)
    db.session.flush()
    log(actor, "meetings.put_back", meeting, paper=paper.id)
    enqueue("meetings.check_paper", id=paper.id)
    return paper


def withdraw_if_secret(paper_id: int) -> bool:
    """Read the paper's text; one that carries a secrecy mark is taken off at once and the history says so."""
    paper = db.session.get(MeetingPaper, paper_id)
    path = files.store().path(paper.digest) if paper else None
    if paper is None or path is None:
        return False
    mark = extract(path, paper.media_type).secrecy or secrecy_mark("", paper.name)
    if not mark:
        return False
    note(SYSTEM, paper.meeting, Verb.WITHDRAW, reason=f"{paper.name}: có dấu “{mark}”")
    _remove(paper)
    return True


def _remove(paper: MeetingPaper, after: timedelta = timedelta(0)) -> None:
    """The row goes, and its content with it, unless another row names it by then."""
    db.session.delete(paper)
    db.session.flush()
    enqueue("core.forget_file", after=after, digest=paper.digest)


def _media_type(stored: files.Stored) -> str:
    path = files.store().path(stored.digest)
    head = b""
    if path is not None:
        with path.open("rb") as file:
            head = file.read(HEAD)
    found, state = judge(head, stored.name, path)
    if found is None:
        raise DomainError(_l("Không nhận được tệp “%(name)s”. %(reason)s", name=stored.name,
                             reason=lazy_gettext(REASONS[state])), "files")
    return found


files.named_by("meetings", queries.names_file)
