"""The Nu checker reads error pages and refused forms too (screens: test_everywhere)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.client import PortalClient
from tests.pages.checker import HERE, check_html
from tests.security.trying import hidden, rules_of


@pytest.mark.skipif(not HERE, reason="no Nu checker: ./test fetches it (npm, Java)")
def test_every_refusal_is_valid_html(app: Flask, as_: Callable[[str | None], PortalClient], tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for key in ("secretary", "office_staff", "administrator", None):
        client = as_(key)
        client.lint = False
        for name, body in refusals(app, client, key).items():
            (folder / f"{key}-{name}.html").write_bytes(body)
    check_html(folder)


def refusals(app: Flask, client: PortalClient, key: str | None) -> dict[str, bytes]:
    """Pages that answer an empty form, a missing token and an unknown address."""
    pages = {"404": client.get("/khong-co").get_data()}
    if key is None:
        return pages | {name: client.get(f"/{name}").get_data() for name in ("dang-nhap", "ngon-ngu")}
    pages["400"] = client.post("/gop-y/gui", data={"text": "x"}).get_data()
    for endpoint, rule in rules_of(app).items():
        if "POST" in (rule.methods or ()) and not rule.arguments and endpoint != "accounts.sign_out":
            answer = client.post(rule.rule, data=hidden(client))
            if answer.mimetype == "text/html" and answer.status_code >= 400:
                pages[f"{endpoint}-{answer.status_code}"] = answer.get_data()
    return pages
