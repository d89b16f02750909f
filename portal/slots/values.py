"""What a use of something takes: rows that only one can have, and places that are counted."""

from dataclasses import dataclass

Claims = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Seats:
    """Places beside others, or things that are lent: so many of so many in each of these steps."""

    what: str
    steps: range
    people: int
    total: int


@dataclass(frozen=True)
class Taking:
    """Everything that one use takes: rows that only one can have, and places that are counted."""

    claims: Claims = ()
    seats: tuple[Seats, ...] = ()
