"""The command: what it makes, refuses and prints."""


import pytest
from flask import Flask

from portal.accounts.models import Account
from portal.core import audit
from portal.core.db import Base, db
from portal.delegation.api import Grant
from portal.demo import accounts, rooms, scale, stages
from portal.demo.people import Cast
from portal.documents.api import Document
from portal.feedback.api import Opinion
from portal.meetings.api import Meeting
from portal.members.api import Member
from portal.news.api import Article
from portal.organizations.api import Organization
from portal.search import active, registry
from tests.client import PortalClient
from tests.demo.conftest import run

ROLES = ["administrator", "corporation_office_staff", "grassroots_secretary", "grassroots_office_staff",
         "cell_secretary_1", "cell_secretary_2", "member_1", "member_2", "probationary_1", "probationary_2"]

pytestmark = pytest.mark.once

def count(table: type[Base]) -> int:
    return db.session.execute(db.select(db.func.count()).select_from(table)).scalar_one()


def sign_in(app: Flask, citizen_id: str, secret: str) -> PortalClient:
    client: PortalClient = app.test_client()  # type: ignore[assignment]
    form = client.get("/dang-nhap")
    answer = client.submit(form, {"citizen_id": citizen_id, "password": secret}, action="/dang-nhap")
    assert answer.status_code == 303
    return client


def table_of(app: Flask) -> list[list[str]]:
    done = run(app, "--accounts")
    assert done.exit_code == 0
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_counts(app: Flask) -> None:
    cast = Cast(1)
    assert count(Organization) == len(cast.units) + 1
    assert count(Member) == len(cast.people)
    assert count(Article) == 12
    assert count(Opinion) == 15
    assert count(Document) == 2


def test_rooms_are_in_several_states(app: Flask) -> None:
    for table, states in ((Opinion, {"sent", "taken", "answered", "reopened"}), (Meeting, {"closed", "open", "draft"}),
                          (Document, {"published"}), (Article, {"published"})):
        assert set(db.session.execute(db.select(table.state)).scalars()) == states


def test_only_sample_accounts_have_a_password(app: Flask) -> None:
    ready = db.select(db.func.count()).select_from(Account).where(Account.password_hash != "")
    assert db.session.execute(ready).scalar_one() == len(ROLES)


def test_grants_go_down_one_step_at_a_time(app: Flask) -> None:
    grants = {one.id: one for one in db.session.execute(db.select(Grant)).scalars()}
    for one in grants.values():
        if one.source_id is None:
            assert one.unit.parent_id is None
        else:
            source = grants[one.source_id]
            assert source.unit_id == one.unit.parent_id
            assert source.account_id == one.grantor_id


def test_log_is_whole_and_in_the_order_of_time(app: Flask) -> None:
    assert audit.verify() is None
    times = db.session.execute(db.select(audit.AuditEntry.at).order_by(audit.AuditEntry.id)).scalars().all()
    assert times == sorted(times)


def test_second_run_does_nothing(app: Flask) -> None:
    before = [count(table) for table in (Organization, Member, Article, audit.AuditEntry)]
    done = run(app)
    assert done.exit_code == 0
    assert "đã có sẵn" in done.output
    assert before == [count(table) for table in (Organization, Member, Article, audit.AuditEntry)]


def test_refuses_a_database_with_other_organizations(foreign: Flask) -> None:
    before = count(Member)
    done = run(foreign)
    assert done.exit_code == 1
    assert "không phải của dữ liệu mẫu" in done.stderr
    assert count(Member) == before
    assert run(foreign, "--scale").exit_code == 1


def test_no_sample_no_table(empty: Flask) -> None:
    done = run(empty, "--accounts")
    assert done.exit_code == 1
    assert not done.stdout
    assert accounts.first_sign_in() is None


def test_without_tables_it_says_what_to_do(empty: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "has_schema", lambda: False)
    done = run(empty)
    assert done.exit_code == 1
    assert "init" in done.stderr


