"""The steps of a procedure and the questions on them, read from its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms import computed, conditions
from forms.computed import Coming, Computed
from forms.conditions import Condition
from forms.dictionary import WHOSE, Choice, Dictionary, check_bounds
from forms.field import Field
from forms.reading import Table, meant, pair
from forms.wording import NOTHING, Wording

KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")
# Pages of a draft beside its questions have these names.
TAKEN = frozenset(("card", "ended", "files", "later", "reply-by", "safety", "tasks"))
# More items than this belong into a list that is attached.
MOST_ITEMS = 30


@dataclass(frozen=True)
class Ask:
    """A field as this procedure asks it, with its own label and hint where it gives them."""

    field: Field
    optional: bool = False
    when: tuple[Condition, ...] = ()
    # Only the city fills it in, for a letter: nobody types an amount that a decision has set.
    locked: bool = False

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
class Repeat:
    """A list of people or things: the questions are asked once for each of them."""

    asks: tuple[Ask, ...]
    min: int
    max: int


@dataclass(frozen=True)
class Step:
    """One page of questions; where it repeats, its one question is the group and `repeat` tells what is asked of each item."""

    key: str
    title: Wording
    asks: tuple[Ask, ...]
    when: tuple[Condition, ...] = ()
    text: Wording = NOTHING
    section: Wording = NOTHING
    repeat: Repeat | None = None


@dataclass(frozen=True)
class Asked:
    """Everything a procedure asks: its steps, its computed values, and what is known after each step."""

    steps: tuple[Step, ...]
    computed: tuple[Computed, ...]
    known: Mapping[str, Mapping[str, Field]]
    fields: Mapping[str, Field]


def read(table: Table, dictionary: Dictionary) -> Asked:
    reader = _Reader(dictionary, table)
    steps: list[Step] = []
    known: dict[str, Mapping[str, Field]] = {}
    for entry in table.tables("step"):
        step = reader.step(entry)
        if any(step.key == other.key for other in steps):
            entry.fault("key", f"同じ名前のステップが二つあります: {step.key}")
        known[step.key] = dict(reader.earlier)
        steps.append(step)
    reader.coming.finish()
    return Asked(tuple(steps), tuple(reader.coming.ready), known, dict(reader.earlier))


class _Reader:
    """Reads step after step and remembers what was asked before, which is all that a condition may look at."""

    def __init__(self, dictionary: Dictionary, table: Table) -> None:
        self.dictionary = dictionary
        self.coming = Coming(computed.read(table, dictionary.fields), table.faults)
        self.earlier: dict[str, Field] = {}
        # Questions of groups: asked once too, but nothing outside their items can look at them.
        self._within: set[str] = set()

    def step(self, table: Table) -> Step:
        when = conditions.read(table, self.earlier)
        group = _group(table, self.dictionary, self.earlier) if "repeat" in table else None
        visible = dict(self.earlier) if group else self.earlier
        asks = self._asks(table, visible, group.key if group else "")
        key = table.text("key", default=asks[0].key if asks else "")
        if key and (not KEY.fullmatch(key) or key in TAKEN):
            table.fault(
                "key", f"ステップの名前に使えません（英小文字・数字・- _。{'・'.join(sorted(TAKEN))} のほか）"
            )
        title, text = table.wording("title", needed=True), table.wording("text")
        step = Step(key, title, asks, when, text, table.wording("section"))
        table.finish()
        return self._repeated(step, group) if group else step

    def _repeated(self, step: Step, group: Field) -> Step:
        """The step as one question about the whole group."""
        inner = {ask.key: ask.field for ask in step.asks}
        self._within |= inner.keys()
        field = replace(group, inner=tuple(inner.values()))
        self.earlier[field.key] = field
        self.coming.close(field.key, inner)
        self.coming.after(self.earlier)
        low, high = group.min or 0, group.max or MOST_ITEMS
        asks = (Ask(field, optional=low == 0),)
        return replace(step, asks=asks, repeat=Repeat(step.asks, low, high))

    def _asks(self, table: Table, visible: dict[str, Field], group: str) -> tuple[Ask, ...]:
        asks: list[Ask] = []
        for path, item in table.items("ask"):
            ask = self._ask(item, path, table, visible)
            if ask is None:
                continue
            visible[ask.key] = ask.field
            asks.append(ask)
            if group and ask.kind == "file":
                table.fault(
                    "ask", "繰り返しの中では添付を尋ねられません（後のステップでまとめて尋ねてください）"
                )
            self.coming.after(visible, group, {one.key for one in asks} if group else ())
        if not asks:
            table.fault("ask", "尋ねる項目がありません")
        return tuple(asks)

    def _ask(self, item: object, path: str, table: Table, visible: Mapping[str, Field]) -> Ask | None:
        inner = Table({"field": item} if isinstance(item, str) else item, path, table.faults)
        key = inner.text("field", needed=True)
        field = self.dictionary.get(key)
        if not key:
            return None
        if field is None:
            inner.fault("", f"辞書にない項目です: {key}{meant(key, self.dictionary)}")
            return None
        if field.kind == "group":
            inner.fault("", f"group の項目は repeat で使います: {key}")
            return None
        if key in visible or key in self._within:
            # One answer per key: asking twice would let the second silently overwrite the first.
            inner.fault("", f"同じ項目を二度尋ねています: {key}")
        when = conditions.read(inner, visible)
        locked, optional = inner.flag("locked"), inner.flag("optional")
        # Most questions are asked just as the dictionary has them.
        asked = field if inner.empty else _overridden(field, inner)
        # Whom the city has not written to is asked nothing in its place.
        ask = Ask(asked, optional or locked, when, locked)
        inner.finish()
        return ask


def _group(table: Table, dictionary: Dictionary, earlier: Mapping[str, Field]) -> Field | None:
    """The group a step repeats, with how many items it takes."""
    inner = Table(table.take("repeat"), table.at("repeat"), table.faults)
    key, low, high = inner.text("field", needed=True), inner.integer("min"), inner.integer("max")
    label = inner.wording("label")
    inner.finish()
    field = dictionary.get(key)
    if field is None or field.kind != "group":
        inner.fault("field", f"辞書にある group の項目ではありません: {key}")
        return None
    if key in earlier:
        inner.fault("field", f"同じ項目を二度尋ねています: {key}")
    low, high = 1 if low is None else low, MOST_ITEMS if high is None else high
    if not 0 <= low <= high <= MOST_ITEMS or high < 1:
        inner.fault("max", f"min と max は 0 から {MOST_ITEMS} までで、min より小さい max は書けません")
    return replace(field, label=label or field.label, min=low, max=high)


def _overridden(field: Field, table: Table) -> Field:
    """The field with this procedure's own words, bounds and choices."""
    largest, smallest = table.integer("max"), table.integer("min")
    label = table.wording("label")
    found = replace(
        field,
        label=label or field.label,
        # Under another name it may be another person's, so that the procedure says whose it is.
        whose=_whose(field, table, renamed=bool(label)),
        hint=table.wording("hint") or field.hint,
        max=field.max if largest is None else largest,
        min=field.min if smallest is None else smallest,
        from_today=pair(table, "from_today") or field.from_today,
        choices=_narrowed(field, table),
    )
    check_bounds(found, table)
    return found


def _whose(field: Field, table: Table, *, renamed: bool) -> str:
    whose = table.text("whose")
    if whose and whose not in WHOSE:
        table.fault("whose", f"使えない値です: {whose}")
        return "matter"
    return whose or ("matter" if renamed else field.whose)


def _narrowed(field: Field, table: Table) -> tuple[Choice, ...]:
    """Only some of the dictionary's choices, in the order this procedure gives them."""
    wanted = table.strings("choices")
    for value in wanted:
        if field.choice(value) is None:
            table.fault("choices", f"辞書にない選択肢です: {value}")
    return tuple(choice for value in wanted if (choice := field.choice(value))) or field.choices
