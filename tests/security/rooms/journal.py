"""Rows and targets of the log of acts."""

from collections.abc import Callable

from tests.people import unit

TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  journal.index                 -                   401 403 403 200 403 200 403 200 403 403 200 403 403 401
GET  journal.download              -                   401 403 403 200 403 200 403 200 403 403 200 403 403 401
GET  journal.of_member             member here         401 404 403 303 404 404 404 404 404 404 404 403 404 401
GET  journal.of_unit               journal unit        401 403 403 303 403 303 403 303 403 403 303 403 403 401
"""
TARGETS: dict[str, Callable[[], dict[str, int]]] = {"journal unit": lambda: {"organization_id": unit("hanoi").id}}
