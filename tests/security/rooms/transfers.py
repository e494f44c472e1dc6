"""Rows and targets of transfers: a transfer of a member of Chi bộ Ga Hà Nội to Chi bộ Ga Vinh."""

from datetime import timedelta

from portal.core import clock, workdays
from portal.core.db import db
from portal.transfers import services
from portal.transfers.models import Kind, Transfer
from portal.transfers.services import Home
from tests.factories.transfers import acting, member, transfer

TABLE = """
                                                            str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  transfers.index                 -                      401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  transfers.print_list            -                      401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  transfers.export                -                      401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  transfers.show                  transfer asked         401 404 200 200 404 200 404 404 404 404 404 200 404 401
GET  transfers.show                  transfer released      401 404 200 200 404 200 404 404 404 404 404 200 404 401
GET  transfers.slip                  transfer asked         401 404 403 403 404 403 404 404 404 404 404 403 404 401
GET  transfers.slip                  transfer released      401 404 403 200 404 200 404 404 404 404 404 200 404 401
POST transfers.print_slip            transfer released      401 404 403 200 404 200 404 404 404 404 404 200 404 401
GET  transfers.of_member             transfer member        401 404 200 200 404 404 404 404 404 404 404 200 404 401
GET  transfers.ask_form              transfer member        401 404 200 200 404 404 404 404 404 404 404 200 404 401
POST transfers.ask                   transfer member        401 404 422 422 404 404 404 404 404 404 404 422 404 401
GET  transfers.call_form             -                      401 403 403 200 403 200 403 200 200 200 200 200 403 401
POST transfers.call                  -                      401 403 403 422 403 422 403 422 422 422 422 422 403 401
GET  transfers.arrival_form          -                      401 403 403 403 403 403 403 403 403 403 403 200 403 401
POST transfers.arrive                -                      401 403 403 403 403 403 403 403 403 403 403 422 403 401
GET  transfers.release_form          transfer asked         401 404 403 200 404 403 404 404 404 404 404 200 404 401
POST transfers.release               transfer asked         401 404 403 422 404 403 404 404 404 404 404 422 404 401
POST transfers.release               transfer released      401 404 403 403 404 403 404 404 404 404 404 403 404 401
GET  transfers.decline_form          transfer asked         401 404 403 200 404 403 404 404 404 404 404 200 404 401
POST transfers.decline               transfer asked         401 404 403 422 404 403 404 404 404 404 404 422 404 401
GET  transfers.accept_form           transfer asked         401 404 403 403 404 403 404 404 404 404 404 403 404 401
GET  transfers.accept_form           transfer released      401 404 403 403 404 200 404 404 404 404 404 403 404 401
POST transfers.accept                transfer released      401 404 403 403 404 422 404 404 404 404 404 403 404 401
GET  transfers.return_form           transfer released      401 404 403 403 404 200 404 404 404 404 404 403 404 401
POST transfers.give_back             transfer released      401 404 403 403 404 422 404 404 404 404 404 403 404 401
GET  transfers.end_form              transfer stay          401 404 403 200 404 200 404 404 404 404 404 200 404 401
POST transfers.end                   transfer stay          401 404 403 422 404 422 404 404 404 404 404 422 404 401
POST transfers.withdraw              transfer asked         401 404 403 303 404 403 404 404 404 404 404 303 404 401
GET  transfers.residence             -                      401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  transfers.print_residence       -                      401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  transfers.export_residence      -                      401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  transfers.contact               transfer contact       401 404 200 200 404 404 404 404 404 404 404 200 404 401
GET  transfers.home_form             transfer contact       401 404 403 200 404 404 404 404 404 404 404 200 404 401
POST transfers.save_home             transfer contact       401 404 403 422 404 404 404 404 404 404 404 422 404 401
POST transfers.choose_ward           transfer contact       401 404 403 303 404 404 404 404 404 404 404 303 404 401
GET  transfers.letter_form           transfer contact       401 404 403 200 404 404 404 404 404 404 404 200 404 401
POST transfers.save_letter           transfer contact       401 404 403 422 404 404 404 404 404 404 404 422 404 401
POST transfers.print_letter          transfer contact       401 404 403 422 404 404 404 404 404 404 404 422 404 401
GET  transfers.exempt_form           transfer contact       401 404 403 200 404 404 404 404 404 404 404 200 404 401
POST transfers.exempt                transfer contact       401 404 403 303 404 404 404 404 404 404 404 303 404 401
GET  transfers.remark_form           transfer contact       401 404 403 200 404 404 404 404 404 404 404 200 404 401
POST transfers.save_remark           transfer contact       401 404 403 422 404 404 404 404 404 404 404 422 404 401
GET  transfers.code_form             -                      200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST transfers.enter_code            -                      422 422 422 422 422 422 422 422 422 422 422 422 422 422
POST transfers.send_remark           -                      422 422 422 422 422 422 422 422 422 422 422 422 422 422
GET  transfers.thanks                -                      200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET  transfers.calendar              -                      401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  transfers.edit_calendar         -                      401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST transfers.except_day            -                      401 403 403 403 403 403 403 403 403 403 422 403 403 401
GET  transfers.rules                 -                      401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  transfers.new_rule              transfer rule kind     401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST transfers.add_rule              transfer rule kind     401 403 403 403 403 403 403 403 403 403 422 403 403 401
GET  transfers.rule_form             transfer rule          401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST transfers.change_rule           transfer rule          401 403 403 403 403 403 403 403 403 403 422 403 403 401
POST transfers.take_back_rule        transfer rule to come  401 403 403 403 403 403 403 403 403 403 303 403 403 401
POST transfers.forget_day            transfer holiday       401 403 403 403 403 403 403 403 403 403 303 403 403 401
"""


def _transfer(state: str, kind: Kind = Kind.OFFICIAL) -> dict[str, int]:
    """A new one; what still runs from the person before is taken back first."""
    for one in db.session.execute(db.select(Transfer).where(Transfer.state.in_(("asked", "released")))).scalars():
        if one.state == "asked":
            services.withdraw(acting("secretary"), one)
        else:
            services.give_back(acting("secretary_elsewhere"), one, "Thử lại")
    return {"transfer_id": transfer(state, kind=kind)}


def _contact() -> dict[str, int]:
    who = member("probationary")
    services.save_home(acting("secretary"), who, Home("Chi bộ Tổ dân phố 5", "Phường Cửa Nam", "Hà Nội"))
    db.session.commit()
    return {"member_id": who.id}


def _holiday() -> dict[str, int]:
    day = clock.today().replace(month=3, day=3)
    services.except_day(acting("administrator"), day, works=not workdays.is_working(day), note="Thông báo 1/TB")
    db.session.commit()
    return {"day": int(f"{day:%Y%m%d}")}


def _rule_to_come() -> dict[str, object]:
    made = services.add_rule(acting("administrator"), "ly-do-mien", name="Thử", text="Công văn 1/CV", confirmed=True,
                             since=clock.today() + timedelta(days=9))
    db.session.commit()
    return {"kind": "ly-do-mien", "row_id": made.id}


TARGETS = {
    "transfer rule kind": lambda: {"kind": "huy-hieu"},
    "transfer rule": lambda: {"kind": "thoi-han", "row_id": 1},
    "transfer rule to come": _rule_to_come,
    "transfer asked": lambda: _transfer("asked"),
    "transfer released": lambda: _transfer("released"),
    "transfer stay": lambda: _transfer("accepted", Kind.TEMPORARY),
    "transfer member": lambda: {"member_id": member("probationary").id},
    "transfer contact": _contact,
    "transfer holiday": _holiday,
}
