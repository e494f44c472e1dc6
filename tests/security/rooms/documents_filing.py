"""Filing of documents: heads approve, clerks submit, number and register; uploads and ZIPs are one's own."""

from collections.abc import Callable

from portal.core import clock
from portal.core.db import db
from portal.documents import services
from portal.documents.models import Bundle, DisposalList, DocumentEdition, State, Upload
from portal.documents.services import Arrival
from tests.factories import documents
from tests.factories.meetings import acting
from tests.people import person, unit

TABLE = """
                                                         str mem pro sec m.e s.e nei com off cor adm del lap sus
POST documents.submit              filing draft          401 404 404 404 404 404 404 422 422 404 404 422 404 401
GET  documents.approve_form        filing draft          401 404 404 404 404 404 404 303 403 404 404 403 404 401
POST documents.approve             filing draft          401 404 404 404 404 404 404 422 403 404 404 403 404 401
GET  documents.give_back_form      filing submitted      401 404 404 404 404 404 404 200 403 404 404 403 404 401
POST documents.give_back           filing submitted      401 404 404 404 404 404 404 422 403 404 404 403 404 401
GET  documents.end_form            document              401 403 403 403 404 404 403 200 200 403 403 200 403 401
POST documents.set_end             document              401 403 403 403 404 404 403 303 303 403 403 303 403 401
GET  documents.history             document              401 403 403 403 404 404 403 200 200 403 403 200 403 401
GET  documents.issue_form          filing draft          401 404 404 404 404 404 404 303 303 404 404 303 404 401
POST documents.issue               filing draft          401 404 404 404 404 404 404 422 422 404 404 422 404 401
GET  documents.enter_document_form document              401 403 403 403 404 404 403 200 200 403 403 200 403 401
POST documents.enter_document      document              401 403 403 403 404 404 403 422 422 403 403 422 403 401
GET  documents.registers           -                     401 403 403 303 403 303 403 303 303 303 403 303 403 401
GET  documents.outgoing            filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.print_outgoing      filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.outgoing_xlsx      filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.outgoing_csv      filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.incoming_xlsx      filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.incoming_csv      filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.reserve_form        filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
POST documents.reserve             filing unit           401 404 404 404 404 404 404 422 422 404 404 422 404 401
GET  documents.numbering_form      filing unit           401 404 404 404 404 404 404 200 403 404 404 403 404 401
POST documents.set_numbering       filing unit           401 404 404 404 404 404 404 422 403 404 404 403 404 401
GET  documents.void_form           filing number         401 404 404 404 404 404 404 200 200 404 404 200 404 401
POST documents.void                filing number         401 404 404 404 404 404 404 422 422 404 404 422 404 401
GET  documents.incoming            filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.print_incoming      filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.enter_form          filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
POST documents.enter               filing unit           401 404 404 404 404 404 404 422 422 404 404 422 404 401
GET  documents.amend_form          filing entry          401 404 404 404 404 404 404 200 200 404 404 200 404 401
POST documents.amend               filing entry          401 404 404 404 404 404 404 409 409 404 404 409 404 401
GET  documents.editions            document              401 200 200 200 404 404 200 200 200 200 200 200 200 401
POST documents.replace_file        document              401 403 403 403 404 404 403 422 422 403 403 422 403 401
GET  documents.edition             filing edition        401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  documents.edition_file        filing edition        401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  documents.disposals           filing unit           401 404 404 404 404 404 404 200 200 404 404 200 404 401
POST documents.propose_disposal    filing unit           401 404 404 404 404 404 404 422 422 404 404 422 404 401
POST documents.approve_disposal    filing disposal       401 404 404 404 404 404 404 303 403 404 404 403 404 401
POST documents.drop_disposal       filing disposal       401 404 404 404 404 404 404 303 303 404 404 303 404 401
GET  documents.print_disposal      filing disposal       401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.disposal_xlsx       filing disposal       401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.disposal_csv        filing disposal       401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.print_history       document              401 403 403 403 404 404 403 200 200 403 403 200 403 401
GET  documents.history_xlsx        document              401 403 403 403 404 404 403 200 200 403 403 200 403 401
GET  documents.history_csv         document              401 403 403 403 404 404 403 200 200 403 403 200 403 401
GET  documents.choose              -                     401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  documents.ask                 -                     401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST documents.apply               -                     401 403 403 422 403 422 403 422 422 422 403 422 403 401
POST documents.ask_bundle          -                     401 422 422 422 422 422 422 422 422 422 422 422 422 401
GET  documents.bundle              filing bundle         401 404 404 404 404 404 404 404 200 404 404 404 404 401
GET  documents.bundle_file         filing bundle         401 404 404 404 404 404 404 404 422 404 404 404 404 401
POST documents.begin_upload        -                     401 403 403 400 403 400 403 400 400 400 403 400 403 401
GET  documents.upload_state        filing upload         401 404 404 404 404 404 404 404 200 404 404 404 404 401
PATCH documents.add_piece          filing upload         401 404 404 404 404 404 404 404 415 404 404 404 404 401
DELETE documents.give_up           filing upload         401 404 404 404 404 404 404 404 204 404 404 404 404 401
"""


def _submitted() -> dict[str, int]:
    return {"document_id": documents.document(state=State.SUBMITTED).id}


def _draft() -> dict[str, int]:
    return {"document_id": documents.document(state=State.DRAFT).id}


def _number() -> dict[str, int]:
    row = services.reserve(acting("office_staff"), unit("hanoi"), kind="NQ", on=clock.today(), suffix="ĐU", number=None,
                           subject="", reason="chờ ký")
    db.session.commit()
    return {"number_id": row.id}


def _entry() -> dict[str, int]:
    given = Arrival(clock.today(), "Tỉnh ủy", "215-CV/TU", None, "Triển khai", "", "")
    row = services.enter(acting("office_staff"), unit("hanoi"), given)
    db.session.commit()
    return {"entry_id": row.id}


def _edition() -> dict[str, int]:
    from io import BytesIO

    from portal.core import files

    made = documents.document()
    digest, size = files.store().put(BytesIO(b"abc"))
    db.session.add(DocumentEdition(document_id=made.id, number=1, state="replaced", digest=digest, name="a.txt",
                                   media_type="text/plain", size=size, html="<p>Cũ.</p>", added_at=clock.now(),
                                   replaced_at=clock.now()))
    db.session.commit()
    return {"document_id": made.id, "edition_number": 1}


def _disposal() -> dict[str, int]:
    row = DisposalList(unit_id=unit("hanoi").id, ids=[], rows=[], until=clock.today(), proposed_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return {"disposal_id": row.id}


def _bundle() -> dict[str, int]:
    row = Bundle(account_id=person("office_staff").account_id, ids=[999], asked_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return {"bundle_id": row.id}


def _upload() -> dict[str, int]:
    now = clock.now()
    row = Upload(token=f"{now.timestamp():.9f}".replace(".", "").ljust(32, "x"), unit_id=unit("hanoi").id, name="a.txt",
                 account_id=person("office_staff").account_id, size=10, readers=[], created_at=now, touched_at=now)
    db.session.add(row)
    db.session.commit()
    return {"upload_id": row.id}


TARGETS: dict[str, Callable[[], dict[str, int]]] = {
    "filing draft": _draft,
    "filing submitted": _submitted,
    "filing unit": lambda: {"organization_id": unit("hanoi").id},
    "filing number": _number,
    "filing entry": _entry,
    "filing disposal": _disposal,
    "filing edition": _edition,
    "filing bundle": _bundle,
    "filing upload": _upload,
}
"""Things of the committee of Hà Nội; upload and ZIP are its office clerk's."""
