"""Grants by the name of their holder: begun from the few who bear it, the same rows in the same order."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.core.actor import Holding
from portal.core.db import db
from portal.delegation.queries import grants
from portal.organizations.api import Role
from tests.factories.members import acting
from tests.people import unit


@pytest.mark.parametrize("sort", ["-ngay", "ngay", "ten", "-ten", "het", "-het"])
def test_the_same_grants_either_way(app: Flask, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    root, found = unit("corporation"), set()
    holding = Holding(Role.ADMINISTRATOR, root.id, root.path, True, "position", 1)
    who = replace(acting("administrator"), holdings=(holding,))
    for state in ("active", "ended", "revoked", "fallen"):
        for text in ("", "minh", "lý", "mai nga", "xyzabc", "n"):
            rows = []
            for led in (True, False):
                monkeypatch.setattr(grants, "stands_on_top", lambda *rest, led=led: led)
                select = grants.listed(who, state=state, text=text, sort=sort)
                rows.append([row[0].id for row in db.session.execute(select)])
            assert rows[0] == rows[1], (state, text)
            found |= {text} if rows[0] else set()
    assert {"", "minh", "lý"} <= found and "xyzabc" not in found
