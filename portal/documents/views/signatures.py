"""What a file is signed with, in words: a green tick only where a trusted root leads to the signer (A38)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.i18n import gettext
from portal.documents.models import DocumentEdition, DocumentFile
from portal.papers.signatures import ANSWERS, SENTENCES, answer_of

_TONES = {"yes": "success", "no": "error", "unknown": "neutral"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A signature as the reading page says it."""

    who: str
    issuer: str
    at: datetime | None
    is_stamped: bool
    is_extended: bool
    answer: str
    tone: str
    reason: str


def signatures_of(file: DocumentFile | DocumentEdition) -> list[Shown]:
    """The signatures of a file; none before it was looked at."""
    return [_shown(one) for one in file.signatures or ()]


def _shown(kept: dict[str, Any]) -> Shown:
    answer = answer_of(kept.get("verdict", ""))
    names = [kept.get("signer") or gettext("không rõ tên"), kept.get("organization")]
    reason = SENTENCES.get(kept.get("verdict", ""))
    return Shown(", ".join(filter(None, names)) if kept.get("verdict") else "", kept.get("issuer", ""),
                 datetime.fromisoformat(kept["signed_at"]) if kept.get("signed_at") else None,
                 bool(kept.get("is_stamped")), bool(kept.get("is_extended")), gettext(ANSWERS[answer]), _TONES[answer],
                 gettext(reason) if reason else "")
