"""What twenty real-sized letters weigh as reading pages: python -m benchmarks.letters

Cut and joined from the two real letters, from a fifth of one to three times its length, sent by a clerk's form, read
by the worker, published, and opened by an ordinary member with brotli. Targets (issue 4, N7): the page of an
ordinary letter 5-15 KB; BUDGETS, 1a: the first part at most 12,000 bytes, a next part at most 8,000.
"""

import io
import os
import re
import tempfile
from pathlib import Path
from random import Random
from statistics import median

from flask import Flask
from werkzeug.test import Client

from benchmarks import house
from benchmarks.cpu import sign_in

SEEDS = house.TOP / "portal" / "seeds"
NUMBER = 20
LARGEST, NEXT = 12_000, 8_000


def bodies() -> list[bytes]:
    """Twenty letters: each with a number of its own and from a fifth of the real text to three times as much. What is
    more than the real text has its words in another order: it packs worse than a real one, never better."""
    made = []
    for n in range(NUMBER):
        name, number = ("98-CV-DU.md", "98") if n % 2 else ("215-CV-TU.txt", "215")
        lines = (SEEDS / name).read_text("utf-8").splitlines(keepends=True)
        head, middle, tail = lines[:12], lines[12:-12], lines[-12:]
        share, chance = 0.2 + n * 0.15, Random(n)
        whole = middle[:int(len(middle) * share)]
        while len(whole) < len(middle) * share:
            again = chance.choice(middle).split()
            whole.append(" ".join(chance.sample(again, len(again))) + "\n\n")
        made.append("".join(head + whole + tail).replace(f"{number} -CV", f"{n + 300}-CV")
                    .replace(f"{number}-CV", f"{n + 300}-CV").encode())
    return made


def send(client: Client, letters: list[bytes]) -> None:
    """By the form a clerk uses."""
    page = client.get("/van-ban/them").text
    form = page[page.index('enctype="multipart/form-data"'):]
    hidden = dict(re.findall(r'name="(csrf_token|form_key|unit_id)"[^>]* value="([^"]*)"', form))
    readers = re.findall(r'name="readers"[^>]*value="([^"]+)"', form)
    files = [(io.BytesIO(body), f"thu-{n}.{'md' if n % 2 else 'txt'}") for n, body in enumerate(letters)]
    answer = client.post("/van-ban/them", data={**hidden, "declared": "y", "readers": readers[0], "files": files},
                         content_type="multipart/form-data")
    assert answer.status_code == 303, (answer.status, answer.text[:2000])


def publish() -> list[tuple[int, int, int]]:
    """Let the worker read them and make them public; (id, bytes of text, parts) of each."""
    from sqlalchemy import select, update

    from portal.core import clock
    from portal.core.db import db
    from portal.documents.models import Document, DocumentText
    from portal.jobs.worker import run_all

    run_all()
    new = Document.name.like("thu-%")
    now = clock.now()
    db.session.execute(update(Document).where(new).values(state="published", published_at=now, confirmed_at=now))
    db.session.commit()
    found = select(Document.id, DocumentText.plain, Document.part_count).join(
        DocumentText, DocumentText.document_id == Document.id).where(new).order_by(Document.id)
    return [(at, len(plain.encode()), parts) for at, plain, parts in db.session.execute(found)]


def weigh(app: Flask, member: tuple[str, str], letters: list[tuple[int, int, int]]) -> str:
    """The table: bytes of text, of the page, of the heaviest next part."""
    client, _ = sign_in(app, *member)
    rows, sizes = [], []
    for at, text, parts in letters:
        page = client.get(f"/van-ban/{at}", headers={"Accept-Encoding": "br"})
        assert page.status_code == 200 and page.headers["Content-Encoding"] == "br"
        more = [len(client.get(f"/van-ban/{at}?phan={n}", headers={
            "Accept-Encoding": "br", "HX-Request": "true", "HX-Target": "text"}).data) for n in range(2, parts + 1)]
        sizes.append(len(page.data))
        rows.append([str(at), str(text), str(len(page.data)), str(LARGEST), str(parts),
                     str(max(more)) if more else "-", str(NEXT)])
    rows.append(["median", "", f"{median(sizes):.0f}", "", "", "", ""])
    rows.append(["largest", "", str(max(sizes)), str(LARGEST), "", "", ""])
    return house.table(["letter", "text B", "page B", "at most", "parts", "next part B", "at most"], rows)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        accounts = house.furnish(folder)
        os.environ.update(house.environ(folder))
        from portal.app import create_app

        app = create_app()
        send(sign_in(app, *accounts["grassroots_office_staff"])[0], bodies())
        with app.app_context():
            letters = publish()
        print(weigh(app, accounts["member_1"], letters))


if __name__ == "__main__":
    main()
