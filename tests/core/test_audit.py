"""The log of acts: whatever is changed, cut or re-stamped afterwards is found."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.core import audit
from portal.core.actor import SYSTEM
from portal.core.db import db, transaction

TRIGGERS = {"sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"],
            "postgresql": ["DROP TRIGGER audit_append_only ON audit_entry"]}
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def chain() -> list[int]:
    """Ids of five entries of its own, at the end of the chain."""
    with transaction():
        for number in range(5):
            audit.record(SYSTEM, "probe.write", "probe", number, text=f"việc {number}")
    found = db.select(audit.AuditEntry.id).where(audit.AuditEntry.verb == "probe.write").order_by(audit.AuditEntry.id)
    ids = list(db.session.execute(found).scalars())
    db.session.rollback()
    return ids


def tamper(statement: str, **values: object) -> int | None:
    """Change the table as somebody with the database would, then walk the chain."""
    for trigger in TRIGGERS[db.engine.dialect.name]:
        db.session.execute(text(trigger))
    db.session.execute(text(statement), values)
    db.session.commit()
    return audit.verify()


def test_whole_chain_verifies(chain: list[int]) -> None:
    assert audit.verify() is None
    assert len(chain) == 5


def test_a_changed_entry_is_named(chain: list[int]) -> None:
    assert tamper("UPDATE audit_entry SET object_id = 99 WHERE id = :id", id=chain[2]) == chain[2]


def test_a_changed_fact_is_named(chain: list[int]) -> None:
    assert tamper("""UPDATE audit_entry SET facts = '{"text": "khác"}' WHERE id = :id""", id=chain[1]) == chain[1]


def test_a_flipped_bit_of_a_hash_is_named(chain: list[int]) -> None:
    old = db.session.get_one(audit.AuditEntry, chain[3]).hash
    flipped = ("1" if old[0] != "1" else "2") + old[1:]
    assert tamper("UPDATE audit_entry SET hash = :hash WHERE id = :id", id=chain[3], hash=flipped) == chain[3]


def test_a_missing_entry_is_found(chain: list[int]) -> None:
    assert tamper("DELETE FROM audit_entry WHERE id = :id", id=chain[1]) == chain[2]


def test_a_cut_tail_is_found(chain: list[int]) -> None:
    assert tamper("DELETE FROM audit_entry WHERE id >= :id", id=chain[3]) == 0


def test_an_emptied_table_is_found(chain: list[int]) -> None:
    assert tamper("DELETE FROM audit_entry") == 0


@pytest.mark.parametrize("statement", [
    "UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry",
])
def test_the_database_itself_refuses(chain: list[int], statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()
    assert audit.verify() is None


def test_an_act_that_is_rolled_back_leaves_no_entry(chain: list[int]) -> None:
    def act() -> None:
        with transaction():
            audit.record(SYSTEM, "probe.write", "probe")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert audit.verify() is None
    assert db.session.query(audit.AuditEntry).filter_by(verb="probe.write").count() == 5


def test_verify_command_says_so(app: Flask, chain: list[int]) -> None:
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    tamper("UPDATE audit_entry SET verb = 'x' WHERE id = :id", id=chain[0])
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert str(chain[0]) in result.output
