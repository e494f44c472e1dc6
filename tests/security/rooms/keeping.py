"""Who keeps whose account. 201: slips were made, and are this very answer."""

from collections.abc import Callable

from tests.factories import keeping

Values = dict[str, int]
TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  keeping.ask_form              -                   200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST keeping.ask                   -                   422 422 422 422 422 422 422 422 422 422 422 422 422 422
GET  keeping.asked                 -                   200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET  keeping.unconfirmed           -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
GET  keeping.index                 -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
POST keeping.create_missing        -                   401 403 403 303 403 303 403 303 303 303 303 303 403 401
GET  keeping.units                 -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  keeping.choose                -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
POST keeping.issue                 -                   401 403 403 422 403 422 403 422 422 422 422 422 403 401
GET  keeping.batches               -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  keeping.batch                 keeping batch       401 404 404 200 404 404 404 404 404 404 404 404 404 401
GET  keeping.show                  keeping member      401 404 404 200 404 404 404 404 404 404 200 200 404 401
GET  keeping.reset_form            keeping member      401 404 404 200 404 404 404 404 404 404 200 200 404 401
GET  keeping.reset_form            keeping secretary   401 404 404 403 404 404 404 404 404 404 200 200 404 401
POST keeping.reset                 keeping used        401 404 404 201 404 404 404 404 404 404 201 201 404 401
POST keeping.reset                 keeping secretary   401 404 404 403 404 404 404 404 404 404 201 201 404 401
GET  keeping.lock_form             keeping member      401 404 404 200 404 404 404 404 404 404 200 200 404 401
POST keeping.lock                  keeping member      401 404 404 422 404 404 404 404 404 404 422 422 404 401
GET  keeping.close_form            keeping member      401 404 404 200 404 404 404 404 404 404 200 200 404 401
POST keeping.close                 keeping member      401 404 404 422 404 404 404 404 404 404 422 422 404 401
POST keeping.reopen                keeping locked      401 404 404 303 404 404 404 404 404 404 303 303 404 401
POST keeping.confirm               keeping unconfirmed 401 404 404 303 404 404 404 404 404 404 303 303 404 401
POST keeping.expect_back           keeping member      401 404 404 422 404 404 404 404 404 404 422 422 404 401
GET  keeping.requests              -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  keeping.show_request          keeping request     401 404 404 200 404 404 404 404 404 404 200 200 404 401
GET  keeping.show_request          keeping stray       401 404 404 404 404 404 404 404 404 200 200 404 404 401
POST keeping.approve               keeping request     401 404 404 201 404 404 404 404 404 404 201 201 404 401
POST keeping.refuse                keeping request     401 404 404 422 404 404 404 404 404 404 422 422 404 401
GET  keeping.strays                -                   401 403 403 403 403 403 403 403 403 403 200 403 403 401
GET  keeping.stop_stray_form       keeping nobody      401 404 404 404 404 404 404 404 404 404 200 404 404 401
POST keeping.stop_stray            keeping nobody      401 404 404 404 404 404 404 404 404 404 422 404 404 401
POST keeping.reopen_stray          keeping nobody shut 401 404 404 404 404 404 404 404 404 404 303 404 404 401
GET  keeping.rules_form            -                   401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST keeping.save_rules            -                   401 403 403 403 403 403 403 403 403 403 422 403 403 401
"""
TARGETS: dict[str, Callable[[], Values]] = {
    "keeping nobody": lambda: {"account_id": keeping.stray().id},
    "keeping nobody shut": lambda: {"account_id": keeping.stray("locked").id},
    "keeping member": lambda: {"member_id": keeping.member("probationary").id},
    "keeping secretary": lambda: keeping.used("secretary"),
    "keeping used": lambda: keeping.used("newcomer"),
    "keeping locked": keeping.locked,
    "keeping unconfirmed": keeping.unconfirmed,
    "keeping batch": keeping.batch,
    "keeping request": lambda: {"request_id": keeping.request("newcomer").id},
    "keeping stray": lambda: {"request_id": keeping.request(None).id},
}
