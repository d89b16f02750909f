"""What programs may ask of a set: rows in which a field says something, words, a piece of the map, a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from services.opendata.rules.tables import LATITUDE, LONGITUDE, Dataset, Line, Table, written

PAGE, PER_PAGE, WORDS, BOX = "page", "per_page", "q", "bbox"
USUAL, MOST = 100, 1000
_CORNERS = 4


class NotAsked(Exception):
    """A question that cannot be answered, with what is wrong about it."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message


@dataclass(frozen=True)
class Question:
    """One question: which rows, and which page of them."""

    equal: tuple[tuple[str, str], ...] = ()
    words: str = ""
    box: tuple[float, ...] = ()
    page: int = 1
    per_page: int = USUAL

    def following(self) -> str:
        """The same question for the next page, as it stands in an address."""
        asked = [*self.equal, (WORDS, self.words), (BOX, ",".join(map(str, self.box)))]
        kept = [(name, value) for name, value in asked if value]
        return urlencode([*kept, (PAGE, self.page + 1), (PER_PAGE, self.per_page)])


def question(about: Dataset, given: Iterable[tuple[str, str]]) -> Question:
    """The question in an address; what is not understood is refused, for a filter that is ignored misleads."""
    asked: dict[str, str] = {}
    for name, value in given:
        if name in asked:
            raise NotAsked(name, "the parameter is given twice")
        asked[name] = value
    special = {name: asked.pop(name, "") for name in (PAGE, PER_PAGE, WORDS, BOX)}
    for name in asked:
        if name not in about.names:
            raise NotAsked(name, "there is no such field or parameter")
    return Question(
        tuple(asked.items()),
        special[WORDS],
        _box(about, special[BOX]),
        _number(PAGE, special[PAGE] or "1", 1_000_000),
        _number(PER_PAGE, special[PER_PAGE] or str(USUAL), MOST),
    )


def answer(table: Table, asked: Question) -> tuple[Sequence[Line], int]:
    """The rows of the page, and how many there are on all pages."""
    found = [row for row in table.rows if _fits(row, asked)]
    start = (asked.page - 1) * asked.per_page
    return found[start : start + asked.per_page], len(found)


def _fits(row: Line, asked: Question) -> bool:
    if any(written(row.get(name)) != value for name, value in asked.equal):
        return False
    if asked.words and not any(asked.words in value for value in row.values() if isinstance(value, str)):
        return False
    return not asked.box or _inside(row, asked.box)


def _inside(row: Mapping[str, object], box: tuple[float, ...]) -> bool:
    east, north = row.get(LONGITUDE), row.get(LATITUDE)
    if not isinstance(east, float) or not isinstance(north, float):
        return False
    return box[0] <= east <= box[2] and box[1] <= north <= box[3]


def _box(about: Dataset, text: str) -> tuple[float, ...]:
    if not text:
        return ()
    try:
        corners = tuple(float(part) for part in text.split(","))
    except ValueError:
        corners = ()
    if len(corners) != _CORNERS or not about.places or not all(-180 <= one <= 180 for one in corners):
        raise NotAsked(BOX, "west,south,east,north in degrees, for a set that has places")
    return corners


def _number(name: str, text: str, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
        raise NotAsked(name, f"a whole number from 1 to {most}")
    return int(text)
