"""Every verb that is recorded anywhere reads as a sentence."""

import ast
import re

from flask import Flask

from portal.core import audit
from portal.journal.queries import KINDS, SUBJECTS
from portal.meetings.models import Verb
from portal.transfers.models.transfers import STEPS
from tests.architecture.sources import files

VERB = re.compile(r"^[a-z]+\.[a-z_]+$")


def recorded() -> dict[str, str]:
    """Verb → where: second arguments of calls whose name speaks of recording, and constants that hold a verb."""
    found = {f"meetings.{verb.value}": "meetings" for verb in Verb}
    found |= {f"transfers.{verb}": "transfers" for verb in STEPS}
    for path, tree in files():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "VERB" for one in node.targets):
                value = getattr(node.value, "value", None)
                if isinstance(value, str) and VERB.match(value):
                    found[value] = path
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if "record" not in name and name not in ("log", "_log", "_done", "_say"):
                continue
            for argument in node.args:
                value = getattr(argument, "value", None)
                if isinstance(value, str) and VERB.match(value):
                    found[value] = path
    return found


def test_every_verb_has_a_sentence(house: Flask) -> None:
    missing = {verb: path for verb, path in recorded().items() if verb not in audit.SENTENCES}
    assert len(recorded()) > 40
    assert not missing, missing


def test_every_sentence_belongs_to_a_subject_one_can_ask_for(house: Flask) -> None:
    assert {verb.partition(".")[0] for verb in audit.SENTENCES} - {"demo", "audit"} <= set(SUBJECTS)


def test_every_kind_of_object_has_a_name(house: Flask) -> None:
    """Third arguments of `audit.record`, so that a row which is no longer there is not called by an English word."""
    kinds = {node.args[2].value for _, tree in files() for node in ast.walk(tree)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
             and len(node.args) > 2 and isinstance(node.args[2], ast.Constant)}
    assert len(kinds) > 20
    assert kinds - set(KINDS) == set()
