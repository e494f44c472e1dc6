"""An authenticator made of a few lines: keys, signatures and what a browser writes around them (WebAuthn, ES256)."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, WITH_KEY = 1, 4, 64


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def raw(said: str) -> bytes:
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))


class Authenticator:
    """One key on one device."""

    def __init__(self, *, origin: str = "http://localhost", host: str = "localhost") -> None:
        self.origin, self.host = origin, host
        self.key, self.name = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.count, self.flags = 0, VERIFIED

    def create(self, options: str) -> str:
        """What the browser answers to `navigator.credentials.create`."""
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        data = (self._head(WITH_KEY) + bytes(16) + len(self.name).to_bytes(2, "big") + self.name + public)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": text(self._client("webauthn.create", options)),
                             "attestationObject": text(made)})

    def get(self, options: str) -> str:
        """What the browser answers to `navigator.credentials.get`."""
        self.count += 1
        data, client = self._head(0), self._client("webauthn.get", options)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": text(client), "authenticatorData": text(data),
                             "signature": text(signature)})

    def _head(self, flags: int) -> bytes:
        return (hashlib.sha256(self.host.encode()).digest() + bytes([PRESENT | self.flags | flags])
                + self.count.to_bytes(4, "big"))

    def _client(self, kind: str, options: str) -> bytes:
        said = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps({"id": text(self.name), "rawId": text(self.name), "type": "public-key", "response": response,
                           "clientExtensionResults": {}})
