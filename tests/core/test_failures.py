"""Every failure has a page in words, a status that fits, and keeps what was typed."""

import io
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from portal.core.db import db
from tests.client import PortalClient, find_form, form_values
from tests.core.conftest import form_of, traces

As = Callable[[str | None], PortalClient]
pytestmark = pytest.mark.usefixtures("probe")
STATUS = {"unexpected": 500, "disk": 507, "full": 507, "database": 503, "rule": 422, "conflict": 409}


@pytest.mark.parametrize(("how", "status"), STATUS.items())
def test_each_failure_has_its_page(as_: As, how: str, status: int) -> None:
    client = as_("member")
    for answer in (client.get(f"/thu/hong?how={how}"), client.post("/thu/hong", data=form_of(client, how=how))):
        assert answer.status_code == status
        assert answer.mimetype == "text/html"
        for secret in ("Traceback", "RuntimeError", "079084000999", "SELECT", "INSERT", "OSError", "portal/"):
            assert secret not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_unexpected_failure_gives_a_number_to_report(as_: As, capsys: pytest.CaptureFixture[str]) -> None:
    page = as_("member").get("/thu/hong?how=unexpected")
    lines = [line for line in capsys.readouterr().out.splitlines() if '"failed"' in line]
    assert len(lines) == 1
    request_id = re.search(r'"request": "([0-9a-f]{12})"', lines[0])
    assert request_id is not None
    assert request_id[1] in page.text
    assert "079084000999" not in lines[0]


@pytest.mark.parametrize("url", ["/khong-co", "/thu/vat/2", "/thu/vat/abc", "/%00", "/..%2f..%2fetc/passwd"])
def test_unknown_addresses_get_a_helpful_page(as_: As, url: str) -> None:
    page = as_("member").get(url)
    assert page.status_code == 404
    assert 'href="/"' in page.text


def test_who_has_no_search_box_is_not_sent_to_it(as_: As) -> None:
    assert "Tìm trong ô tìm kiếm" in as_("member").get("/khong-co").text
    page = as_(None).get("/khong-co")
    assert "Tìm trong ô tìm kiếm" not in page.text
    assert "Về Trang chủ." in page.text


def test_wrong_method_says_so(as_: As) -> None:
    answer = as_("member").get("/thu/ghi")
    assert answer.status_code == 405
    assert "POST" in answer.headers.get("Allow", "POST")


def test_too_large_a_form_is_refused_in_words(probe: Flask, as_: As) -> None:
    client = as_("member")
    form = form_of(client, text="x" * (3 * 1024 * 1024))
    assert client.post("/thu/ghi", data=form).status_code == 413
    assert traces() == []


@pytest.mark.parametrize("body", [b"\xff\xfe=\xff", b"a=%ZZ&=&&;", b"text=%00%01", b""])
def test_odd_bodies_are_no_failure(as_: As, body: bytes) -> None:
    client = as_("member")
    answer = client.post("/thu/ghi", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%00", "trang=-1", "trang=9" * 40, "trang=1e9",
                                   "q=" + "a" * 5000, "q=%F0%9F%9A%82"])
def test_odd_queries_are_no_failure(as_: As, query: str) -> None:
    assert as_("member").get(f"/tim-kiem?{query}").status_code in (200, 400)


