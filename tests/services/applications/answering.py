"""Answers to any question of any procedure, made up from its kind: some that hold, one that cannot."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from random import Random
from types import MappingProxyType
from typing import Any

from forms import journey
from forms.computed import live_with
from forms.conditions import hold
from forms.field import Field, Value
from forms.kinds import KINDS
from forms.procedure import Ask, Assurance, Exit, Procedure, Step, Way
from forms.steps import Repeat

ADDRESS = {"postcode": "000-0001", "area": "見本県ひなた市本町", "street": "一丁目1番1号", "building": ""}
ACCOUNT = {
    "bank": "見本銀行", "bank_code": "", "branch": "本店", "branch_code": "", "kind": "ordinary",
    "number": "0012345", "holder": "ミホン ハナコ",
}  # fmt: skip
# The holder of the sample card, so that a way that is signed can be signed.
HOLDER: Mapping[str, Value] = {"name": "見本 花子", "birth_date": "1955-04-01"}
# Twelve invented digits with a true check digit of 個人番号.
NUMBER = "1234 5678 9018"
TRIES = 400
# Some early ends lie behind several rare answers.
MOST_TRIES = 20_000


def value(ask: Ask, luck: Random, today: date, pinned: Mapping[str, Value]) -> Value:
    """An answer that holds; a question that may be left open sometimes is."""
    if ask.optional and luck.random() < 0.3:
        return None
    return pinned.get(ask.key) or _of_kind(ask.field, luck, today)


def _of_kind(field: Field, luck: Random, today: date) -> Value:  # noqa: PLR0911 (one line a kind)
    match field.kind:
        case "choice":
            return luck.choice(field.choices).value
        case "choices":
            most = min(field.max or len(field.choices), len(field.choices))
            picked = luck.sample(range(len(field.choices)), luck.randint(1, most))
            return [field.choices[place].value for place in sorted(picked)]
        case "yes":
            return True
        case "integer" | "yen":
            low = field.min or 0
            usual = 30_000_000 if field.kind == "yen" else low + 20
            return luck.choice((low, luck.randint(low, min(field.max or usual, usual))))
        case "number_code":
            return "1" * (field.digits or (1, 1))[0]
        case "date":
            first, last = field.from_today or (-400, 400)
            return (today + timedelta(days=luck.randint(first, last))).isoformat()
        case "birth":
            oldest = luck.choice((20, 100))
            return (today - timedelta(days=luck.randint(0, oldest * 365))).isoformat()
        case _:
            return _PLAIN[field.kind]


_PLAIN: Mapping[str, Value] = {
    "text": "見本", "long_text": "見本\n二行目", "name": "見本 花子", "kana": "ミホン ハナコ",
    "phone": "090-1234-5678", "email": "hanako@mail.example", "address": ADDRESS, "postcode": "000-0001",
    "bank_account": ACCOUNT, "time": "09:30", "month": "2026-04",
    "file": [{"id": "1", "name": "見本.pdf", "type": "application/pdf", "size": 1}],
}  # fmt: skip


def whole(
    procedure: Procedure, way: Way, luck: Random, today: date, pinned: Mapping[str, Value]
) -> dict[str, Any]:
    """Answers to every question a path through a procedure asks, or up to its early end."""
    answers: dict[str, Any] = {"way": way.kind, "on_day": today.isoformat()}
    live = dict(answers)
    for step in procedure.steps:
        if not hold(step.when, live):
            continue
        for ask in step.asks:
            if hold(ask.when, live):
                answers[ask.key] = (
                    _items(procedure, step, step.repeat, live, luck, today)
                    if step.repeat
                    else value(ask, luck, today, pinned)
                )
                live[ask.key] = answers[ask.key]
                live_with(procedure.computed, live)
        if any(end.after == step.key and hold(end.when, live) for end in procedure.exits):
            break
    return answers


def _items(
    procedure: Procedure, step: Step, repeat: Repeat, before: Mapping[str, Any], luck: Random, today: date
) -> list[dict[str, Any]]:
    count = luck.randint(max(1, repeat.min), min(repeat.max, max(2, repeat.min)))
    found = []
    for _ in range(count):
        item: dict[str, Any] = {}
        while missing := [a for a in journey.item_asks(procedure, step, item, before) if a.key not in item]:
            item[missing[0].key] = value(missing[0], luck, today, {})
        found.append(item)
    return found


def paths(
    procedure: Procedure, way: Way, today: date, pinned: Mapping[str, Value] = MappingProxyType({})
) -> Iterator[tuple[dict[str, Any], Exit | None]]:
    """Many ways through a procedure, each with the early end it comes to, if any."""
    for seed in range(MOST_TRIES):
        answers = whole(procedure, way, Random(seed), today, pinned)  # noqa: S311 (nothing secret is made of it)
        yield answers, journey.exit_of(procedure, answers)


def longest(procedure: Procedure, way: Way, today: date) -> dict[str, Any]:
    """Answers that lead over as many pages and questions as were found, to the very end."""
    # A way that is signed is walked by the holder of the sample card.
    pinned = HOLDER if way.assurance is Assurance.signature else {}
    ends = [answers for answers, end in islice(paths(procedure, way, today, pinned), TRIES) if end is None]
    assert ends, f"{procedure.key}/{way.kind}: every path ends early"
    return max(ends, key=lambda answers: len(journey.effective(procedure, answers)))


def early_ends(procedure: Procedure, today: date) -> dict[Exit, tuple[Way, dict[str, Any]]]:
    """Every early end that can be reached, with a way and answers that lead there."""
    found: dict[Exit, tuple[Way, dict[str, Any]]] = {}
    tries = zip(*(paths(procedure, way, today) for way in procedure.ways), strict=True)
    for side_by_side in tries if procedure.exits else ():
        for way, (answers, end) in zip(procedure.ways, side_by_side, strict=True):
            if end is not None:
                found.setdefault(end, (way, answers))
        if len(found) == len(procedure.exits):
            break
    return found


def typed(ask: Ask, answer: Value) -> list[tuple[str, str]]:
    """What somebody types so that this is stored."""
    if ask.kind == "choices":
        return [(ask.key, str(one)) for one in answer] if isinstance(answer, list) else []
    parts = KINDS[ask.kind].split(answer)
    pairs = [(ask.key if part == "value" else f"{ask.key}-{part}", text) for part, text in parts.items()]
    # A button or a box that nobody touched is not sent.
    return [(name, text) for name, text in pairs if text or ask.kind not in ("choice", "yes")]


def wrong(ask: Ask) -> list[tuple[str, str]]:  # noqa: PLR0911 (one line a kind)
    """What somebody types that no answer to this question can be."""
    match ask.kind:
        case "choice" | "choices" | "yes":
            return [(ask.key, "no_such_choice")]
        case "date" | "birth" | "month":
            return [(f"{ask.key}-era", ""), (f"{ask.key}-year", "いつか")]
        case "address":
            return [(f"{ask.key}-postcode", "12")]
        case "bank_account":
            return [(f"{ask.key}-bank", "見本銀行"), (f"{ask.key}-kind", "gold")]
        case "kana":
            return [(ask.key, "漢字")]
        case "text" | "long_text" | "name":
            return [(ask.key, NUMBER)]
        case _:
            return [(ask.key, "けた")]
