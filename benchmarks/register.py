"""What pages of the register cost as it grows: python -m benchmarks.register [--data FOLDER] [--times 16]

On `demo --scale` (8,000 members, 1,086 cells), then with every cell, its members, their accounts, grants and issues
`--times` times over (16: about 130,000), on SQLite, each time after the worker has counted. For each sample person:
milliseconds of CPU (medians over interleaved rounds), steps of SQLite's machine in thousands (the same however busy the
machine is), SQL statements, bytes, and the ratios of large to small. Target: no page's cost grows with the number of
members (BUDGETS, 1c: CPU at most 1.5 times, bytes at most 1.1 times, the same statements).
"""

import argparse
import os
import re
import tempfile
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import event, text
from werkzeug.test import Client

from benchmarks import house
from benchmarks.cpu import environ_of, once, sign_in

PEOPLE = ("member_1", "cell_secretary_1", "grassroots_secretary", "corporation_office_staff", "administrator")
PAGES = {"roster": "/dang-vien", "by name": "/dang-vien?ten=anh", "nobody": "/dang-vien?ten=xyzabc",
         "full name": "/dang-vien?ten=nguyen+van+anh", "lý": "/dang-vien?ten=ly", "no phone": "/dang-vien?thieu=phone",
         "no card": "/dang-vien?thieu=card_number", "too long on probation": "/dang-vien?qua_han=1",
         "a post few hold": "/dang-vien?chuc_vu=inspection_member", "the eldest": "/dang-vien?tuoi_tu=100",
         "badges": "/dang-vien/den-han?loai=huy-hieu", "to mend": "/dang-vien/chat-luong/danh-sach",
         "a cell for somebody new": "/dang-vien/them", "a file": "/dang-vien/nhap", "units by name":
         "/to-chuc/danh-sach?ten=anh", "kinds": "/to-chuc/loai", "calling": "/chuyen-sinh-hoat/de-nghi-den",
         "by cell": "/dang-vien?xep=cell", "probationers": "/dang-vien?trang_thai=probationary",
         "due": "/dang-vien/den-han", "quality": "/dang-vien/chat-luong", "own record": "/dang-vien/toi",
         "tree": "/to-chuc", "accounts": "/tai-khoan", "accounts by unit": "/tai-khoan/don-vi",
         "in no cell": "/dang-vien/khong-don-vi", "delegation": "/phan-quyen", "in force": "/phan-quyen/hieu-luc",
         "coverage": "/phan-quyen/chua-co-nguoi"}
ROUNDS = 9
EACH = 100
"""SQLite's machine is asked after so many steps."""


class Cost(NamedTuple):
    """Of one page: milliseconds of CPU, thousands of steps, statements, bytes of the compressed page."""

    time: float
    steps: float
    statements: int
    size: int


def grow(app: Flask, times: int) -> dict[str, int]:
    """Every cell, its members, their states and posts `times` times over; answers the rows of each table."""
    from portal.core.db import db

    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")

        def run(sql: str) -> Any:
            return connection.execute(text(sql))

        def columns(table: str) -> list[str]:
            return [row[1] for row in run(f"PRAGMA table_info({table})")]

        def copy(table: str, where: str, skip: tuple[str, ...] = (), **changed: str) -> None:
            names = [name for name in columns(table) if name not in skip]
            run(f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) "
                f"SELECT {', '.join(changed.get(name, name) for name in names)} FROM {table} WHERE {where}")

        units, members, accounts, grants = (run(f"SELECT max(id) FROM {table}").scalar_one() for table in (
            "organization", "member", "account", "role_grant"))
        cells = "SELECT id FROM organization WHERE kind_id IN (SELECT id FROM organization_kind WHERE is_cell)"
        for turn in range(1, times):
            unit, person = units * turn, members * turn
            copy("organization", f"id <= {units} AND id IN ({cells})", id=f"id + {unit}", code=f"'K{turn}-' || id",
                 path=f"substr(path, 1, length(path) - length(id || '/')) || (id + {unit}) || '/'",
                 name=f"name || ' {turn}'")
            number = f"'9{turn:02d}' || substr(citizen_id, 4)"
            account, grant = accounts * turn, grants * turn
            copy("account", f"id <= {accounts}", id=f"id + {account}", citizen_id=number)
            copy("member", f"id <= {members}", id=f"id + {person}", account_id=f"account_id + {account}",
                 card_number=f"'9{turn:02d}' || substr(card_number, 4)", citizen_id=number)
            copy("member_term", f"member_id <= {members}", member_id=f"member_id + {person}")
            moved = f"CASE WHEN unit_id IN ({cells}) THEN unit_id + {unit} ELSE unit_id END"
            copy("role_grant", f"id <= {grants} AND unit_id IN ({cells})", id=f"id + {grant}", unit_id=moved,
                 account_id=f"account_id + {account}")
            copy("quality_issue", f"member_id <= {members}", ("id",), member_id=f"member_id + {person}", unit_id=moved)
            for table in ("membership", "member_state", "position"):
                copy(table, f"member_id <= {members}", ("id",), member_id=f"member_id + {person}", unit_id=moved)
            copy("quality_score", f"unit_id IN ({cells}) AND unit_id <= {units}", unit_id=f"unit_id + {unit}")
        connection.commit()
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        return {table: run(f"SELECT count(*) FROM {table}").scalar_one() for table in ("organization", "member")}


