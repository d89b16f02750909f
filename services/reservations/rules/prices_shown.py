"""What a room costs as its page tells it: the prices in force on a day, and those that are known to follow."""

from dataclasses import dataclass
from datetime import date

from portal.pack.buildings import Band, Price, Unit, Who


@dataclass(frozen=True)
class Row:
    """One line of the table of fees: a band (none: an hour, or whatever band) and what each kind of people pays."""

    band: Band | None
    yen: tuple[int | None, ...]


def least(unit: Unit, who: Who, day: date) -> int | None:
    """The lowest price of one band or hour; None where nothing is told."""
    return min((one.yen for one in unit.prices if one.who is who and one.holds(day)), default=None)


def rows(unit: Unit, day: date) -> tuple[Row, ...]:
    """The table of a unit on a day, bands of the same price told once."""
    kinds = who(unit)
    bands: tuple[Band | None, ...] = unit.bands if any(one.band for one in unit.prices) else ()
    return tuple(
        Row(band, tuple(of(unit, kind, band.key if band else "", day) for kind in kinds))
        for band in bands or (None,)
    )


def who(unit: Unit) -> tuple[Who, ...]:
    """The kinds of people a unit has prices for."""
    return tuple(kind for kind in Who if any(one.who is kind for one in unit.prices))


def of(unit: Unit, who: Who, band: str, day: date) -> int | None:
    """What one band or hour costs somebody; a price of the band itself comes before one for all bands."""
    found = [one for one in unit.prices if one.who is who and one.holds(day) and one.band in ("", band)]
    found.sort(key=lambda one: one.band == "")
    return found[0].yen if found else None


def coming(unit: Unit, day: date) -> tuple[Price, ...]:
    """Prices that begin later: a change is told before it comes."""
    return tuple(one for one in unit.prices if one.valid_from is not None and one.valid_from > day)
