"""Uploads in pieces for tests: a sender that does what upload.js does."""

import base64
from typing import Any

from portal.core.db import db
from portal.documents.models import Document
from tests.client import PortalClient, find_form, form_values
from tests.factories.documents import LETTER_98
from tests.people import unit

PIECE = "application/offset+octet-stream"


class Sender:
    """Does what upload.js does, with a link that can break."""

    def __init__(self, client: PortalClient, at: str = "hanoi") -> None:
        self.client, self.unit = client, unit(at).id
        page = client.get("/van-ban/them")
        self.token = form_values(find_form(page, "/van-ban/them"))["csrf_token"]
        self.url = ""

    def headers(self, **more: str) -> dict[str, str]:
        return {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token, **more}

    def begin(self, size: int, name: str = LETTER_98, **told: str) -> Any:
        meta = {"filename": name, "unit": str(self.unit), "declared": "y", **told}
        packed = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in meta.items())
        answer = self.client.post("/van-ban/tai-len", headers=self.headers(
            **{"Upload-Length": str(size), "Upload-Metadata": packed}))
        self.url = answer.headers.get("Location", "")
        return answer

    def add(self, at: int, data: bytes, **more: str) -> Any:
        headers = self.headers(**{"Upload-Offset": str(at), **more})
        return self.client.patch(self.url, data=data, headers=headers, content_type=PIECE)

    def offset(self) -> int:
        return int(self.client.head(self.url).headers["Upload-Offset"])


def documents() -> list[Document]:
    """All of them, as they stand in the database."""
    db.session.expire_all()
    return list(db.session.execute(db.select(Document)).scalars())
