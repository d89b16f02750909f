"""The columns of a procedure's CSV: one name a value, known from its questions, and never moved once they were given."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms import journey
from forms.field import Field, Value
from forms.kinds.money import BANK_PARTS
from forms.kinds.place import PARTS as ADDRESS_PARTS
from forms.procedure import Procedure

# What every procedure's CSV begins with; like the rest it only grows at its end, which is before the first question.
FRONT = (
    "batch_no", "receipt_no", "procedure", "form", "state", "arrived_at", "accepted_on", "decided_on", "channel", "way",
    "assurance", "locale", "shielded", "address_left_out", "request_pdf", "attachments",
)  # fmt: skip
_PARTS: Mapping[str, Sequence[str]] = {"address": ADDRESS_PARTS, "bank_account": BANK_PARTS}
# Several values in one cell; no choice's value and no path holds it.
BETWEEN = ";"


def wanted(procedure: Procedure) -> tuple[str, ...]:
    """Every column that answers to this form may fill, in the order of its questions."""
    return tuple(name for ask in procedure.asks for name in _names(ask.field))


def grown(known: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """The columns that were there, each where it was, and the new ones behind them."""
    return tuple(dict.fromkeys((*known, *more)))


def values(procedure: Procedure, answers: Mapping[str, Any], paths: Mapping[str, str]) -> dict[str, str]:
    """The answers on the path by column; `paths` tells where each attached file lies in the batch."""
    counted = journey.effective(procedure, answers)
    found: dict[str, str] = {}
    for ask in procedure.asks:
        found.update(_cells(ask.field, counted.get(ask.key), paths))
    return found


def labels(procedure: Procedure) -> dict[str, tuple[str, str, str]]:
    """What each column means: its question in Japanese, its kind, and the values a choice can have."""
    return {name: told for ask in procedure.asks for name, told in _labels(ask.field)}


def _labels(field: Field, before: str = "") -> Iterator[tuple[str, tuple[str, str, str]]]:
    label = f"{before}{field.label.say('ja').text}"
    if field.kind == "group":
        yield f"{field.key}.count", (f"{label}：人数・件数", "integer", "")
        for place in range(1, _most(field) + 1):
            for one in field.inner:
                for name, told in _labels(one, f"{label} {place}："):
                    yield f"{field.key}.{place}.{name}", told
        return
    choices = BETWEEN.join(f"{one.value}={one.label.say('ja').text}" for one in field.choices)
    for name in _names(field):
        yield name, (label, field.kind, choices)


def _names(field: Field) -> Iterator[str]:
    if field.kind == "group":
        yield f"{field.key}.count"
        for place in range(1, _most(field) + 1):
            yield from (f"{field.key}.{place}.{name}" for one in field.inner for name in _names(one))
    elif parts := _PARTS.get(field.kind):
        yield from (f"{field.key}.{part}" for part in parts)
    else:
        yield field.key


def _most(field: Field) -> int:
    return field.max or 0


def _cells(field: Field, value: Value, paths: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if field.kind == "group":
        items = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        yield f"{field.key}.count", str(len(items)) if value is not None else ""
        for place, item in enumerate(items, 1):
            for one in field.inner:
                for name, cell in _cells(one, item.get(one.key), paths):
                    yield f"{field.key}.{place}.{name}", cell
    elif field.kind in _PARTS:
        stored = value if isinstance(value, dict) else {}
        yield from ((f"{field.key}.{part}", str(stored.get(part) or "")) for part in _PARTS[field.kind])
    else:
        yield field.key, _plain(value, paths)


def _plain(value: Value, paths: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return BETWEEN.join(
            paths.get(str(one.get("id")), "") if isinstance(one, dict) else str(one) for one in value
        ).strip(BETWEEN)
    return str(value)
