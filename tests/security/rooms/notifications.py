"""Rows and targets of notices."""

from portal.core import notices
from portal.core.db import db
from portal.core.i18n import N_
from tests.people import person

TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  notifications.index           -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST notifications.open_notice     notices one         401 303 404 404 404 404 404 404 404 404 404 404 404 401
POST notifications.read_all        -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
"""


def _notice() -> dict[str, int]:
    notices.tell([person("member").account_id], N_("Có thông báo mới."), "/")
    db.session.commit()
    return {"notice_id": db.session.execute(db.select(db.func.max(notices.Notice.id))).scalar_one()}


TARGETS = {"notices one": _notice}
