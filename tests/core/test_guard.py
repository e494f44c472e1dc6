"""The gate: no route without an answer to "who?", nothing undeclared is served, transactions are settled."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.core.guard import GuardedBlueprint
from portal.core.policy import RULES, Right, Rules, allowed, fact, open_to_strangers, refusal
from tests.client import PortalClient
from tests.core.conftest import form_of, traces

As = Callable[[str | None], PortalClient]


def test_a_route_without_a_right_cannot_be_written() -> None:
    bp = GuardedBlueprint("careless", __name__)
    for make in (bp.get, bp.post, bp.route):
        with pytest.raises(TypeError, match="may"):
            make("/x")


def test_an_endpoint_declared_nowhere_is_not_served(own_app: Flask) -> None:
    own_app.add_url_rule("/cua-sau", "back_door", lambda: "mở")
    assert own_app.test_client().get("/cua-sau").status_code == 404
    assert "mở" not in own_app.test_client().get("/cua-sau").text


def test_an_object_that_is_not_readable_does_not_exist(probe: Flask, as_: As) -> None:
    client = as_("member")
    assert client.get("/thu/vat/1").text == "vật"
    assert client.get("/thu/vat/2").status_code == 404
    assert as_(None).get("/thu/vat/1").status_code == as_(None).get("/thu/vat/2").status_code == 401


def test_a_page_never_writes(probe: Flask, as_: As) -> None:
    assert as_("member").get("/thu/doc").status_code in (303, 500)  # PostgreSQL refuses by itself
    assert traces() == []


@pytest.mark.parametrize(("status", "kept"), [("", 1), ("422", 0), ("409", 0), ("500", 0)])
def test_an_act_is_kept_only_below_400(probe: Flask, as_: As, status: str, kept: int) -> None:
    client = as_("member")
    client.post("/thu/ghi", data=form_of(client, text="x", status=status))
    assert len(traces()) == kept


def test_an_act_that_fails_keeps_nothing(probe: Flask, as_: As) -> None:
    client = as_("member")
    form = form_of(client, how="rule")
    assert client.post("/thu/hong", data=form).status_code == 422
    assert client.post("/thu/hong", data=form).status_code == 422, "the key was given back"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(probe: Flask, as_: As, method: str) -> None:
    assert as_("member").open("/thu/ghi", method=method).status_code in (400, 405)
    assert traces() == []


class Cupboard(Right):
    """A right that no rule names, for tests."""

    OPEN = "cupboard:open", "Mở tủ", "Mở tủ hồ sơ."


@fact("Chỉ người giữ chìa khóa.")
def has_key(actor: object, target: object) -> bool:
    """Holds the key."""
    return target == "key"


def test_a_right_without_a_rule_is_denied() -> None:
    from portal.core.actor import STRANGER

    assert not allowed(STRANGER, Cupboard.OPEN)
    assert refusal(STRANGER, Cupboard.OPEN)
    assert not open_to_strangers(Cupboard.OPEN)
    assert Cupboard.OPEN not in RULES


@pytest.mark.parametrize("clauses", [[], [[]], [[has_key], []]])
def test_an_empty_clause_is_an_error_at_start(clauses: list[list[object]]) -> None:
    rules = Rules()
    with pytest.raises(ValueError, match="empty"):
        rules |= {Cupboard.OPEN: clauses}


def test_the_refusal_is_that_of_the_nearest_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.core.actor import STRANGER
    from portal.core.policy import signed_in

    monkeypatch.setitem(RULES, Cupboard.OPEN, [[signed_in, has_key], [has_key]])
    assert refusal(STRANGER, Cupboard.OPEN) == "Chỉ người giữ chìa khóa."
    assert allowed(STRANGER, Cupboard.OPEN, "key")
