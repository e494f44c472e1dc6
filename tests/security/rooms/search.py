"""Rows of search: what is like a record is answered like a search, with what one may read."""

TABLE = """
                                                            str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  home.similar                  -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
"""

TARGETS = {}
