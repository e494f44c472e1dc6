"""Rows and targets of reading documents: citations, relations, marks, contents."""

import io

from portal.core import clock, files
from portal.core.db import db
from portal.documents.models import DocumentRelation, FieldOfWork, LightCopy, Relation, SavedList
from tests.factories.documents import document
from tests.people import person

Values = dict[str, int]
TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  documents.cited               -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  documents.contents            -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  documents.missing             -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.missing_xlsx        -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.missing_csv         -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.contradictions      -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.contradictions_xlsx -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.contradictions_csv  -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.usage_xlsx          -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.usage_csv           -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.usage               -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  documents.citing              reading document    401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  documents.readers             reading document    401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  documents.print_page          reading document    401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  documents.download_light      reading scan        401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  documents.relations           reading document    401 200 200 200 404 404 200 200 200 200 200 200 200 401
POST documents.relate              reading document    401 403 403 403 404 404 403 422 422 403 403 422 403 401
POST documents.unrelate            reading relation    401 403 403 403 404 404 403 303 303 403 403 303 403 401
GET  documents.field_form          reading document    401 403 403 403 404 404 403 200 200 403 403 200 403 401
POST documents.put_in_field        reading document    401 403 403 403 404 404 403 303 303 403 403 303 403 401
POST documents.put_aside           reading document    401 303 303 303 404 404 303 303 303 303 303 303 303 401
POST documents.take_off            reading document    401 303 303 303 404 404 303 303 303 303 303 303 303 401
POST documents.write_note          reading document    401 303 303 303 404 404 303 303 303 303 303 303 303 401
GET  documents.mine                -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  documents.saved_lists         -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST documents.save_list           -                   401 422 422 422 422 422 422 422 422 422 422 422 422 401
POST documents.drop_list           reading list        401 303 404 404 404 404 404 404 404 404 404 404 404 401
GET  documents.fields              -                   401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST documents.add_field           -                   401 403 403 403 403 403 403 403 403 403 422 403 403 401
GET  documents.rename_form         reading field       401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST documents.rename_field        reading field       401 403 403 403 403 403 403 403 403 403 422 403 403 401
POST documents.drop_field          reading field       401 403 403 403 403 403 403 403 403 403 303 403 403 401
"""


def _relation() -> Values:
    one, other = document(), document()
    row = DocumentRelation(document_id=one.id, kind=Relation.BASIS, other_id=other.id, added_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return {"document_id": one.id, "relation_id": row.id}


def _list() -> Values:
    row = SavedList(account_id=person("member").account_id, name=f"Danh sách {clock.now().isoformat()}",
                    address={"nam": "2025"}, at=clock.now())
    db.session.add(row)
    db.session.commit()
    return {"list_id": row.id}


def _field() -> Values:
    row = FieldOfWork(name=f"Lĩnh vực {clock.now().isoformat()}", path="/x/")
    db.session.add(row)
    db.session.flush()
    row.path = f"/{row.id}/"
    db.session.commit()
    return {"field_id": row.id}


def _scan() -> Values:
    made = document()
    light, size = files.store().put(io.BytesIO(b"%PDF- light"))
    made.files[0].size = 1_000_000
    db.session.merge(LightCopy(digest=made.files[0].digest, light_digest=light, size=size))
    db.session.commit()
    return {"document_id": made.id, "file_id": made.files[0].id}


TARGETS = {"reading scan": _scan, "reading document": lambda: {"document_id": document().id},
           "reading relation": _relation, "reading list": _list, "reading field": _field}
