"""The steps of a procedure and the questions on them, read from its file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from forms import conditions
from forms.conditions import Condition
from forms.dictionary import Choice, Dictionary, check_bounds, pair
from forms.field import Field
from forms.reading import Table
from forms.wording import NOTHING, Wording

KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")


@dataclass(frozen=True)
class Ask:
    """A field as this procedure asks it, with its own label and hint where it gives them."""

    field: Field
    optional: bool = False
    when: tuple[Condition, ...] = ()

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def kind(self) -> str:
        return self.field.kind

    @property
    def label(self) -> Wording:
        return self.field.label

    @property
    def hint(self) -> Wording:
        return self.field.hint


@dataclass(frozen=True)
class Step:
    """One page of questions."""

    key: str
    title: Wording
    asks: tuple[Ask, ...]
    when: tuple[Condition, ...] = ()
    text: Wording = NOTHING


def read(table: Table, dictionary: Dictionary) -> tuple[Step, ...]:
    earlier: dict[str, Field] = {}
    steps: list[Step] = []
    for entry in table.tables("step"):
        step = _step(entry, dictionary, earlier)
        if any(step.key == other.key for other in steps):
            entry.fault("key", f"同じ名前のステップが二つあります: {step.key}")
        steps.append(step)
    return tuple(steps)


def _step(table: Table, dictionary: Dictionary, earlier: dict[str, Field]) -> Step:
    when = conditions.read(table, earlier)
    asks = [ask for path, item in table.items("ask") if (ask := _ask(item, path, table, dictionary, earlier))]
    if not asks:
        table.fault("ask", "尋ねる項目がありません")
    key = table.text("key", default=asks[0].key if asks else "")
    if key and not KEY.fullmatch(key):
        table.fault("key", "ステップの名前に使えません（英小文字・数字・- _）")
    step = Step(key, table.wording("title", needed=True), tuple(asks), when, table.wording("text"))
    table.finish()
    return step


def _ask(
    item: object, path: str, table: Table, dictionary: Dictionary, earlier: dict[str, Field]
) -> Ask | None:
    inner = Table({"field": item} if isinstance(item, str) else item, path, table.faults)
    key = inner.text("field", needed=True)
    field = dictionary.get(key)
    if field is None:
        inner.fault("", f"辞書にない項目です: {key}")
        return None
    if key in earlier:
        # One answer per key: asking twice would let the second silently overwrite the first.
        inner.fault("", f"同じ項目を二度尋ねています: {key}")
    when = conditions.read(inner, earlier)
    ask = Ask(_overridden(field, inner), inner.flag("optional"), when)
    earlier[key] = ask.field
    inner.finish()
    return ask


def _overridden(field: Field, table: Table) -> Field:
    """The field with this procedure's own words, bounds and choices."""
    largest, smallest = table.integer("max"), table.integer("min")
    found = replace(
        field,
        label=table.wording("label") or field.label,
        hint=table.wording("hint") or field.hint,
        max=field.max if largest is None else largest,
        min=field.min if smallest is None else smallest,
        from_today=pair(table, "from_today") or field.from_today,
        choices=_narrowed(field, table),
    )
    check_bounds(found, table)
    return found


def _narrowed(field: Field, table: Table) -> tuple[Choice, ...]:
    """Only some of the dictionary's choices, in the order this procedure gives them."""
    wanted = table.strings("choices")
    for value in wanted:
        if field.choice(value) is None:
            table.fault("choices", f"辞書にない選択肢です: {value}")
    return tuple(choice for value in wanted if (choice := field.choice(value))) or field.choices
