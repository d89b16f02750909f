"""24 hours and the permit: each moment that the law names, and proof that a rule which is a little wrong fails at one of them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from portal.opening import TOKYO, midnight
from portal.pack.crematorium import Kind
from services.crematorium.rules import law
from services.crematorium.rules.law import Death

Rule = Callable[[Kind, Death | None], datetime | None]
FRIDAY = date(2026, 11, 20)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


# Who, and from when on the cremation is lawful; None: no time has to pass (墓地、埋葬等に関する法律 第3条).
CASES: tuple[tuple[str, Kind, Death | None, datetime | None], ...] = (
    ("a minute counts to its end", Kind.PERSON, Death(FRIDAY, time(8)), at(21, 8, 1)),
    ("a moment before midnight", Kind.PERSON, Death(FRIDAY, time(23, 59)), at(22, 0)),
    ("of an hour unknown the day counts to its end", Kind.PERSON, Death(FRIDAY, None), at(22, 0)),
    ("an infection waits for nothing", Kind.PERSON, Death(FRIDAY, time(8), infection=True), None),
    ("a stillbirth waits as well", Kind.STILLBORN, Death(FRIDAY, time(8)), at(21, 8, 1)),
    ("before 24 weeks it need not", Kind.STILLBORN, Death(FRIDAY, time(8), early_stillbirth=True), None),
    (
        "of a person that says nothing",
        Kind.PERSON,
        Death(FRIDAY, time(8), early_stillbirth=True),
        at(21, 8, 1),
    ),
    ("remains were buried long ago", Kind.REBURIAL, None, None),
    ("a part is no body", Kind.PART, None, None),
    ("an animal is none either", Kind.PET, None, None),
)


def wrong(rule: Rule) -> list[str]:
    """The cases that a rule decides otherwise than the law."""
    return [name for name, kind, death, lawful in CASES if rule(kind, death) != lawful]


def test_the_rule_is_the_laws_in_every_case() -> None:
    assert wrong(law.earliest) == []


def a_day_less(kind: Kind, death: Death | None) -> datetime | None:
    """23 hours and 59 minutes."""
    found = law.earliest(kind, death)
    return found - timedelta(minutes=1) if found else None


def from_the_minute(kind: Kind, death: Death | None) -> datetime | None:
    """The minute counts from its beginning, as a clock that is read too early."""
    if kind not in law.DIED or death is None or death.at is None:
        return law.earliest(kind, death)
    found = law.earliest(kind, death)
    return datetime.combine(death.on, death.at, TOKYO) + law.WAIT if found else None


def from_the_morning(kind: Kind, death: Death | None) -> datetime | None:
    """A time unknown is taken as the day's beginning."""
    found = law.earliest(kind, death)
    unknown = death is not None and death.at is None
    return midnight(death.on) + law.WAIT if found and unknown and death else found


def for_everybody(kind: Kind, death: Death | None) -> datetime | None:
    """The exceptions are forgotten."""
    if kind not in law.DIED or death is None:
        return None
    return law.latest_moment(death) + law.WAIT


def early_for_anybody(kind: Kind, death: Death | None) -> datetime | None:
    """The exception of a stillbirth is given to everybody who ticks it."""
    return None if death is not None and death.early_stillbirth else law.earliest(kind, death)


def not_for_the_stillborn(kind: Kind, death: Death | None) -> datetime | None:
    """A stillborn child is forgotten."""
    return None if kind is Kind.STILLBORN else law.earliest(kind, death)


@pytest.mark.parametrize(
    "broken",
    [a_day_less, from_the_minute, from_the_morning, for_everybody, early_for_anybody, not_for_the_stillborn],
)
def test_a_rule_that_is_a_little_wrong_fails(broken: Rule) -> None:
    assert wrong(broken) != []


def test_a_death_without_a_moment_is_never_taken_for_lawful() -> None:
    for kind in law.DIED:
        with pytest.raises(ValueError, match="moment"):
            law.earliest(kind, None)


def test_whoever_was_somebody_needs_the_permit() -> None:
    assert {kind for kind in Kind if law.needs_permit(kind)} == {Kind.PERSON, Kind.STILLBORN, Kind.REBURIAL}
