"""Documents for tests: rows in any state, and the intake a clerk uses."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.documents import services
from portal.documents.models import Document, DocumentFile, DocumentPart, DocumentReader, DocumentText, State
from portal.documents.services.keys import set_keys
from portal.jobs.queue import index_later
from portal.jobs.worker import run_all
from tests.client import PortalClient
from tests.people import unit

SEEDS = Path(__file__).resolve().parents[2] / "portal" / "seeds"
LETTER_98, LETTER_215 = "98-CV-DU.md", "215-CV-TU.txt"


def document(owner: str = "hanoi", *, state: State = State.PUBLISHED, to: list[str] | None = None,
             trashed: bool = False, text: str = "Nội dung văn bản.", **fields: Any) -> Document:
    """A row with its text, committed. `to`: audience tokens, the owner's subtree unless given."""
    owner_unit, now = unit(owner), clock.now()
    number = db.session.execute(db.select(db.func.count()).select_from(Document)).scalar_one() + 1
    values = {"symbol": f"{number:02d}-CV/ĐU", "number": f"{number:02d}", "kind": "CV", "kind_name": "công văn",
              "issuer": "Đảng ủy Tổng công ty", "issued_on": date(2026, 1, 1) + timedelta(days=number % 300),
              "subject": f"nội dung thứ {number}", "signer": "Nguyễn Văn Ký", **fields}
    public = state in (State.PUBLISHED, State.WITHDRAWN)
    made = Document(unit_id=owner_unit.id, unit=owner_unit, state=state, name="tep.txt", part_count=1, quality=1.0,
                    created_at=now, changed_at=now, sort_on=clock.today(), published_at=now if public else None,
                    confirmed_at=now if public else None, trashed_at=now if trashed else None,
                    withdrawn_at=now if state == State.WITHDRAWN else None, **values)
    made.readers = [DocumentReader(token=token) for token in (to or [f"s{owner_unit.id}"])]
    made.files = [DocumentFile(digest=f"{number:064x}", name="tep.txt", media_type="text/plain", size=100)]
    set_keys(made)
    db.session.add(made)
    db.session.flush()
    db.session.add(DocumentText(document_id=made.id, plain=text, page_count=1, proposal={}))
    db.session.add(DocumentPart(document_id=made.id, number=1, html=f"<p>{text}</p>"))
    index_later("document", made.id)
    db.session.commit()
    return made


def seed(name: str) -> bytes:
    """One of the two real letters."""
    return (SEEDS / name).read_bytes()


def upload(client: PortalClient, name: str, body: bytes, *, at: str | None = None, work: bool = True,
           **fields: Any) -> Any:
    """Send a file by the form a clerk uses and let the worker read it; the answer of the form."""
    form = client.get("/van-ban/them" + (f"?don_vi={unit(at).id}" if at else ""))
    answer = client.submit(form, {"files": (io.BytesIO(body), name), "declared": "y", **fields})
    if work:
        run_all()
    return answer


def taken_in(client: PortalClient, name: str, body: bytes | None = None, *, publish: bool = True, at: str | None = None,
             **fields: Any) -> str:
    """A file from upload to publication as a clerk does it; answers the document's address."""
    answer = upload(client, name, seed(name) if body is None else body, at=at)
    assert answer.status_code == 303, answer.text
    saved = client.submit(client.get(answer.location + "/sua"), {"lacking": "y", **fields}, action="/sua")
    assert saved.status_code == 303, saved.text
    if publish:
        approved(client, answer.location)
    return str(answer.location)


def approved(client: PortalClient, address: str) -> None:
    """Publish what a clerk confirmed: in one step where the clerk is a head, else submitted and approved."""
    page = client.get(address)
    one_step = "/cong-bo" in page.text
    assert client.submit(page, action="/cong-bo" if one_step else "/trinh-duyet").status_code == 303
    if not one_step:
        services.publish(SYSTEM, db.session.get_one(Document, int(address.rpartition("/")[2])))
        db.session.commit()
    run_all()
