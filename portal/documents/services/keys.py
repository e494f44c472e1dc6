"""Columns of a document that are computed from others."""

import hashlib

from portal.core import clock
from portal.core.text import equality_key, fold, sort_key
from portal.documents.models import Document
from portal.papers.symbols import symbol_key


def set_keys(document: Document) -> None:
    """Bring keys of look-up and order in line with the fields; call after every change of them."""
    document.symbol_key = symbol_key(document.symbol)[:60] if document.symbol else ""
    document.symbol_sort = sort_key(document.symbol)[:600]
    document.issuer_key = fold(document.issuer)[:200]
    document.issued_year = document.issued_on.year if document.issued_on else None
    document.sort_on = document.issued_on or clock.local(document.created_at).date()
    document.identity = _identity(document) if document.is_public else None


def _identity(document: Document) -> str | None:
    """One unit, one issuer, one symbol, one day: symbols repeat in other years and at other issuers."""
    if not document.symbol_key or document.issued_on is None:
        return None
    parts = (str(document.unit_id), equality_key(document.issuer), document.symbol_key, document.issued_on.isoformat())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
