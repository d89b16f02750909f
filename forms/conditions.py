"""Conditions under which a step or a question is asked: they look at earlier answers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.field import Field, Value
from forms.reading import Table, meant

Answers = Mapping[str, Value]
Asked = Mapping[str, Field]
# The way somebody chose (online, window, post) may steer a form although it is no question of it.
WAY = "way"
WAYS = ("online", "window", "post", "elsewhere")


@dataclass(frozen=True)
class Condition:
    """One answer that must be among some values, not among others, or within bounds."""

    key: str
    among: tuple[Value, ...] = ()
    outside: tuple[Value, ...] = ()
    min: int | None = None
    max: int | None = None

    def holds(self, answers: Answers) -> bool:
        """A question that was not asked decides nothing, so the condition does not hold."""
        if self.key not in answers:
            return False
        answer = answers[self.key]
        given = answer if isinstance(answer, list) else [answer]
        if self.among and not any(value in self.among for value in given):
            return False
        if self.outside and any(value in self.outside for value in given):
            return False
        return self._within(answer)

    def _within(self, answer: Value) -> bool:
        if self.min is None and self.max is None:
            return True
        if not isinstance(answer, int):
            return False
        return (self.min is None or answer >= self.min) and (self.max is None or answer <= self.max)


def hold(conditions: Sequence[Condition], answers: Answers) -> bool:
    """Whether all conditions hold; none at all always do."""
    return not conditions or all(condition.holds(answers) for condition in conditions)


def read(table: Table, earlier: Asked) -> tuple[Condition, ...]:
    """Read the `when` of a step or a question; `earlier` are the questions asked before it."""
    if "when" not in table:
        return ()
    inner = Table(table.take("when"), table.at("when"), table.faults)
    return tuple(_one(inner, key, value, earlier) for key, value in inner.rest().items())


def _one(table: Table, key: str, value: object, earlier: Asked) -> Condition:
    if key != WAY and key not in earlier:
        # Looking only backwards is what keeps conditions free of circles.
        table.fault(key, f"この条件より前に尋ねる項目だけを条件にできます{meant(key, earlier)}")
        return Condition(key)
    if not isinstance(value, Mapping):
        return Condition(key, among=_values(table, key, value, earlier.get(key)))
    inner = Table(value, table.at(key), table.faults)
    low, high = inner.integer("min"), inner.integer("max")
    unwanted = inner.take("not")
    outside = _values(table, key, unwanted, earlier.get(key)) if unwanted is not None else ()
    inner.finish()
    bounded = low is not None or high is not None
    if bounded and (key == WAY or earlier[key].kind not in ("integer", "yen")):
        table.fault(key, "min と max は integer・yen・計算した値だけに使えます")
    if not bounded and not outside:
        table.fault(key, "not, min, max のどれかが必要です")
    return Condition(key, outside=outside, min=low, max=high)


def _values(table: Table, key: str, value: object, field: Field | None) -> tuple[Value, ...]:
    wanted = value if isinstance(value, list) else [value]
    for item in wanted:
        if not (_possible(item, field) if field else item in WAYS):
            table.fault(key, f"この項目の答えになりえない値です: {item}")
    if not wanted:
        table.fault(key, "値がありません")
    return tuple(wanted)


def _possible(item: object, field: Field) -> bool:
    if field.choices:
        return field.choice(item) is not None
    if field.kind == "yes":
        return item is True
    if field.kind in ("integer", "yen"):
        return type(item) is int
    if field.kind in ("group", "file", "bank_account", "address"):
        return False
    return isinstance(item, str)
