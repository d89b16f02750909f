"""Reads crematorium.toml, the town's 斎場, into values."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time

from forms.faults import Broken
from forms.reading import Table
from portal.pack.crematorium import (
    KEY,
    RASTER,
    Closed,
    Crematorium,
    Extra,
    ExtraKind,
    Furnace,
    Kind,
    Price,
    Rules,
    Sort,
    Use,
    Who,
)
from portal.pack.readings import count as _count
from portal.pack.readings import relief

FILE = "crematorium.toml"
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_DAY = re.compile(r"(\d{2})-(\d{2})")
_MOST_YEN, _MOST_HOURS, _DAY_MINUTES, _AGES = 1_000_000, 8784, 1440, 150


def read(mapping: Mapping[str, object], faults: list[Broken]) -> Crematorium:
    """The 斎場 from its file; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    sorts = tuple(_sort(one) for one in table.tables("sort"))
    known = {one.key for one in sorts}
    furnaces = tuple(_furnace(one, known) for one in table.tables("furnace"))
    heated = {one.key for one in furnaces}
    found = Crematorium(
        title=table.wording("title", needed=True),
        text=table.wording("text"),
        operator=table.text("operator", needed=True),
        listed=table.text("listed"),
        closed_on_tomobiki=table.flag("closed_on_tomobiki"),
        closed_yearly=tuple(_yearly(one) for one in table.tables("closed_yearly")),
        closed=tuple(_closed(one, heated) for one in table.tables("closed")),
        sorts=sorts,
        furnaces=furnaces,
        extras=tuple(_extra(one) for one in table.tables("extra")),
        reliefs=tuple(relief(one) for one in table.tables("relief")),
        rules=_rules(Table(table.take("rules") or {}, "rules", faults)),
    )
    for name, those in (("sort", sorts), ("furnace", furnaces), ("extra", found.extras)):
        _once(table, name, [one.key for one in those])
    for place, one in enumerate(found.extras, 1):
        # A furnace and a room share the names of what is claimed.
        if one.key in heated:
            table.fault(f"extra[{place}].key", f"同じ key が二つあります: {one.key}")
    table.finish()
    return found


def _once(table: Table, name: str, keys: list[str]) -> None:
    for place, key in enumerate(keys, 1):
        if key in keys[: place - 1]:
            table.fault(f"{name}[{place}].key", f"同じ key が二つあります: {key}")


def _sort(table: Table) -> Sort:
    found = Sort(
        key=_key(table),
        title=table.wording("title", needed=True),
        kind=table.one_of("kind", Kind, Kind.PERSON),
        prices=_prices(table),
        from_age=_count(table, "from_age", 0, _AGES),
        below_age=_count(table, "below_age", 0, _AGES),
    )
    table.finish()
    return found


def _furnace(table: Table, known: set[str]) -> Furnace:
    sorts = table.strings("sorts")
    for name in sorts:
        if name not in known:
            table.fault("sorts", f"この斎場にない区分です: {name}")
    found = Furnace(
        key=_key(table),
        title=table.wording("title", needed=True),
        text=table.wording("text"),
        sorts=sorts,
        times=tuple(sorted(_moment(table, "times", text) for text in table.strings("times"))),
        minutes=_minutes(table, "minutes", 60),
        cleaning=_minutes(table, "cleaning", 30),
        most_a_day=_count(table, "most_a_day", 0, 50),
    )
    if not found.times:
        table.fault("times", "入炉の時刻を一つ以上書いてください")
    table.finish()
    return found


def _extra(table: Table) -> Extra:
    found = Extra(
        key=_key(table),
        title=table.wording("title", needed=True),
        text=table.wording("text"),
        kind=table.one_of("kind", ExtraKind, ExtraKind.WAITING),
        people=_count(table, "people", 0, 10_000),
        turnaround=_minutes(table, "turnaround", 0),
        uses=tuple(_use(one) for one in table.tables("use")),
    )
    _once(table, "use", [one.key for one in found.uses])
    if not found.uses:
        table.fault("use", "使い方（[[extra.use]]）を一つ以上書いてください")
    table.finish()
    return found


