"""What pages of the register cost as it grows: python -m benchmarks.register [--data FOLDER] [--times 16]

On `demo --scale` (8,000 members, 1,086 cells), then with every cell and its members `--times` times over (16: about
130,000), on SQLite, each time after the worker has counted. For each sample person: milliseconds of CPU (medians over
interleaved rounds), SQL statements, bytes, and the ratios of large to small. Target: no page's cost grows with the
number of members (BUDGETS, 1c: CPU at most 1.5 times, bytes at most 1.1 times, the same statements).
"""

import argparse
import os
import re
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import event, text
from werkzeug.test import Client

from benchmarks import house
from benchmarks.cpu import environ_of, once, sign_in

PEOPLE = ("member_1", "cell_secretary_1", "grassroots_secretary", "corporation_office_staff", "administrator")
PAGES = {"roster": "/dang-vien", "by name": "/dang-vien?ten=anh", "nobody": "/dang-vien?ten=xyzabc",
         "by cell": "/dang-vien?xep=cell", "probationers": "/dang-vien?trang_thai=probationary",
         "due": "/dang-vien/den-han", "quality": "/dang-vien/chat-luong", "own record": "/dang-vien/toi",
         "tree": "/to-chuc", "accounts": "/tai-khoan", "accounts by unit": "/tai-khoan/don-vi",
         "in no cell": "/dang-vien/khong-don-vi", "delegation": "/phan-quyen", "in force": "/phan-quyen/hieu-luc",
         "coverage": "/phan-quyen/chua-co-nguoi"}
ROUNDS = 9


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

        units, members = (run(f"SELECT max(id) FROM {table}").scalar_one() for table in ("organization", "member"))
        cells = "SELECT id FROM organization WHERE kind_id IN (SELECT id FROM organization_kind WHERE is_cell)"
        for turn in range(1, times):
            unit, person = units * turn, members * turn
            copy("organization", f"id <= {units} AND id IN ({cells})", id=f"id + {unit}", code=f"'K{turn}-' || id",
                 path=f"substr(path, 1, length(path) - length(id || '/')) || (id + {unit}) || '/'",
                 name=f"name || ' {turn}'")
            copy("member", f"id <= {members}", id=f"id + {person}", account_id="NULL", card_number="NULL",
                 citizen_id=f"'9{turn:02d}' || substr(citizen_id, 4)")
            moved = f"CASE WHEN unit_id IN ({cells}) THEN unit_id + {unit} ELSE unit_id END"
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
        for name in ("organizations.count", "keeping.count", "delegation.uncovered"):
            with transaction():
                KINDS[name].handler([{}])


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


def measure(app: Flask, people: dict[str, tuple[str, dict[str, str]]]) -> dict[tuple[str, str], tuple[float, int, int]]:
    """(person, page) → (milliseconds of CPU, statements, bytes of the compressed page)."""
    from portal.core.db import db

    counted = [0]

    def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        counted[0] += statement != "BEGIN"

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)
    times: dict[tuple[str, str], list[float]] = {}
    statements: dict[tuple[str, str], int] = {}
    for _ in range(ROUNDS):
        for person, (cookie, pages) in people.items():
            for name, url in pages.items():
                counted[0] = 0
                times.setdefault((person, name), []).append(once(app, environ_of(url, cookie)) * 1000)
                statements[person, name] = counted[0]
    with app.app_context():
        event.remove(db.engine, "before_cursor_execute", count)
    sizes = {(person, name): len(app.test_client().open(environ_of(url, cookie)).data)
             for person, (cookie, pages) in people.items() for name, url in pages.items()}
    return {key: (median(values[2:]), statements[key], sizes[key]) for key, values in times.items()}


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
        count(app)
        small = measure(app, people)
        print(grow(app, options.times))
        count(app)
        large = measure(app, people)
    rows = []
    for key, (cost, statements, size) in small.items():
        more, again, bytes_ = large[key]
        rows.append([": ".join(key), f"{cost:.1f}", f"{more:.1f}", f"{more / cost:.2f}", str(statements), str(again),
                     f"{bytes_ / size:.2f}"])
    print(house.table(["page", "8,000: ms", "large: ms", "ratio", "SQL", "SQL large", "bytes"], rows))


if __name__ == "__main__":
    main()
