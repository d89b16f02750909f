"""What comes back when something in a LINE talk is pressed: signed, so that nobody makes up what we have not offered."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

# LINE brings back so many characters.
LONGEST = 300
_PURPOSE = b"line postback"
# 96 bits: nobody tries that many presses on a server of ours.
_BYTES = 12


def signed(action: str, key: bytes) -> str:
    """An action as a press brings it back; one that is too long is no action of the dialogue."""
    told = f"{_proof(action, key)}.{action}"
    if len(told) > LONGEST:
        raise ValueError("the action is too long to be brought back")
    return told


def opened(data: str, key: bytes) -> str | None:
    """The action that was pressed; None where somebody else made it up, or with a key of ours that is no more."""
    proof, dot, action = data.partition(".")
    if not dot or len(data) > LONGEST or not data.isprintable():
        return None
    return action if hmac.compare_digest(proof.encode(), _proof(action, key).encode()) else None


def _proof(action: str, key: bytes) -> str:
    made = hmac.digest(hmac.digest(key, _PURPOSE, hashlib.sha256), action.encode(), hashlib.sha256)
    return urlsafe_b64encode(made[:_BYTES]).decode()
