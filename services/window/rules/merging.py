"""Two seats type into one visit: what each saw decides what each meant to change; of two changes the last save stands."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Stands for a question that nobody has answered yet.
ABSENT = ""


@dataclass(frozen=True)
class Merged:
    """The answers after a save: which keys it changed, and where somebody else had changed them meanwhile."""

    answers: dict[str, Any]
    changed: tuple[str, ...]
    overridden: tuple[str, ...]

    def __repr__(self) -> str:
        return "Merged(…)"


def mark(answers: Mapping[str, Any], key: str) -> str:
    """A short name for what stands at a key; equal answers have equal names."""
    if key not in answers:
        return ABSENT
    whole = json.dumps(answers[key], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def marks(answers: Mapping[str, Any]) -> str:
    """What a page was made of, to travel with its form: a name for each answer, and no answer."""
    return json.dumps({key: mark(answers, key) for key in answers}, separators=(",", ":"))


def read_marks(sent: str) -> dict[str, str]:
    """What came back with a form; of anything else it is as if the page had been empty."""
    try:
        found = json.loads(sent or "{}")
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def merge(current: Mapping[str, Any], seen: Mapping[str, str], typed: Mapping[str, Any]) -> Merged:
    """What stands after a save: a field that this seat left as it saw it stays as it is now."""
    answers, changed, overridden = dict(current), list[str](), list[str]()
    for key, value in typed.items():
        before = seen.get(key, ABSENT)
        if mark(typed, key) == before or (key in current and current[key] == value):
            continue
        if mark(current, key) != before:
            overridden.append(key)
        answers[key] = value
        changed.append(key)
    return Merged(answers, tuple(changed), tuple(overridden))
