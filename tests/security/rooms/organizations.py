"""Rights over units. A unit of hanoi is decided by hanoi's secretary (post), and from above by the administrator."""

from datetime import date

from portal.core.db import db
from portal.organizations.models import KindParent, Threshold
from tests.factories import organizations
from tests.people import unit

Values = dict[str, int | str]

TABLE = """
                                                           str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  organizations.history         org unit                401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  organizations.list_units      -                       401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  organizations.list_xlsx       -                       401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  organizations.list_csv        -                       401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  organizations.list_print      -                       401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  organizations.pick            -                       401 404 404 404 404 404 404 404 404 404 404 404 404 401
GET  organizations.create_form     org unit                401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.create          org unit                401 403 403 403 403 403 403 422 403 403 422 403 403 401
GET  organizations.create_form     org cell                401 403 403 200 403 403 403 403 403 403 200 403 403 401
GET  organizations.rename_form     org unit                401 403 403 403 403 403 403 403 403 403 200 403 403 401
GET  organizations.rename_form     org cell                401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.rename          org cell                401 403 403 403 403 403 403 422 403 403 422 403 403 401
POST organizations.rename          org ended               401 403 403 403 403 403 403 403 403 403 403 403 403 401
GET  organizations.rename_form     org root                401 403 403 403 403 403 403 403 403 403 200 403 403 401
GET  organizations.correct_form    org cell                401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.correct         org cell                401 403 403 403 403 403 403 409 403 403 409 403 403 401
GET  organizations.change_kind_form org cell               401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.change_kind     org cell                401 403 403 403 403 403 403 422 403 403 422 403 403 401
GET  organizations.renew_form      org cell                401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.renew           org cell                401 403 403 403 403 403 403 422 403 403 422 403 403 401
GET  organizations.move_form       org cell                401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.move            org cell                401 403 403 403 403 403 403 422 403 403 422 403 403 401
GET  organizations.move_form       org root                401 403 403 403 403 403 403 403 403 403 403 403 403 401
GET  organizations.merge_form      org cell                401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.merge           org cell                401 403 403 403 403 403 403 422 403 403 422 403 403 401
GET  organizations.split_form      org cell                401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.split           org cell                401 403 403 403 403 403 403 422 403 403 422 403 403 401
GET  organizations.dissolve_form   org cell                401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.dissolve        org cell                401 403 403 403 403 403 403 422 403 403 422 403 403 401
GET  organizations.delete_form     org empty               401 403 403 403 403 403 403 200 403 403 200 403 403 401
POST organizations.delete          org empty               401 403 403 403 403 403 403 303 403 403 303 403 403 401
GET  organizations.term_form       org cell                401 403 403 200 403 403 403 200 200 403 200 200 403 401
POST organizations.record_term     org cell                401 403 403 422 403 403 403 422 422 403 422 422 403 401
GET  organizations.correct_term_form org term              401 403 403 200 403 403 403 200 200 403 200 200 403 401
POST organizations.correct_term    org term                401 403 403 409 403 403 403 409 409 403 409 409 403 401
GET  organizations.rules           -                       401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  organizations.new_kind        -                       401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST organizations.add_kind        -                       401 403 403 403 403 403 403 403 403 403 422 403 403 401
GET  organizations.end_kind_form   org kind                401 404 404 403 404 403 404 403 403 403 200 403 404 401
POST organizations.end_kind        org kind                401 404 404 403 404 403 404 403 403 403 303 403 404 401
GET  organizations.new_parent      org kind                401 404 404 403 404 403 404 403 403 403 200 403 404 401
POST organizations.add_parent      org kind                401 404 404 403 404 403 404 403 403 403 422 403 404 401
GET  organizations.end_parent_form org pair                401 404 404 403 404 403 404 403 403 403 200 403 404 401
POST organizations.end_parent      org pair                401 404 404 403 404 403 404 403 403 403 303 403 404 401
GET  organizations.threshold_form  org number              401 404 404 403 404 403 404 403 403 403 200 403 404 401
POST organizations.set_threshold   org number              401 404 404 403 404 403 404 403 403 403 422 403 404 401
"""


def _unit(key: str) -> Values:
    return {"organization_id": unit(key).id}


def _ended() -> Values:
    made = organizations.cell("Chi bộ Đã giải thể")
    made.valid_to = date(2022, 1, 1)
    db.session.commit()
    return {"organization_id": made.id}


def _term() -> Values:
    row = organizations.term("ga_hanoi", date(2025, 1, 1), date(2029, 12, 31))
    return {"organization_id": row.unit_id, "term_id": row.id}


def _first(column: object) -> int:
    return int(db.session.execute(db.select(db.func.min(column))).scalar_one())


TARGETS = {
    "org unit": lambda: _unit("hanoi"),
    "org cell": lambda: _unit("ga_hanoi"),
    "org root": lambda: _unit("corporation"),
    "org empty": lambda: {"organization_id": organizations.cell("Chi bộ Ghi nhầm").id},
    "org ended": _ended,
    "org term": _term,
    "org kind": lambda: {"kind_id": "affiliated_cell"},
    "org pair": lambda: {"pair_id": _first(KindParent.id)},
    "org number": lambda: {"threshold_id": _first(Threshold.id)},
}
