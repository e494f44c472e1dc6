"""A disk that is full: said to the clerk by every door, nothing half-kept, and the worker comes back to it later."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from portal.core import clock, files
from portal.core.db import db, transaction
from portal.documents.models import Document, State
from portal.jobs.models import Job
from portal.jobs.registry import KINDS
from portal.jobs.worker import run_all
from portal.papers import bounds, extraction
from portal.papers.reasons import State as Ended
from tests.documents.test_intake import pdf
from tests.factories.documents import upload


@pytest.fixture
def full(monkeypatch):
    """Nothing can be written to the store any more; call it to make room again."""

    def put(self, stream):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.FolderStore, "put", put)
        yield patch.undo


def test_the_plain_form(as_, full) -> None:
    client = as_("office_staff")
    answer = upload(client, "a.pdf", pdf("Ke hoach"))
    assert answer.status_code == 507
    assert "ổ đĩa" in answer.text.lower() or "hết chỗ" in answer.text
    assert not db.session.execute(db.select(Document)).first()
    full()
    assert upload(client, "a.pdf", pdf("Ke hoach")).status_code == 303


@pytest.mark.usefixtures("children")
def test_a_child_without_room_is_no_broken_file(tmp_path, monkeypatch) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf("Ke hoach"))
    monkeypatch.setattr(extraction, "TemporaryFile", lambda: Path("/dev/full").open("r+b", buffering=0))  # noqa: SIM115
    with pytest.raises(OSError, match="No space") as caught:
        extraction.extract(tmp_path / "a.pdf", extraction.PDF)
    assert caught.value.errno == errno.ENOSPC


def test_what_was_not_read_for_want_of_room_is_read_later(as_, monkeypatch) -> None:
    def without_room(*_: object) -> Ended:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(extraction, "run_child", without_room)
        address = upload(as_("office_staff"), "a.pdf", pdf("Ke hoach")).location
        for hours in (1, 2, 3):
            with time_machine.travel(clock.now() + timedelta(hours=hours)):
                run_all()
    assert "đang" in as_("office_staff").get(address).text
    assert db.session.execute(db.select(Job.state).where(Job.kind == "documents.extract")).scalars().all() == ["dead"]
    assert bounds.NO_ROOM == errno.ENOSPC
    with time_machine.travel(clock.now() + timedelta(hours=5)):
        with transaction():
            KINDS["documents.sweep_uploads"].handler([{}])
        run_all()
    assert db.session.execute(db.select(Document.state)).scalar_one() == State.DRAFT
