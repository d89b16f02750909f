"""The kinds of documents people show at a counter, and what may be taken over from each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forms.cards.unreadable import Unreadable


class CardKind(StrEnum):
    """What was shown."""

    MYNA = "myna"
    LICENCE = "licence"
    RESIDENCE = "residence"
    PASSPORT = "passport"
    INSURANCE = "insurance"
    OTHER = "other"


@dataclass(frozen=True)
class About:
    """Whether its own number may be noted, and whether a reader reads it."""

    numbered: bool = False
    by_chip: bool = False


ABOUT = {
    CardKind.MYNA: About(by_chip=True),
    CardKind.LICENCE: About(numbered=True, by_chip=True),
    CardKind.RESIDENCE: About(numbered=True),
    CardKind.PASSPORT: About(numbered=True),
    CardKind.INSURANCE: About(),
    CardKind.OTHER: About(),
}


def kind_of(told: str) -> CardKind:
    """The kind a page or a machine names."""
    if told not in list(CardKind):
        raise Unreadable("kind_unknown", part="kind")
    return CardKind(told)
