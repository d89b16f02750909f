"""The kinds of documents people show at a counter, and what may be taken over from each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    """How a kind counts: one of it is enough, or two are asked; whether its own number may be noted."""

    points: int
    numbered: bool = False
    by_chip: bool = False


# 住民基本台帳事務処理要領の例による。One with a photograph by an authority is enough; of others two are asked.
ABOUT = {
    CardKind.MYNA: About(points=1, by_chip=True),
    CardKind.LICENCE: About(points=1, numbered=True, by_chip=True),
    CardKind.RESIDENCE: About(points=1, numbered=True),
    CardKind.PASSPORT: About(points=1, numbered=True),
    CardKind.INSURANCE: About(points=2),
    CardKind.OTHER: About(points=2),
}
