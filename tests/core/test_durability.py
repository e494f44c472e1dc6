"""What SQLite is told, so that an acknowledged act survives a power cut (benchmarks.power tries it)."""

from pathlib import Path

from sqlalchemy import create_engine, text

from portal.core import db


def test_every_connection_flushes_before_a_commit_is_answered(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'portal.sqlite'}")
    assert db.event.contains(db.Engine, "connect", db._prepare)
    for _ in range(2):
        with engine.connect() as connection:
            said = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in
                    ("journal_mode", "synchronous", "foreign_keys")]
            assert said == ["wal", 2, 1]
        engine.dispose()
