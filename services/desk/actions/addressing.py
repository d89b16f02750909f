"""宛名ラベル: to whom the chosen cases are written, on a sheet of labels; whoever must not be found is left out by number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal import inbox
from portal.inbox import Case
from portal.notify import reach_in
from portal.pack.sheets import Sheets
from portal.vault import Unreadable

LAYOUT = "sheets/labels.html"
# What fits on the smallest label in the larger letters.
_ROOMY = 34


@dataclass(frozen=True)
class Form:
    """How a sheet of A4 is divided, in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    gap: float = 0.0

    @property
    def top(self) -> float:
        """The margin above; what is left of the sheet is shared evenly."""
        return round((297 - self.rows * self.height) / 2, 2)

    @property
    def left(self) -> float:
        """The margin at the left."""
        return round((210 - self.columns * self.width - (self.columns - 1) * self.gap) / 2, 2)

    @property
    def count(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows


# The two sizes that every stationer has.
FORMS: Mapping[str, Form] = {"12": Form(2, 6, 86.4, 42.3), "18": Form(3, 6, 63.5, 46.6, gap=2.5)}


@dataclass(frozen=True)
class Address:
    """One label; it is personal, so it never prints itself by accident."""

    name: str = field(repr=False)
    postcode: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)

    @property
    def long(self) -> bool:
        """Whether it needs smaller letters, for nothing of it may be cut."""
        return len(self.name) > 14 or sum(len(line) for line in self.lines) > _ROOMY


@dataclass(frozen=True)
class Addressed:
    """The labels, whose cases they are of, and the cases that get none, each with why."""

    labels: tuple[Address, ...]
    cases: tuple[Case, ...]
    left_out: tuple[tuple[Case, str], ...]


def addresses(session: Session, cases: Sequence[Case]) -> Addressed:
    """The addressees as they wrote themselves, letter for letter; a proxy who filed is the one who is written to."""
    found = [(case, _address(session, case)) for case in cases]
    kept = [(case, one) for case, one in found if isinstance(one, Address)]
    return Addressed(
        labels=tuple(one for _, one in kept),
        cases=tuple(case for case, _ in kept),
        left_out=tuple((case, one) for case, one in found if isinstance(one, str)),
    )


def html(sheets: Sheets, labels: Sequence[Address], form: Form, used: int = 0) -> str:
    """The sheets; `used` labels of the first one are gone already."""
    places = [*[None] * min(max(used, 0), form.count - 1), *labels]
    pages = list(_pages(places, form.count))
    return sheets.html(LAYOUT, form=form, pages=pages)


def _pages(places: Sequence[Address | None], count: int) -> Iterator[Sequence[Address | None]]:
    for first in range(0, len(places), count):
        yield places[first : first + count]


def _address(session: Session, case: Case) -> Address | str:
    if case.shielded:
        # 支援措置: what lies on a desk is read by whoever passes.
        return "shielded"
    try:
        reach = reach_in(inbox.answers(session, case))
    except Unreadable:
        return "erased"
    if not reach.name or not reach.postal:
        return "no_address"
    postal = reach.postal
    lines = (f"{postal.get('area', '')}{postal.get('street', '')}", postal.get("building", ""))
    return Address(reach.name, postal.get("postcode", ""), tuple(line for line in lines if line))
