"""Every verb that is recorded anywhere reads as a sentence."""

import ast
import re

from flask import Flask

from portal.core import audit
from portal.journal.queries import SUBJECTS
from portal.meetings.models import Verb
from tests.architecture.sources import files

VERB = re.compile(r"^[a-z]+\.[a-z_]+$")


def recorded() -> dict[str, str]:
    """Verb → where: second arguments of calls whose name speaks of recording."""
    found = {f"meetings.{verb.value}": "meetings" for verb in Verb}
    for path, tree in files():
        for node in ast.walk(tree):
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
