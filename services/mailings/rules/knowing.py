"""The second thing that whoever holds a letter must know: a day of birth, or the end of a telephone number."""

import hmac
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from forms import wareki

LAST = 4


def asks(answers: Mapping[str, Any]) -> str:
    """Which of the two is asked."""
    return "birth_date" if len(str(answers.get("birth_date") or "")) == 10 else "phone"


def fits(answers: Mapping[str, Any], told: str) -> bool:
    """Whether what was typed is what the city knows; compared in the same time wherever they differ."""
    return bool(told) and hmac.compare_digest(told.encode(), _known(answers).encode())


def told_day(year: str, month: str, day: str, era: str) -> str:
    """A day as the page's inputs hold it, as ISO; nothing where it is no day."""
    parts = [unicodedata.normalize("NFKC", part).strip() for part in (year, month, day)]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return ""
    whole = f"{parts[0]:0>4}-{parts[1]:0>2}-{parts[2]:0>2}"
    if found := wareki.era(era):
        whole = f"{found.first.year - 1 + int(parts[0]):04}{whole[4:]}"
    read = wareki.read(whole)
    return read.iso if read else ""


def told_digits(text: str) -> str:
    """The last four figures of a telephone number, however they were typed."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text[:40]))
    return digits[-LAST:] if len(digits) >= LAST else ""


def _known(answers: Mapping[str, Any]) -> str:
    if asks(answers) == "birth_date":
        return str(answers["birth_date"])
    return told_digits(str(answers.get("phone") or ""))
