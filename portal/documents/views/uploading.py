"""Uploads in pieces (tus 1.0.0): create, ask how far, go on, give up. Answers are short texts for upload.js."""

import base64
import binascii
import hashlib
import os
import socket
from contextlib import suppress

from flask import g, request, url_for
from werkzeug.exceptions import ClientDisconnected
from werkzeug.http import http_date
from werkzeug.wrappers import Response

from portal.core import pieces
from portal.core.db import db, keep_now
from portal.core.errors import Conflict, DomainError
from portal.core.guard import LARGEST_ID
from portal.core.i18n import gettext
from portal.documents import queries, services
from portal.documents.forms import largest_upload, tokens_for
from portal.documents.models import Upload
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp

TUS = {"Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0",
       "Tus-Extension": "creation,termination,expiration,checksum", "Tus-Checksum-Algorithm": "sha256",
       "Cache-Control": "no-store"}
PIECE = "application/offset+octet-stream"
CHUNK = 1 << 11
"""Small: of a broken link only whole chunks are kept."""
PATIENCE = 5.0
"""Seconds without a byte after which the link counts as broken, though nobody said so."""
MISMATCH = 460


def read_piece() -> None:
    """What comes over the wire; where the link breaks half-way, what came till then is worth keeping."""
    piece, line = bytearray(), request.environ.get("gunicorn.socket")
    try:
        if line is not None:
            line.settimeout(PATIENCE)
        while chunk := request.stream.read(CHUNK):
            piece += chunk
    except (ClientDisconnected, OSError):
        g.link_broke = True
    finally:
        if line is not None:
            line.settimeout(None)
    g.piece = bytes(piece)


def read_next_piece() -> None:
    """The same, unless it doesn't join on to what is here: then it is not read at all. A browser whose connection broke
    sends its whole piece again by itself; told at once where we are, it wastes no more of the link. What the broken
    connection brought is waited for: whoever receives holds the file."""
    upload_id = (request.view_args or {})["upload_id"]
    token, received = _standing(upload_id)
    if token:
        g.held = pieces.hold(token, PATIENCE + 1)
        token, received = _standing(upload_id)
    offset = request.headers.get("Upload-Offset", "")
    g.unread = bool(received) and offset.isdecimal() and offset != received
    if g.unread:
        g.piece = b""
        _stop_listening()
    else:
        read_piece()


@bp.teardown_request
def let_go(error: BaseException | None) -> None:
    """The next piece may come."""
    held = g.pop("held", None)
    if held is not None:
        os.close(held)


def _standing(upload_id: int) -> tuple[str, str]:
    """(token of an upload that still receives, bytes it has); empty where there is none."""
    upload = queries.get_upload(g.actor, upload_id) if upload_id <= LARGEST_ID else None
    found = ("", "") if upload is None else ("" if upload.document_id else upload.token, str(upload.received))
    db.session.rollback()
    return found


def _stop_listening() -> None:
    """The server would drain what still comes; closed at once, the sender's system drops what it holds."""
    line = request.environ.get("gunicorn.socket")
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RD)


@bp.post("/van-ban/tai-len", may=Documents.ADD, body=read_piece)
def begin_upload() -> Response:
    """Open an upload: its length, and in the metadata its name, unit, readers and the declaration."""
    told, length = _metadata(request.headers.get("Upload-Metadata", "")), request.headers.get("Upload-Length", "")
    unit_id, size = told.get("unit", ""), length if length.isascii() and length.isdecimal() else ""
    unit = queries.unit_of_clerk(g.actor, int(unit_id)) if unit_id.isascii() and unit_id.isdecimal() else None
    if unit is None or not size or len(size) > 15:
        return _said(gettext("Yêu cầu tải lên không đúng. Mở lại trang rồi thử lại."), 400)
    if services.is_marked(told.get("filename", "")):
        refusal = services.refuse_marked(g.actor, unit, told["filename"])
        keep_now()
        return _said(str(refusal.message), 422)
    try:
        upload = services.begin(
            g.actor, unit, name=told.get("filename", ""), size=int(size), largest=largest_upload(),
            declared=told.get("declared") == "y",
            readers=tokens_for(told.get("readers", "").split(","), told.get("group", "")))
    except DomainError as error:
        return _said(str(error.message), 413 if int(size) > largest_upload() else error.status)
    return _at(upload, 201, Location=url_for("documents.upload_state", upload_id=upload.id))


@bp.get("/van-ban/tai-len/<int:upload_id>", may=Documents.ADD, of=queries.get_upload)
def upload_state(upload: Upload) -> Response:
    """How far it is."""
    return _at(upload, 200, **{"Upload-Length": str(upload.size)})


@bp.route("/van-ban/tai-len/<int:upload_id>", methods=["PATCH"], may=Documents.ADD, of=queries.get_upload,
          body=read_next_piece)
def add_piece(upload: Upload) -> Response:
    """The next piece; the last one makes the document."""
    offset = request.headers.get("Upload-Offset", "")
    if request.mimetype != PIECE:
        return _said("", 415)
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 15):
        return _said("", 400)
    if g.unread:
        return _at(upload, 409, Connection="close")
    if not _is_whole(g.piece):
        return _said("", MISMATCH)
    unit = queries.unit_of_clerk(g.actor, upload.unit_id)
    if unit is None:
        return _said(gettext("Bạn không còn phụ trách văn bản của đơn vị này."), 403)
    try:
        services.add(g.actor, unit, upload, int(offset), g.piece)
    except Conflict:
        return _at(upload, 409)
    except services.NotTaken as error:
        return _not_taken(upload, error)
    except DomainError as error:
        return _said(str(error.message), error.status, **{"Upload-Offset": str(upload.received)})
    return _at(upload, 204)


def _not_taken(upload: Upload, error: DomainError) -> Response:
    """The whole file was refused: nothing of it stays, whatever becomes of this request."""
    db.session.rollback()
    services.give_up(g.actor, upload)
    keep_now()
    return _said(str(error.message), error.status)


@bp.route("/van-ban/tai-len/<int:upload_id>", methods=["DELETE"], may=Documents.ADD, of=queries.get_upload,
          body=read_piece)
def give_up(upload: Upload) -> Response:
    """Forget it."""
    services.give_up(g.actor, upload)
    return Response(status=204, headers=TUS)


def _at(upload: Upload, status: int, **more: str) -> Response:
    headers = {**TUS, "Upload-Offset": str(upload.received), "Upload-Expires": http_date(upload.expires_at), **more}
    if upload.document_id is not None:
        headers["Upload-Document"] = url_for("documents.show", document_id=upload.document_id)
    return Response(status=status, headers=headers)


def _said(text: str, status: int, **headers: str) -> Response:
    return Response(text, status, headers={**TUS, **headers}, mimetype="text/plain")


def _metadata(header: str) -> dict[str, str]:
    """`filename d29ybGQ=,declared eQ==`: keys with values in base64; a broken pair is passed over."""
    told: dict[str, str] = {}
    for pair in header[:8000].split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
    return told


def _is_whole(piece: bytes) -> bool:
    """The piece has the checksum it came with, if any; what broke off half-way has none to compare."""
    name, _, wanted = request.headers.get("Upload-Checksum", "").partition(" ")
    if not name or g.get("link_broke"):
        return True
    return name == "sha256" and base64.b64encode(hashlib.sha256(piece).digest()).decode() == wanted