def _use(table: Table) -> Use:
    start = table.text("from")
    found = Use(
        key=_key(table),
        title=table.wording("title", needed=True),
        days_before=_count(table, "days_before", 0, 7),
        start=_moment(table, "from", start) if start else None,
        minutes_before=_minutes(table, "minutes_before", 0),
        through=table.flag("through"),
        prices=_prices(table),
    )
    if not start and not found.minutes_before and not found.through:
        table.fault("minutes_before", "from・minutes_before・through のどれかを書いてください")
    if start and not found.days_before:
        # A fixed time of the same day could lie after the admission.
        table.fault("days_before", "from を書くときは、何日前かも書いてください")
    table.finish()
    return found


def _prices(table: Table) -> tuple[Price, ...]:
    return tuple(_price(one) for one in table.tables("price"))


def _price(table: Table) -> Price:
    found = Price(
        table.one_of("who", Who, Who.RESIDENT),
        _count(table, "yen", 0, _MOST_YEN),
        "",
        table.day("valid_from"),
        table.day("valid_to"),
    )
    table.finish()
    return found


def _closed(table: Table, heated: Iterable[str]) -> Closed:
    first, last = table.day("from"), table.day("to")
    if first is None:
        table.fault("from", "必要な項目がありません")
    if first is not None and last is not None and last < first:
        table.fault("to", "終わりが始まりより前です")
    furnaces = table.strings("furnaces")
    for name in furnaces:
        if name not in heated:
            table.fault("furnaces", f"この斎場にない炉です: {name}")
    first = first or date.max
    found = Closed(first, last or first, furnaces, table.wording("reason", needed=True))
    table.finish()
    return found


def _yearly(table: Table) -> tuple[tuple[int, int], tuple[int, int]]:
    found = _month_day(table, "from"), _month_day(table, "to")
    if found[1] < found[0]:
        # 12-29 to 01-03 is two rows, so that nobody has to guess of which year the end is.
        table.fault("to", "終わりが始まりより前です")
    table.finish()
    return found


def _month_day(table: Table, key: str) -> tuple[int, int]:
    found = _DAY.fullmatch(table.text(key, needed=True))
    try:
        # A leap year, so that 02-29 may be named.
        day = date(2024, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        table.fault(key, "「01-03」のように、月と日を二けたずつで書いてください")
        return 1, 1
    return day.month, day.day


def _rules(table: Table) -> Rules:
    found = Rules(
        days_ahead=_count(table, "days_ahead", 14, 400),
        hours_before=_count(table, "hours_before", 0, _MOST_HOURS),
        permit_hours=_count(table, "permit_hours", 72, _MOST_HOURS),
        permit_hours_before=_count(table, "permit_hours_before", 18, _MOST_HOURS),
        warn_hours=_count(table, "warn_hours", 12, _MOST_HOURS),
        most_tentative=_count(table, "most_tentative", 5, 1000),
        most_family=_count(table, "most_family", 2, 1000),
        late_hours=_count(table, "late_hours", 24, _MOST_HOURS),
        late_to_stop=_count(table, "late_to_stop", 0, 1000),
        late_days=_count(table, "late_days", 90, 3650),
        stop_days=_count(table, "stop_days", 30, 3650),
    )
    table.finish()
    return found


def _key(table: Table) -> str:
    key = table.text("key", needed=True)
    if key and (not _NAME.fullmatch(key) or key == KEY):
        table.fault("key", "英小文字で始まる、英小文字・数字・_ の名前にしてください")
    return key


def _minutes(table: Table, key: str, otherwise: int) -> int:
    found = _count(table, key, otherwise, _DAY_MINUTES)
    if found % RASTER:
        table.fault(key, f"{RASTER}分きざみの数にしてください")
    return found


def _moment(table: Table, key: str, text: str) -> time:
    found = _TIME.fullmatch(text)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        if int(found[2]) % RASTER:
            table.fault(key, f"{RASTER}分きざみの時刻にしてください")
        return time(int(found[1]), int(found[2]))
    table.fault(key, "「9:00」のように時刻を書いてください")
    return time()
