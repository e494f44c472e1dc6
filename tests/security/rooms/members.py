"""Rows and targets of the register."""

from portal.core.db import db
from tests.factories import members

TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  members.without_unit          -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  members.guests                -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  members.due                   -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  members.filters               -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
POST members.save_filter           -                   401 403 403 422 403 422 403 422 422 422 422 422 403 401
POST members.drop_filter           members filter      401 404 404 303 404 404 404 404 404 404 404 404 404 401
POST members.choose                -                   401 403 403 422 403 422 403 422 422 422 422 422 403 401
GET  members.new                   -                   401 403 403 403 403 403 403 403 403 403 403 200 403 401
POST members.create                -                   401 403 403 403 403 403 403 403 403 403 403 404 403 401
GET  members.edit                  members plain       401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST members.save                  members plain       401 404 404 409 404 404 404 404 404 404 404 409 404 401
GET  members.state_form            members plain       401 404 404 403 404 404 404 404 404 404 404 200 404 401
POST members.enter_state           members plain       401 404 404 403 404 404 404 404 404 404 404 422 404 401
GET  members.post_form             members plain       401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST members.appoint               members plain       401 404 404 404 404 404 404 404 404 404 404 404 404 401
GET  members.end_post_form         members post        401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST members.end_post              members post        401 404 404 422 404 404 404 404 404 404 404 422 404 401
GET  members.end_post_form         members head        401 404 404 403 404 404 404 404 404 404 404 200 404 401
POST members.reveal                members plain       401 404 404 422 404 404 404 404 404 404 404 422 404 401
GET  members.history               members plain       401 404 404 200 404 404 404 404 404 404 404 200 404 401
GET  members.print_one_form        members plain       401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST members.print_one             members plain       401 404 404 303 404 404 404 404 404 404 404 303 404 401
GET  members.printed               members print       401 404 404 200 404 404 404 404 404 404 404 404 404 401
GET  members.print_form            members ticked      401 404 404 200 404 404 404 404 404 404 404 404 404 401
POST members.print_list            members ticked      401 404 404 303 404 404 404 404 404 404 404 404 404 401
GET  members.export_form           members ticked      401 404 404 200 404 404 404 404 404 404 404 404 404 401
POST members.export                members ticked      401 404 404 200 404 404 404 404 404 404 404 404 404 401
"""
Values = dict[str, int]


def _post(key: str, **how: object) -> Values:
    made = members.post(key, **how)  # type: ignore[arg-type]
    return {"member_id": made.member_id, "post_id": made.id}


def _head() -> Values:
    posts = members.record("secretary").positions
    values = {"member_id": posts[0].member_id, "post_id": posts[0].id}
    db.session.rollback()
    return values


def _plain() -> Values:
    return {"member_id": members.record("newcomer").id}


TARGETS = {
    "members plain": _plain,
    "members post": lambda: _post("newcomer"),
    "members head": _head,
    "members filter": lambda: {"filter_id": members.saved_filter().id},
    "members ticked": lambda: {"selection_id": members.selection().id},
    "members print": lambda: {"print_id": members.print_of().id},
}
