"""The shape of one entry of the field dictionary: what is asked, of which kind, within which bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forms.draws import Draws
from forms.wording import NOTHING, Wording

# What a stored answer can be; None means that the question was shown and left blank.
# The items of a group and the files of an attachment are lists of tables.
Value = str | int | bool | list[str] | dict[str, str] | list[dict[str, Any]] | None


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    label: Wording


@dataclass(frozen=True)
class Field:
    """One question the whole product knows by its key."""

    key: str
    kind: str
    label: Wording
    hint: Wording = NOTHING
    example: Wording = NOTHING
    autocomplete: str = ""
    sensitivity: str = "personal"
    max: int | None = None
    min: int | None = None
    digits: tuple[int, int] | None = None
    # How many days before and after today a date may lie.
    from_today: tuple[int, int] | None = None
    choices: tuple[Choice, ...] = ()
    # Whose it is: of whoever types it as the applicant, of a proxy, of the household, of somebody else, of this matter alone.
    whose: str = "matter"
    # A sensitive answer of one's own (health, a bank account) is kept for next time only where its field says so.
    reuse: bool = False
    # A question about who applies: with which of its answers the request is about the one who types; None asks nothing of it.
    own: tuple[str, ...] | None = None
    # Other questions that must be answered so, where they are asked, for this answer to be one's own.
    own_when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # What a group asks about each of its items, as one procedure asks it.
    inner: tuple[Field, ...] = ()
    # From which list this one takes people who were named there already, or whose answer there answers this question.
    draws_on: Draws | None = None

    def choice(self, value: object) -> Choice | None:
        return next((choice for choice in self.choices if choice.value == value), None)
