"""Every engine, and records to put into them."""

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from portal.search.engine import Engine
from portal.search.entry import Entry, Found, Query, Results
from portal.search.memory import MemoryEngine
from portal.search.postgres_engine import PostgresEngine
from portal.search.whoosh_engine import WhooshEngine

ALL = frozenset({"all"})


def paper(number: int, title: str, **rest: object) -> Entry:
    """A document that all may read, unless said otherwise."""
    return Entry(**{"kind": "document", "id": number, "title": title, "readers": ALL} | rest)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


SERVER = os.environ.get("PORTAL_TEST_POSTGRES", "")
KINDS = ["memory", "whoosh", *(["postgresql"] if SERVER else [])]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only what asks the engine inside PostgreSQL is tried there."""
    for item in items:
        if item.path.parent.name == "search" and "postgresql" not in item.name:
            item.add_marker(pytest.mark.once)


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    if request.param != "postgresql":
        yield MemoryEngine() if request.param == "memory" else WhooshEngine(folder)
        return
    made = PostgresEngine(SERVER, table=f"search_{uuid.uuid4().hex[:12]}")
    yield made
    made.forget()


@pytest.fixture
def ask(engine: Engine) -> Callable[..., Results]:
    """Ask as a reader of `all`."""

    def asked(text: str, **rest: object) -> Results:
        return engine.find(Query(**{"text": text, "readers": ALL} | rest))  # type: ignore[arg-type]

    return asked


def ids(results: Results) -> list[int]:
    return [hit.id for hit in results.hits]


def keys(hits: list[Found]) -> list[tuple[str, int]]:
    return [(hit.kind, hit.id) for hit in hits]


LETTERS = [
    paper(
        1,
        "Công văn về việc triển khai học tập nghị quyết",
        symbol="98-CV/ĐU",
        head="Công văn. Đảng uỷ Tổng công ty Đường sắt Việt Nam",
        body="Đảng uỷ yêu cầu các chi bộ tổ chức học tập, quán triệt nghị quyết.",
        date=date(2025, 12, 15),
    ),
    paper(2, "Kế hoạch đào tạo cán bộ năm 2025", symbol="12-KH/ĐU", date=date(2025, 3, 1)),
    paper(3, "Cần bỏ thói quen xấu", date=date(2025, 9, 5)),
    paper(4, "Thông báo giờ tàu chạy qua ga Hải Dương", body="Trong 98 ngày, tàu dừng ở ga Hải Dương."),
    paper(5, "Hoà giải ở cơ sở", body="Tổ hòa giải họp mỗi tháng."),
    paper(6, "Báo cáo tổng kết 98 năm ngành in", symbol="215-CV/TU", date=date(2024, 1, 2)),
]