def test_a_locked_database_is_said_in_words_and_heals(probe: Flask, as_: As) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite has one writer at a time")
    client = as_("member")
    form = form_of(client, text="gõ lúc máy bận")
    where = db.session.execute(text("PRAGMA database_list")).one().file
    db.session.rollback()
    with impatient(db.engine), closing(sqlite3.connect(where, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = client.post("/thu/ghi", data=form)
        other.execute("ROLLBACK")
    assert busy.status_code == 503
    assert busy.headers["Retry-After"]
    assert client.post("/thu/ghi", data=form).status_code == 303
    assert traces() == ["gõ lúc máy bận"]


def test_nothing_is_taken_while_the_file_of_the_database_is_gone(probe: Flask, as_: As) -> None:
    client = as_("member")
    form, where = form_of(client, text="gõ lúc mất tệp"), database_file()
    kept = where.with_suffix(".away")
    where.rename(kept)
    assert client.post("/thu/ghi", data=form).status_code == 503
    kept.rename(where)
    assert client.post("/thu/ghi", data=form_of(client, text="gõ khi đã có lại")).status_code == 303
    assert traces() == ["gõ khi đã có lại"]


def test_no_empty_file_is_made_where_the_database_was(tmp_path: Path) -> None:
    where, kept = tmp_path / "portal.sqlite", tmp_path / "away.sqlite"
    engine = create_engine(f"sqlite:///{where}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE thing (id integer)"))
    engine.dispose()
    where.rename(kept)
    with pytest.raises(OperationalError, match="gone"):
        engine.connect()
    assert not where.exists()
    kept.rename(where)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM thing")).scalar_one() == 0
    engine.dispose()


def test_another_file_put_in_place_of_the_database_is_the_one_written_to(probe: Flask, as_: As) -> None:
    client = as_("member")
    form, where = form_of(client, text="vào tệp mới"), database_file()
    with closing(sqlite3.connect(where)) as old, closing(sqlite3.connect(where.with_suffix(".new"))) as new:
        old.backup(new)
    where.with_suffix(".new").rename(where)
    for beside in ("-wal", "-shm"):
        Path(f"{where}{beside}").unlink(missing_ok=True)
    assert client.post("/thu/ghi", data=form).status_code == 303
    with closing(sqlite3.connect(where)) as found:
        assert found.execute("SELECT count(*) FROM audit_entry WHERE verb = 'probe.write'").fetchone() == (1,)


def database_file() -> Path:
    """The file behind this test's database; nothing of it is open in the test itself."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its own files")
    where = Path(db.session.execute(text("PRAGMA database_list")).one().file)
    db.session.remove()
    return where


@contextmanager
def impatient(engine: Any) -> Iterator[None]:
    """New connections wait 50 ms for the lock instead of 10 s."""
    def prepare(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    engine.dispose()
    event.listen(engine, "connect", prepare)
    yield
    event.remove(engine, "connect", prepare)
    engine.dispose()


@pytest.mark.parametrize("how", ["unexpected", "disk", "database", "full"])
def test_after_a_failure_of_the_server_the_form_is_sent_again_as_it_was(as_: As, how: str) -> None:
    client = as_("member")
    typed = "Ý kiến dài\nhai dòng"
    failed = client.post("/thu/hong", data=form_of(client, how=how, text=typed))
    assert "Ý kiến dài<br>hai dòng" in failed.text
    assert '<a class="button quiet" href="/">' in failed.text, "one main action: to send it again"
    sent = form_values(find_form(failed, "/thu/hong"))
    assert (sent["how"], sent["text"]) == (how, typed)
    assert "Ý kiến dài" in client.submit(failed, action="/thu/hong").text, "a second failure keeps it too"


@pytest.mark.parametrize("how", ["rule", "conflict"])
def test_what_a_rule_refused_stays_to_be_copied(as_: As, how: str) -> None:
    client = as_("member")
    refused = client.post("/thu/hong", data=form_of(client, how=how, text="Ý kiến dài"))
    assert "Ý kiến dài" in refused.text
    assert 'action="/thu/hong"' not in refused.text


@pytest.mark.parametrize("path", ["/thu/hong", "/khong-co-trang-nay"])
def test_what_another_site_sent_is_not_shown_as_typed(as_: As, path: str) -> None:
    client = as_("member")
    form = form_of(client, how="database", text="Lời của trang khác")
    for origin, is_shown in (("http://localhost", True), ("https://other.example", False), ("null", False)):
        answer = client.post(path, data=form, headers={"Origin": origin})
        assert ("Lời của trang khác" in answer.text) == is_shown, origin


def test_a_refused_form_leads_back_to_its_page(as_: As) -> None:
    client = as_("member")
    form = form_of(client, how="rule")
    from_its_page = client.post("/thu/hong", data=form, headers={"Referer": "http://localhost/tai-khoan-cua-toi?a=1"})
    assert '<a class="button main" href="/tai-khoan-cua-toi?a=1">Về trang trước</a>' in from_its_page.text
    for elsewhere in ("http://other.example/tai-khoan-cua-toi", "http://localhost/thu/hong", ""):
        assert "Về trang trước" not in client.post("/thu/hong", data=form, headers={"Referer": elsewhere}).text


def test_files_that_were_with_it_are_said_to_be_gone(as_: As) -> None:
    client = as_("member")
    form = form_of(client, how="database", text="Ý kiến dài")
    failed = client.post("/thu/hong", data={**form, "files": (io.BytesIO(b"x"), "a.txt")})
    assert "Tệp đính kèm không giữ được. Cần gửi cùng tệp thì mở lại biểu mẫu" in failed.text


def test_a_form_with_a_password_is_typed_anew(as_: As) -> None:
    client = as_("member")
    failed = client.post("/thu/hong", data=form_of(client, how="database", text="Ý kiến dài", password="bí mật"))
    assert "bí mật" not in failed.text
    assert 'action="/thu/hong"' not in failed.text
