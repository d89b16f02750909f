"""What a cremation costs on its day: by 区分, by whose it is, and for each thing taken along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.pack.crematorium import Crematorium, Price, Sort, Who


@dataclass(frozen=True)
class Line:
    """One thing with its price; `use` is empty for the cremation itself."""

    key: str
    use: str
    yen: int


@dataclass(frozen=True)
class Bill:
    """All lines, and how much of them the 減免 would spare."""

    lines: tuple[Line, ...]
    relieved: int

    @property
    def full(self) -> int:
        """Without 減免."""
        return sum(one.yen for one in self.lines)

    @property
    def yen(self) -> int:
        """With the 減免, should it be confirmed."""
        return self.full - self.relieved


def price(prices: tuple[Price, ...], who: Who, day: date) -> int:
    """The yen of a day; a row for residents holds for whoever has no row of their own."""
    rows = [one for one in prices if one.holds(day)]
    found = next((one.yen for wanted in (who, Who.RESIDENT) for one in rows if one.who is wanted), None)
    return found or 0


def bill(
    hall: Crematorium, sort: Sort, who: Who, along: Mapping[str, str], day: date, relief: str = ""
) -> Bill:
    """What it comes to; 減免 is for the cremation, and what is taken along is paid."""
    lines = [Line(sort.key, "", price(sort.prices, who, day))]
    for extra in hall.extras:
        use = extra.use(along.get(extra.key, ""))
        if use is not None:
            lines.append(Line(extra.key, use.key, price(use.prices, who, day)))
    spared = next((one.percent for one in hall.reliefs if one.key == relief), 0)
    return Bill(tuple(lines), lines[0].yen * spared // 100)


def age(born: date, on: date) -> int:
    """Full years; whoever was born on 29 February grows older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def fits_age(sort: Sort, born: date, died: date) -> bool:
    """Whether a person's age belongs to a 区分."""
    years = age(born, died)
    return sort.from_age <= years and (not sort.below_age or years < sort.below_age)
