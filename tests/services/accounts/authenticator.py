"""A passkey in software: real keys and real signatures, as WebAuthn Level 3 lays them out."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Authenticator:
    """One key on one device, for one site; `verifies` is false for one without PIN or fingerprint."""

    origin: str = "http://localhost"
    host: str = "localhost"
    verifies: bool = True
    count: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any]) -> str:
        """What a browser sends after making a passkey."""
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + self._public()
        said = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        response = {
            "clientDataJSON": _base64(self._client("webauthn.create", options["challenge"])),
            "attestationObject": _base64(cbor2.dumps(said)),
        }
        return self._answer(response)

    def get(self, options: dict[str, Any]) -> str:
        """What a browser sends after using it."""
        self.count += 1
        client, data = self._client("webauthn.get", options["challenge"]), self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": _base64(client),
            "authenticatorData": _base64(data),
            "signature": _base64(signature),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, str]) -> str:
        id = _base64(self.credential)
        return json.dumps(
            {"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}, "response": response}
        )

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, more: int) -> bytes:
        flags = USER_PRESENT | more | (USER_VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _public(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
