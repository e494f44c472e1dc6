"""What the sample adds to its units, and what units are called in the log."""

import re
from pathlib import Path

from flask import Flask

from portal.core import audit
from portal.core.db import db
from portal.demo import organizations
from portal.organizations import services
from portal.organizations.models import Organization, Term
from tests.factories.organizations import acting, cell
from tests.organizations.sound import assert_sound
from tests.people import unit


def test_the_sample_gets_codes_terms_and_a_former_name(app: Flask) -> None:
    cell("Chi bộ Ga Giáp Bát")
    organizations.settle()
    codes = set(db.session.execute(db.select(Organization.code)).scalars())
    assert len(codes) == 7
    assert None not in codes
    assert db.session.execute(db.select(db.func.count(Term.id))).scalar_one() == 7
    assert_sound()
    db.session.rollback()


def test_units_are_named_in_the_log(app: Flask) -> None:
    row = unit("ga_hanoi")
    found = audit.NAMERS["organization"](acting("member"), [row.id, 99_999])
    assert found == {row.id: (row.name, f"/to-chuc/{row.id}")}


def test_every_verb_recorded_has_a_sentence() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(services.__file__).parent.glob("*.py"))
    recorded = set(re.findall(r'audit\.record\(actor, "(organizations\.[a-z_]+)"', source))
    assert recorded == {verb for verb in audit.SENTENCES if verb.startswith("organizations.")}
