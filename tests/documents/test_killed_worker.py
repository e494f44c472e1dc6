"""The worker dies in the middle of any step of reading a file: the next one reads it, once; nothing is half there."""

import pytest

from portal.core.db import db, transaction
from portal.documents import jobs, services
from portal.documents.models import DocumentCitation, DocumentPart, DocumentText, State
from portal.documents.services import editions, reading
from portal.jobs.models import Job
from portal.jobs.queue import release
from portal.jobs.worker import run_all
from portal.papers import extraction
from tests.documents.test_lifecycle import found
from tests.documents.test_versions import replace
from tests.factories.documents import LETTER_98, approved, seed, taken_in, upload
from tests.factories.uploads import documents

STEPS = [(services, "begin_reading"), (extraction, "extract"), (services, "understand"), (services, "file_was_read"),
         (reading, "propose_fields"), (reading, "enter_text"), (reading, "citation_rows"), (reading, "lighten_later"),
         (reading, "check_later")]
OF_VERSIONS = [(extraction, "extract"), (services, "edition_was_read"), (editions, "_swap"), (editions, "enter_text"),
               (editions, "check_later"), (editions, "tell")]


def killed(monkeypatch, where, name: str, *, after: bool) -> None:
    """Run the worker till it dies before or after that step, then start the next one."""
    whole = getattr(where, name)

    def dies(*words, **named):
        if after:
            whole(*words, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(where, name, dies)
        with pytest.raises(KeyboardInterrupt):
            run_all()
    db.session.rollback()
    with transaction():
        assert release() == 1
    run_all()
    assert not db.session.execute(db.select(Job.id).where(Job.kind.startswith("documents.extract"))).first()


def counted(*tables) -> list[int]:
    return [db.session.execute(db.select(db.func.count()).select_from(table)).scalar_one() for table in tables]




@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("where", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_new_file(as_, actor, monkeypatch, where, name: str, after: bool) -> None:
    assert jobs.extraction is extraction
    client = as_("committee_secretary")
    address = upload(client, LETTER_98, seed(LETTER_98), work=False).location
    killed(monkeypatch, where, name, after=after)
    one, = documents()
    assert (one.state, one.symbol, one.problem, len(one.files)) == (State.DRAFT, "98-CV/ĐU", "", 1)
    texts, parts, citations = counted(DocumentText, DocumentPart, DocumentCitation)
    assert (texts, parts, citations) == (1, one.part_count, 7)
    confirmed = client.submit(client.get(address + "/sua"), action="/sua")
    assert confirmed.status_code == 303
    approved(client, address)
    assert found(actor("member"), "98-CV/ĐU") == [one.id]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("where", "name"), OF_VERSIONS, ids=[name for _, name in OF_VERSIONS])
def test_a_new_version(as_, actor, monkeypatch, where, name: str, after: bool) -> None:
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_98)
    body = seed(LETTER_98) + "\nCầu Bính chỉ thêm một dòng.\n".encode()
    assert replace(client, address, body).status_code == 303
    killed(monkeypatch, where, name, after=after)
    one, = documents()
    assert (one.edition, len(one.files)) == (2, 1)
    assert [row.state for row in db.session.execute(db.select(editions.DocumentEdition)
            .order_by(editions.DocumentEdition.number)).scalars()] == ["replaced", "current"]
    assert counted(DocumentText, DocumentCitation) == [1, 7]
    assert "Cầu Bính" in client.get(address).text and "Cầu Bính" not in client.get(address + "/ban/1").text
    assert found(actor("member"), "Cầu Bính") == [one.id]
