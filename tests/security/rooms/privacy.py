"""Rows and targets of personal data."""

from datetime import timedelta

from portal.core import clock
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.privacy import services
from portal.privacy.models import Wish
from tests.factories.members import record
from tests.factories.privacy import kept_file
from tests.people import person

TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  privacy.notice                -                   200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET  privacy.data_map_page         -                   200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST privacy.read_notice           -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
GET  privacy.mine                  -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST privacy.export                -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  privacy.reach                 -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  privacy.own_requests          -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST privacy.ask                   -                   401 422 422 422 422 422 422 422 422 422 422 422 422 401
GET  privacy.queue                 -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  privacy.show                  privacy request     401 200 404 200 404 404 404 404 404 404 404 200 404 401
POST privacy.answer                privacy request     401 403 404 422 404 404 404 404 404 404 404 422 404 401
GET  privacy.incidents             -                   401 403 403 403 403 403 403 403 403 403 200 403 403 401
GET  privacy.new_incident          -                   401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST privacy.open_incident         -                   401 403 403 403 403 403 403 403 403 403 422 403 403 401
GET  privacy.incident              privacy incident    401 404 404 404 404 404 404 404 404 404 200 404 404 401
GET  privacy.touched               privacy incident    401 404 404 404 404 404 404 404 404 404 200 404 404 401
POST privacy.report_incident       privacy incident    401 404 404 404 404 404 404 404 404 404 303 404 404 401
POST privacy.close_incident        privacy incident    401 404 404 404 404 404 404 404 404 404 422 404 404 401
GET  privacy.member_files          privacy member      401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST privacy.add_file              privacy member      401 404 404 422 404 404 404 404 404 404 404 422 404 401
POST privacy.open_file             privacy file        401 404 404 303 404 404 404 404 404 404 404 303 404 401
GET  privacy.sent_file             privacy opened      401 404 404 200 404 404 404 404 404 404 404 404 404 401
GET  privacy.ask_remove_file       privacy file        401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST privacy.remove_file           privacy file        401 404 404 303 404 404 404 404 404 404 404 303 404 401
"""


def _request() -> dict[str, int]:
    made = services.ask(actor_of_account(person("member").account_id), Wish.CORRECT, "Ngày vào Đảng sai.")
    db.session.commit()
    return {"request_id": made.id}


def _incident() -> dict[str, int]:
    now = clock.now()
    made = services.open_incident(actor_of_account(person("administrator").account_id), title="Mất máy",
                                  text="Mất máy tính của chi bộ.", suspect_id=person("secretary").account_id,
                                  since=now - timedelta(days=2), until=now, found_at=now - timedelta(hours=1))
    db.session.commit()
    return {"incident_id": made.id}


def _file() -> dict[str, int]:
    made = kept_file("newcomer")
    return {"member_id": made.member_id, "file_id": made.id}


def _opened() -> dict[str, int]:
    made = kept_file("newcomer")
    opening = services.open_file(actor_of_account(person("secretary").account_id), made)
    db.session.commit()
    return {"member_id": made.member_id, "file_id": made.id, "opening_id": opening}


TARGETS = {"privacy opened": _opened, "privacy request": _request, "privacy incident": _incident,
           "privacy file": _file,
           "privacy member": lambda: {"member_id": record("newcomer").id}}
