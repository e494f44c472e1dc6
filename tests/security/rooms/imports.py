"""Imports of members: those who write in the register of a unit with all its cells."""

from collections.abc import Callable

from tests.factories import imports

TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  imports.index                 -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
POST imports.upload                -                   401 403 403 422 403 422 403 422 422 422 422 422 403 401
GET  imports.example               -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  imports.show                  import ready        401 404 404 200 404 404 404 404 404 404 404 200 404 401
GET  imports.columns               import ready        401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST imports.save_columns          import ready        401 404 404 422 404 404 404 404 404 404 404 422 404 401
GET  imports.values                import ready        401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST imports.save_values           import ready        401 404 404 303 404 404 404 404 404 404 404 303 404 401
GET  imports.row                   import row          401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST imports.decide                import row          401 404 404 422 404 404 404 404 404 404 404 422 404 401
GET  imports.absent                import ready        401 404 404 200 404 404 404 404 404 404 404 200 404 401
GET  imports.report                import ready        401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST imports.preview               import ready        401 404 404 303 404 404 404 404 404 404 404 303 404 401
POST imports.commit                import ready        401 404 404 409 404 404 404 404 404 404 404 409 404 401
POST imports.drop                  import ready        401 404 404 303 404 404 404 404 404 404 404 303 404 401
GET  imports.ask_undo              import done         401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST imports.undo                  import done         401 404 404 422 404 404 404 404 404 404 404 303 404 401
GET  imports.show                  import of committee 401 404 404 404 404 404 404 404 404 404 404 200 404 401
POST imports.undo                  import of committee 401 404 404 404 404 404 404 404 404 404 404 422 404 401
"""


def _ready(**how: str) -> dict[str, int]:
    return {"import_id": imports.previewed([imports.person(1)], **how)}  # type: ignore[arg-type]


def _row() -> dict[str, int]:
    values = _ready()
    return {**values, "row_id": imports.rows(values["import_id"])[0].id}


def _done() -> dict[str, int]:
    _done.number += 1  # type: ignore[attr-defined]
    return {"import_id": imports.committed([imports.person(_done.number)])}  # type: ignore[attr-defined]


_done.number = 100  # type: ignore[attr-defined]
TARGETS: dict[str, Callable[[], dict[str, int]]] = {
    "import ready": _ready,
    "import row": _row,
    "import done": _done,
    "import of committee": lambda: _ready(who="delegate", unit_key="hanoi"),
}
"""An import for Chi bộ Ga Hà Nội before and after writing, and one for the committee over it."""
