"""groups.toml: which groups a town registers, what each class of them gets, and until when a registration holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from forms.faults import Broken
from forms.reading import Table
from forms.wording import Wording

FILE = "groups.toml"
# The request by which a group is registered, renewed, changed and given up, and the question that names its class.
PROCEDURE, CLASS = "dantai_toroku", "group_class"
_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_MOST_PEOPLE, _MOST_YEARS, _MOST_DAYS = 30, 10, 365
_WHOLE = 100
_APRIL = 4


@dataclass(frozen=True)
class GroupClass:
    """One class of groups: what it has to show when it registers, and its 減免 in each building."""

    key: str
    title: Wording
    evidence: Wording
    # Of so many groups of this class one person may be a member; 0 is no limit.
    most_a_person: int
    # The key of a building's relief, by the building's key.
    reliefs: Mapping[str, str]
    # The keys of the buildings in whose draws groups of this class stand before everybody else.
    first_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Groups:
    """The rules of the register; a town without classes registers nobody."""

    classes: tuple[GroupClass, ...] = ()
    # So many members at least, the representative among them, and so many of a hundred of them of the town.
    least_members: int = 0
    residents_percent: int = 0
    # So many years a registration holds: to the end of the 年度, or from day to day.
    years: int = 1
    fiscal: bool = True
    # So many days before it ends the representative is reminded, and it may be renewed.
    remind_days: int = 60
    # So many of a hundred members in common make two groups look alike to staff.
    overlap_percent: int = 50

    def named(self, key: str) -> GroupClass | None:
        """The class of a key."""
        return next((one for one in self.classes if one.key == key), None)

    def first_in(self, building: str) -> tuple[str, ...]:
        """The classes that stand before everybody else in a building's draws."""
        return tuple(one.key for one in self.classes if building in one.first_in)

    def until(self, first: date) -> date:
        """The last day of a registration that begins on a day."""
        if self.fiscal:
            return date(first.year + self.years - (first.month < _APRIL), _APRIL, 1) - timedelta(days=1)
        try:
            return first.replace(year=first.year + self.years) - timedelta(days=1)
        except ValueError:
            # From 29 February it holds to the end of February.
            return date(first.year + self.years, 2, 28)


NONE = Groups()


def read(mapping: Mapping[str, object], faults: list[Broken]) -> Groups:
    """The rules from their file; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    classes = tuple(_class(one) for one in table.tables("class"))
    keys = [one.key for one in classes]
    for place, key in enumerate(keys, 1):
        if key in keys[: place - 1]:
            table.fault(f"class[{place}].key", f"同じ key が二つあります: {key}")
    found = Groups(
        classes,
        _within(table, "least_members", NONE.least_members, _MOST_PEOPLE),
        _within(table, "residents_percent", NONE.residents_percent, _WHOLE),
        _within(table, "years", NONE.years, _MOST_YEARS, least=1),
        fiscal=table.flag("to_fiscal_year_end"),
        remind_days=_within(table, "remind_days", NONE.remind_days, _MOST_DAYS, least=1),
        overlap_percent=_within(table, "overlap_percent", NONE.overlap_percent, _WHOLE, least=1),
    )
    table.finish()
    return found


def _class(table: Table) -> GroupClass:
    key = table.text("key", needed=True)
    if key and not _KEY.fullmatch(key):
        table.fault("key", "英小文字で始まる、英小文字・数字・_ の名前にしてください")
    inner = Table(table.take("reliefs") or {}, table.at("reliefs"), table.faults)
    reliefs = {name: relief for name, relief in inner.rest().items() if isinstance(relief, str)}
    found = GroupClass(
        key,
        table.wording("title", needed=True),
        table.wording("evidence"),
        _within(table, "most_a_person", 0, _WHOLE),
        MappingProxyType(reliefs),
        table.strings("first_in"),
    )
    table.finish()
    return found


def _within(table: Table, key: str, otherwise: int, most: int, *, least: int = 0) -> int:
    found = table.integer(key)
    if found is not None and not least <= found <= most:
        table.fault(key, f"{least}から{most}までの、登録団体のきまりの数にしてください")
    return otherwise if found is None else found
