"""Keyed digests: look-ups by citizen id or address without storing them. The key is set at start."""

import hashlib
import hmac

_key = b""


def use(secret: str) -> None:
    """Set the key of this process."""
    global _key
    _key = hashlib.sha256(b"seal:" + secret.encode()).digest()


def digest(purpose: str, text: str) -> str:
    """HMAC-SHA-256 of a text for one purpose, 64 hex signs."""
    if not _key:
        raise RuntimeError("no key set")
    return hmac.new(_key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