def count(app: Flask) -> None:
    """What the worker does every quarter of an hour."""
    from portal.core.db import transaction
    from portal.jobs.registry import KINDS

    with app.app_context():
        for name in ("organizations.count", "keeping.count", "delegation.uncovered", "quality.sum_up"):
            with transaction():
                KINDS[name].handler([{}])


def check(app: Flask) -> None:
    """What the worker does once a night: every record is looked at."""
    from portal.core.db import transaction
    from portal.jobs.registry import KINDS

    with app.app_context(), transaction():
        KINDS["quality.check_all"].handler([{}])


def pages_of(client: Client) -> dict[str, str]:
    """Those of PAGES this person may open, and a node of the tree, a unit, a member."""
    found = {name: url for name, url in PAGES.items() if client.get(url).status_code == 200}
    for name, url, link in (("unit", "/to-chuc", r"/to-chuc/\d+"), ("member", "/dang-vien", r"/dang-vien/\d+"),
                            ("node", "/to-chuc", r"/to-chuc\?mo=[^\"]+")):
        page = client.get(url)
        links = re.findall(rf'href="({link})"', page.text) if page.status_code == 200 else []
        if links and client.get(links[-1].replace("&amp;", "&")).status_code == 200:
            found[name] = links[-1].replace("&amp;", "&")
    return found


def measure(app: Flask, people: dict[str, tuple[str, dict[str, str]]]) -> dict[tuple[str, str], Cost]:
    """(person, page) → what it costs."""
    from portal.core.db import db

    pages = {(person, name): environ_of(url, cookie) for person, (cookie, found) in people.items()
             for name, url in found.items()}
    seen = {"statements": 0, "steps": 0, "on": 0}

    def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        seen["statements"] += statement != "BEGIN"

    def step() -> int:
        seen["steps"] += 1
        return 0

    def watch(connection: Any, *more: Any) -> None:
        connection.set_progress_handler(step if seen["on"] else None, EACH)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)
        event.listen(db.engine, "checkout", watch)
    times: dict[tuple[str, str], list[float]] = {key: [] for key in pages}
    for _ in range(ROUNDS):
        for key, environ in pages.items():
            times[key].append(once(app, environ) * 1000)
    costs = {}
    for key, environ in pages.items():
        seen.update(statements=0, steps=0, on=1)
        once(app, environ)
        seen["on"] = 0
        size = len(app.test_client().open(environ).data)
        costs[key] = Cost(median(times[key][2:]), seen["steps"] * EACH / 1000, seen["statements"], size)
    with app.app_context():
        event.remove(db.engine, "before_cursor_execute", count)
        event.remove(db.engine, "checkout", watch)
    return costs


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, help="a folder for the sample; it is changed")
    asked.add_argument("--times", type=int, default=16)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.data or Path(temporary)).resolve()
        accounts = house.furnish(folder, scale=True)
        os.environ.update(house.environ(folder))
        from portal.app import create_app

        app = create_app()
        people: dict[str, tuple[str, dict[str, str]]] = {}
        for role in (one for one in PEOPLE if one in accounts):
            client, cookie = sign_in(app, *accounts[role])
            people[role] = cookie, pages_of(client)
        check(app)
        count(app)
        small = measure(app, people)
        print(grow(app, options.times))
        count(app)
        large = measure(app, people)
    rows = []
    for key, was in small.items():
        now = large[key]
        rows.append([": ".join(key), f"{was.time:.1f}", f"{now.time:.1f}", f"{now.time / was.time:.2f}",
                     f"{was.steps:.0f}", f"{now.steps:.0f}", str(was.statements), str(now.statements),
                     f"{now.size / was.size:.2f}"])
    print(house.table(["page", "8,000: ms", "large: ms", "ratio", "steps", "large", "SQL", "large", "bytes"], rows))


if __name__ == "__main__":
    main()
