"""Rows of search: what is like a record is answered with what one may read; saved searches are one's own."""

from portal.core import clock
from portal.core.db import db
from portal.home.models import SavedSearch
from tests.people import person

TABLE = """
                                                            str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  home.similar                  -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  home.titles                    -                   401 204 204 204 204 204 204 204 204 204 204 204 204 401
GET  home.saved_searches           -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  home.new_saved                -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST home.save_search              -                   401 422 422 422 422 422 422 422 422 422 422 422 422 401
GET  home.open_saved               search saved        401 404 404 303 404 404 404 404 404 404 404 404 404 401
GET  home.edit_saved               search saved        401 404 404 200 404 404 404 404 404 404 404 404 404 401
POST home.change_saved             search saved        401 404 404 422 404 404 404 404 404 404 404 404 404 401
GET  home.confirm_drop             search saved        401 404 404 200 404 404 404 404 404 404 404 404 404 401
POST home.drop_saved               search saved        401 404 404 303 404 404 404 404 404 404 404 404 404 401
"""


def _saved() -> dict[str, int]:
    number = db.session.execute(db.select(db.func.count()).select_from(SavedSearch)).scalar_one()
    row = SavedSearch(account_id=person("secretary").account_id, name=f"Nghị quyết {number}",
                      address={"q": "nghị quyết"}, at=clock.now())
    db.session.add(row)
    db.session.commit()
    return {"search_id": row.id}


TARGETS = {"search saved": _saved}
