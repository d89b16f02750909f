"""For whom something told to many is: districts, matters, age bands and languages that people chose themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from portal.words import N_

DISTRICT, CATEGORY, AGE = "district", "category", "age"
KINDS = (DISTRICT, CATEGORY, AGE)
# Broad enough to say little about anybody.
AGES: Mapping[str, str] = {
    "0-17": N_("17歳まで"),
    "18-39": N_("18歳から39歳"),
    "40-64": N_("40歳から64歳"),
    "65-": N_("65歳から"),
}


@dataclass(frozen=True)
class Audience:
    """Of each kind that is named somebody chose one; nothing named is everybody."""

    districts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def everybody(self) -> bool:
        """Whether nobody is left out."""
        return not (self.districts or self.categories or self.ages or self.languages)

    def kept(self) -> dict[str, list[str]]:
        """As the database keeps it."""
        return {key: sorted(value) for key, value in vars(self).items() if value}

    @classmethod
    def read(cls, kept: Mapping[str, Sequence[str]]) -> Self:
        """Back from there."""
        return cls(**{key: tuple(value) for key, value in kept.items()})