def test_a_run_cut_short_goes_on_where_it_stopped(empty: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(cast: Cast) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(rooms, "confirm", fail)
        assert run(empty, "--seed", "5").exit_code == 1
    assert set(stages.made()) == {"people", "letters"}
    assert run(empty, "--seed", "6").exit_code == 0
    assert set(stages.made().values()) == {5}
    assert count(Document) == 2
    assert count(Article) == 12


def test_table_of_accounts(app: Flask) -> None:
    header, *rows = table_of(app)
    assert header == ["role", "citizen_id", "password", "unit", "name"]
    assert [row[0] for row in rows] == ROLES
    names = {one.citizen_id: one.full_name for one in db.session.execute(db.select(Member)).scalars()}
    units = set(db.session.execute(db.select(Organization.name)).scalars())
    for _, citizen_id, _, unit, name in rows:
        assert names[citizen_id] == name
        assert unit in units


@pytest.mark.parametrize("role", ROLES)
def test_every_sample_signs_in_past_the_forced_change(app: Flask, role: str) -> None:
    _, citizen_id, secret, _, name = next(row for row in table_of(app) if row[0] == role)
    client = sign_in(app, citizen_id, secret)
    page = client.get("/")
    assert page.status_code == 200
    assert name in page.text
    assert name in client.get(client.get("/dang-vien/toi").location).text
    keeps = not role.startswith(("member", "probationary"))
    assert client.get("/dang-vien").status_code == (200 if keeps else 403)
    assert client.get("/phan-quyen").status_code == (200 if keeps else 403)


def test_letters_are_found_by_every_member(app: Flask) -> None:
    active.engine().rebuild(registry.entries())
    _, citizen_id, secret, *_ = next(row for row in table_of(app) if row[0] == "member_2")
    client = sign_in(app, citizen_id, secret)
    for symbol in ("98-CV/ĐU", "215-CV/TU"):
        found = client.get("/tim-kiem", query_string={"q": symbol})
        assert found.status_code == 303, "a whole symbol leads to its document"
        assert symbol in client.get(found.location).text.split("<main")[1]
    assert "215-CV/TU" in client.get("/van-ban").text


def test_first_sign_in_waits_until_it_is_used(app: Flask) -> None:
    opened = accounts.first_sign_in()
    assert opened is not None
    assert opened.citizen_id not in {row[1] for row in table_of(app)}
    client = sign_in(app, opened.citizen_id, opened.code)
    form = client.get("/doi-mat-khau")
    new = "hoa phuong no do san ga"
    done = client.submit(form, {"old_password": opened.code, "new_password": new, "repeat_password": new},
                         action="/doi-mat-khau")
    assert done.location == "/quyen-rieng-tu"
    assert accounts.first_sign_in() is None


def test_scale_adds_the_rest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"MEMBERS": 600, "CELLS": 72, "GRASSROOTS": 18, "PAPERS": 40, "MONTHS": 2, "CHUNK": 15}.items():
        monkeypatch.setattr(scale, name, value)
    before = table_of(app)
    done = run(app, "--scale")
    assert done.exit_code == 0, done.output
    assert count(Member) == 600
    assert count(Document) == 42
    cells = db.session.execute(db.select(Organization).where(Organization.valid_to.is_(None))).scalars().all()
    assert sum(one.is_cell for one in cells) == 72
    held = db.select(db.func.count()).select_from(Meeting).where(Meeting.state == "closed")
    assert db.session.execute(held).scalar_one() == 4 + 2 * 70
    assert active.engine().state().count > 40
    assert table_of(app) == before
    assert "đã có sẵn" in run(app, "--scale").output


def test_pages_hold_at_scale(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents and meetings written in bulk open like all others."""
    for name, value in {"MEMBERS": 500, "CELLS": 60, "GRASSROOTS": 17, "PAPERS": 30, "MONTHS": 1}.items():
        monkeypatch.setattr(scale, name, value)
    assert run(app, "--scale").exit_code == 0
    _, citizen_id, secret, *_ = next(row for row in table_of(app) if row[0] == "administrator")
    client = sign_in(app, citizen_id, secret)
    staff = next(row for row in table_of(app) if row[0] == "corporation_office_staff")
    clerk = sign_in(app, staff[1], staff[2])
    assert client.get("/dang-vien?trang=3").status_code == 200
    newest = db.session.execute(db.select(db.func.max(Document.id))).scalar_one()
    assert clerk.get(f"/van-ban/{newest}").status_code == 200
    last = db.session.execute(db.select(db.func.max(Meeting.id))).scalar_one()
    assert clerk.get(f"/sinh-hoat/{last}").status_code == 200


