"""The Nu checker reads every screen as the server sends it, error pages and refused forms included."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.sources import TOP
from tests.client import PortalClient
from tests.pages.crawl import crawl
from tests.security.trying import hidden, rules_of

JAR = TOP / ".tools" / "vnu-jar-26.9.27" / "build" / "dist" / "vnu.jar"


@pytest.mark.timeout(300)
@pytest.mark.skipif(not JAR.exists() or not shutil.which("java"), reason="no Nu checker: ./test fetches it (npm, Java)")
def test_every_screen_is_valid_html(app: Flask, as_: Callable[[str | None], PortalClient], tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for key in ("secretary", "office_staff", "administrator", None):
        client = as_(key)
        client.lint = False
        for name, body in {**screens(app, client), **refusals(app, client, key)}.items():
            (folder / f"{key}-{name}.html").write_bytes(body)
    done = subprocess.run(["java", "-Xss4m", "-jar", str(JAR), "--errors-only", "--format", "gnu", str(folder)],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr.replace(f'"file:{folder}/', '"')[:8000]


def screens(app: Flask, client: PortalClient) -> dict[str, bytes]:
    """Two pages of each kind this person reaches."""
    pages: dict[str, bytes] = {}
    for number, visit in enumerate(crawl(app, client)):
        kind = f"{visit.endpoint or 'missing'}-{visit.response.status_code}"
        if visit.response.mimetype == "text/html" and sum(name.startswith(kind) for name in pages) < 2:
            pages[f"{kind}-{number}"] = visit.response.get_data()
    return pages


def refusals(app: Flask, client: PortalClient, key: str | None) -> dict[str, bytes]:
    """Pages that answer an empty form, a missing token and an unknown address."""
    pages = {"404": client.get("/khong-co").get_data()}
    if key is not None:
        pages["400"] = client.post("/gop-y/gui", data={"text": "x"}).get_data()
        for endpoint, rule in rules_of(app).items():
            if "POST" in (rule.methods or ()) and not rule.arguments and endpoint != "accounts.sign_out":
                answer = client.post(rule.rule, data=hidden(client))
                if answer.mimetype == "text/html" and answer.status_code >= 400:
                    pages[f"{endpoint}-{answer.status_code}"] = answer.get_data()
    return pages
