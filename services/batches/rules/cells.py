"""Cells of a CSV that a spreadsheet opens: no cell is run as a formula, and no character is lost without a word."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# What makes a spreadsheet take a cell for a formula, in both widths, and the sign that we put before such a cell.
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
GUARD = "'"
# 下駄: the printers' sign for a letter that is not in the case.
GETA = "〓"
# One meaning, two code points: Unicode's own and the one that Windows' code page stands for (JIS X 0208 1-1-33 and others).
_TWINS = str.maketrans(
    {"〜": "～", "−": "－", "‖": "∥", "—": "―", "¢": "￠", "£": "￡", "¬": "￢", "\u00a0": " "}
)


@dataclass(frozen=True)
class Missing:
    """A character that the code page has no place for, and where it belongs."""

    receipt_no: str
    column: str
    place: int
    letter: str

    @property
    def points(self) -> str:
        """Its code points, a variation selector among them."""
        return " ".join(f"U+{ord(one):04X}" for one in self.letter)


@dataclass
class Writer:
    """Writes tables in one encoding and remembers what that could not hold."""

    encoding: str
    missing: list[Missing] = field(default_factory=list)

    def table(self, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
        """A header and its rows; every cell in quotes, lines ended as Windows ends them."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        for row in rows:
            told = row.get("receipt_no", "")
            writer.writerow(guarded(self._held(told, name, row.get(name, ""))) for name in columns)
        return out.getvalue().encode(self.encoding)

    def _held(self, receipt_no: str, column: str, value: str) -> str:
        """The value as the encoding can hold it."""
        if self.encoding != "cp932":
            return value
        shown = []
        for place, letter in enumerate(letters(value.translate(_TWINS)), 1):
            if _fits(letter):
                shown.append(letter)
            else:
                self.missing.append(Missing(receipt_no, column, place, letter))
                shown.append(GETA)
        return "".join(shown)


def guarded(value: str) -> str:
    """A cell no spreadsheet runs; what begins with our own sign gets a second one, so that one can always be taken off."""
    return GUARD + value if value.startswith((*_STARTS, GUARD)) else value


def unguarded(cell: str) -> str:
    """The value behind a guarded cell."""
    return cell.removeprefix(GUARD)


def letters(value: str) -> Iterator[str]:
    """Letters as people count them: a base with its variation selector and combining marks is one."""
    held = ""
    for one in value:
        if held and _belongs(one):
            held += one
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _belongs(one: str) -> bool:
    return (
        0xFE00 <= ord(one) <= 0xFE0F
        or 0xE0100 <= ord(one) <= 0xE01EF
        or unicodedata.category(one) in ("Mn", "Me")
        or one == "\u200d"
    )


def _fits(letter: str) -> bool:
    try:
        return letter.encode("cp932").decode("cp932") == letter
    except UnicodeEncodeError:
        return False
