"""The boxes of a printed form: what a box's expression stands for among the answers to a procedure.

name                        a whole answer on one line
address.postcode            a part of it: of an address, a date, a bank account
children.0.child_name       an answer about the first item of a group, and its parts in the same way
children.count              how many items there are
work_kind=employee          a tick: ■ where that was chosen
birth_date.era=showa        a tick for an era
hand:number  hand:own_hand  left empty for a hand to write in
sheet:number  sheet:stamp   what the paper says about itself
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forms import journey, show, wareki
from forms.computed import Computed
from forms.field import Field, Value
from forms.procedure import Ask, Procedure
from forms.wording import Wording

TICKED = "■"
HAND, SHEET = "hand:", "sheet:"
_ADDRESS = ("postcode", "area", "street", "building", "line")
_DATE = ("era", "year", "month", "day", "western", "japanese")
_ACCOUNT = ("bank", "bank_code", "branch", "branch_code", "kind", "number", "holder")
_PARTS = {
    "address": _ADDRESS, "date": _DATE, "birth": _DATE, "month": _DATE, "bank_account": _ACCOUNT,
}  # fmt: skip
COUNT = "count"


class Filled:
    """One procedure's answers, looked at once, from which every box of its paper is filled."""

    def __init__(self, procedure: Procedure, answers: Mapping[str, Value]) -> None:
        self.procedure = procedure
        counted = {**answers, "way": answers.get("way") or "window"}
        self._known = {**journey.known(procedure, counted), **journey.effective(procedure, counted)}
        self._form = Form.of(procedure)
        self._lives: dict[tuple[str, int], Mapping[str, Any]] = {}

    def text(self, expression: str) -> str:
        """What stands in a box; nothing where nothing was answered."""
        if expression.startswith((HAND, SHEET)):
            return ""
        path, ticks, wanted = expression.partition("=")
        field, value, part = self._found(path.split("."))
        if ticks:
            return TICKED if _chosen(value, part, wanted) else ""
        if part == COUNT:
            return str(len(value)) if isinstance(value, list) and value else ""
        if value is None or field is None:
            return ""
        if isinstance(field, Computed):
            return show.computed(field, value, "ja") if isinstance(value, int) else ""
        return _part(value, part) if part else show.plain(field, value, "ja")

    def label(self, expression: str) -> Wording | None:
        """The words of the question a box answers."""
        known = _question(self._form, expression.partition("=")[0].split("."))
        return known[0].label if known else None

    def choice(self, key: str, value: str) -> str:
        """The words of one choice of a question."""
        known = _question(self._form, key.split("."))
        found = known[0].choice(value) if known and isinstance(known[0], Field) else None
        return found.label.say("ja").text if found else ""

    def count(self, group: str) -> int:
        """How many items of a group were answered."""
        items = self._known.get(group)
        return len(items) if isinstance(items, list) else 0

    def _found(self, path: list[str]) -> tuple[Field | Computed | None, Any, str]:
        known = _question(self._form, path)
        if known is None:
            return None, None, ""
        live = self._item(path[0], int(path[1])) if len(path) > 1 and path[1].isdigit() else self._known
        return known[0], live.get(known[0].key), known[1]

    def _item(self, group: str, place: int) -> Mapping[str, Any]:
        if (group, place) not in self._lives:
            items = self._known.get(group)
            item = items[place] if isinstance(items, list) and place < len(items) else None
            whole = journey.item_live(self.procedure, item, self._known) if isinstance(item, dict) else {}
            mine = {one.key for one in self.procedure.computed if one.group == group}
            self._lives[group, place] = {
                key: value for key, value in whole.items() if key in mine or key in (item or {})
            }
        return self._lives[group, place]


def text(expression: str, procedure: Procedure, answers: Mapping[str, Value]) -> str:
    """What stands in one box; whoever fills a whole paper keeps a `Filled`."""
    return Filled(procedure, answers).text(expression)


def known(expression: str, procedure: Procedure) -> bool:
    """Whether a box of a layout can ever be filled: its question, its part and its choice are there."""
    if expression.startswith((HAND, SHEET)):
        return True
    path, ticks, wanted = expression.partition("=")
    found = _question(Form.of(procedure), path.split("."))
    if found is None:
        return False
    field, part = found
    if ticks:
        return isinstance(field, Field) and _can_be(field, part, wanted)
    return not part or part == COUNT or (isinstance(field, Field) and part in _PARTS.get(field.kind, ()))


@dataclass(frozen=True)
class Form:
    """A procedure's questions and computed values by their keys, looked up once for a whole paper."""

    asks: Mapping[str, Ask]
    computed: Mapping[str, Computed]

    @classmethod
    def of(cls, procedure: Procedure) -> Form:
        # Where a key is asked twice, the first one counts, as everywhere.
        asks = {ask.key: ask for ask in reversed(procedure.every_ask)}
        return cls(asks, {one.key: one for one in procedure.computed})


def _question(form: Form, path: list[str]) -> tuple[Field | Computed, str] | None:
    """The question a path leads to, and what is left of the path."""
    computed = form.computed
    group = form.asks.get(path[0])
    if len(path) > 2 and path[1].isdigit() and group is not None:
        inner = next((one for one in group.field.inner if one.key == path[2]), None)
        mine = computed.get(path[2])
        found: Field | Computed | None = inner or (mine if mine and mine.group == path[0] else None)
        rest = path[3:]
    else:
        found = group.field if group is not None else computed.get(path[0])
        rest = path[1:]
    return (found, rest[0] if rest else "") if found is not None and len(rest) < 2 else None


def _can_be(field: Field, part: str, wanted: str) -> bool:
    match part:
        case "era":
            return field.kind in ("date", "birth", "month") and wareki.era(wanted) is not None
        case "kind":
            return field.kind == "bank_account" and wanted in ("ordinary", "current", "savings")
        case "":
            return wanted == "yes" if field.kind == "yes" else field.choice(wanted) is not None
    return False


def _chosen(value: Any, part: str, wanted: str) -> bool:
    match part:
        case "era":
            found = wareki.read(str(value)) if value else None
            era = wareki.era_of(found.first) if found else None
            return era is not None and era.code == wanted
        case "kind":
            return isinstance(value, dict) and value.get("kind") == wanted
    if isinstance(value, bool):
        return value and wanted == "yes"
    return wanted in value if isinstance(value, list) else value == wanted


def _part(value: Any, part: str) -> str:
    if isinstance(value, dict):
        if part == "line":
            return f"{value.get('area', '')}{value.get('street', '')}"
        if part == "kind":
            return show.account_kind(value.get("kind", ""), "ja")
        return str(value.get(part, ""))
    found = wareki.read(str(value))
    return _OF_A_DATE[part](found) if found and part in _OF_A_DATE else ""


def _year(found: wareki.PartDate) -> str:
    era = wareki.era_of(found.first)
    number = found.year - era.first.year + 1 if era else found.year
    return "元" if era and number == 1 else str(number)


def _japanese(found: wareki.PartDate) -> str:
    if found.first == found.last:
        return wareki.text(found.first)
    return wareki.year_words(found.year, of=found.first) + (f"{found.month}月" if found.month else "")


_OF_A_DATE: Mapping[str, Callable[[wareki.PartDate], str]] = {
    "era": lambda found: era.name if (era := wareki.era_of(found.first)) else "西暦",
    "year": _year,
    "month": lambda found: str(found.month or ""),
    "day": lambda found: str(found.day or ""),
    "western": lambda found: str(found.year),
    "japanese": _japanese,
}
