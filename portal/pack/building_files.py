"""Reads buildings/*.toml, a file a public facility, into values."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forms.faults import Broken
from forms.reading import Table
from portal.pack import photos
from portal.pack.building_rules import DrawsCarry, DrawsFirst, DrawsFor, Unnoted
from portal.pack.buildings import (
    ADDRESSES,
    Access,
    Band,
    Building,
    Equipment,
    Monthly,
    Opening,
    Policy,
    Price,
    Purpose,
    Rules,
    Space,
    Unit,
    Who,
)
from portal.pack.readings import KEY as _KEY
from portal.pack.readings import closed_days as _closed
from portal.pack.readings import count as _count
from portal.pack.readings import key_of as _key
from portal.pack.readings import relief
from portal.pack.readings import span_of as _span
from portal.pack.readings import time_of as _time
from portal.pack.rows import WEEKDAYS

# Steps in which bookings may begin and end; each divides a day evenly.
RASTERS = (5, 10, 15, 30, 60)
_MOST_DAYS = 400
_MOST_YEN = 1_000_000


def read(key: str, mapping: Mapping[str, object], faults: list[Broken]) -> Building:
    """One building from its file; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    raster = table.integer("raster")
    bands = tuple(_band(one) for one in table.tables("band"))
    spaces = tuple(_named(one) for one in table.tables("space"))
    purposes = tuple(_purpose(one) for one in table.tables("purpose"))
    known = _Known({one.key for one in spaces}, {one.key for one in purposes}, bands)
    found = Building(
        key=key,
        title=table.wording("title", needed=True),
        text=table.wording("text"),
        operator=table.text("operator", needed=True),
        listed=table.text("listed"),
        raster=30 if raster is None else raster,
        openings=tuple(_opening(one) for one in table.tables("open")),
        closed_on_holidays=table.flag("closed_on_holidays"),
        closed_days=tuple(_closed(one) for one in table.tables("closed")),
        spaces=spaces,
        purposes=purposes,
        units=tuple(_unit(one, known) for one in table.tables("unit")),
        heard=tuple(_heard(one, known) for one in table.tables("heard")),
        equipment=tuple(_equipment(one) for one in table.tables("equipment")),
        reliefs=tuple(relief(one) for one in table.tables("relief")),
        rules=_rules(Table(table.take("rules") or {}, "rules", faults)),
        prices_by=table.text("prices_by"),
        way=table.wording("way"),
        parking=table.wording("parking"),
        access=_access(table),
        photos=photos.read(table),
    )
    _whole(table, found)
    table.finish()
    return found


def strangers(building: Building, divisions: Collection[str], listed: Collection[str]) -> Iterator[Broken]:
    """Names in a building that the town's lists do not have."""
    for key, name in (("operator", building.operator), ("prices_by", building.prices_by)):
        if name and name not in divisions:
            yield Broken(key, f"divisions.csv にない部署です: {name}")
    if building.listed and building.listed not in listed:
        yield Broken("listed", f"facilities.csv にない ID です: {building.listed}")


@dataclass(frozen=True)
class _Known:
    spaces: set[str]
    purposes: set[str]
    bands: tuple[Band, ...]


def _whole(table: Table, found: Building) -> None:
    if not _KEY.fullmatch(found.key):
        table.fault("", "ファイルの名前は、英小文字・数字・_ で付けてください")
    if found.key in ADDRESSES:
        table.fault("", f"ほかのページの住所に使っている名前です: {found.key}")
    if found.raster not in RASTERS:
        table.fault("raster", f"{'・'.join(map(str, RASTERS))} のどれかの分にしてください")
    for name, those in (
        ("space", found.spaces),
        ("unit", found.units),
        ("purpose", found.purposes),
        ("photo", found.photos),
    ):
        keys = [one.key for one in those]
        for place, key in enumerate(keys, 1):
            if key in keys[: place - 1]:
                table.fault(f"{name}[{place}].key", f"同じ key が二つあります: {key}")
    _rooms(table, found)
    for place, row in enumerate(found.openings, 1):
        for key, edge in (("from", row.start), ("to", row.end)):
            if found.raster in RASTERS and (edge.hour * 60 + edge.minute) % found.raster:
                table.fault(f"open[{place}].{key}", f"raster（{found.raster}分）の区切りの時刻にしてください")


def _rooms(table: Table, found: Building) -> None:
    """What names rooms names those that there are."""
    for place, thing in enumerate(found.equipment, 1):
        for name in thing.units:
            if found.unit(name) is None:
                table.fault(f"equipment[{place}].units", f"この施設にない部屋です: {name}")
    for place, photo in enumerate(found.photos, 1):
        if photo.unit and found.unit(photo.unit) is None:
            table.fault(f"photo[{place}].unit", f"この施設にない部屋です: {photo.unit}")


def _access(table: Table) -> tuple[Access, ...]:
    names = table.strings("access")
    for place, name in enumerate(names, 1):
        if name not in set(Access):
            table.fault(f"access[{place}]", f"{'・'.join(Access)} のどれでもありません")
    return tuple(one for one in Access if one in names)


def _named(table: Table) -> Space:
    found = Space(_key(table), table.wording("title", needed=True))
    table.finish()
    return found


def _purpose(table: Table) -> Purpose:
    found = Purpose(_key(table), table.wording("title", needed=True), table.flag("loud"))
    table.finish()
    return found


def _band(table: Table) -> Band:
    found = Band(_key(table), table.wording("title", needed=True), *_span(table))
    table.finish()
    return found


def _opening(table: Table) -> Opening:
    days = table.text("weekdays", needed=True)
    if not days or not set(days) <= set(WEEKDAYS):
        table.fault("weekdays", "「月火水木金」のように曜日を続けて書いてください")
    start, end = _span(table)
    found = Opening(
        frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS),
        start,
        end,
        *_days(table),
    )
    table.finish()
    return found


def _heard(table: Table, known: _Known) -> tuple[str, str]:
    source, room = table.text("space", needed=True), table.text("inside", needed=True)
    for key, space in (("space", source), ("inside", room)):
        if space and space not in known.spaces:
            table.fault(key, f"この施設にない space です: {space}")
    table.finish()
    return source, room


def _equipment(table: Table) -> Equipment:
    found = Equipment(
        _key(table),
        table.wording("title", needed=True),
        _count(table, "count", 1, 10_000),
        _yen(table),
        table.strings("units"),
    )
    table.finish()
    return found


def _unit(table: Table, known: _Known) -> Unit:
    spaces, purposes = table.strings("spaces"), table.strings("purposes")
    for key, names, there in (("spaces", spaces, known.spaces), ("purposes", purposes, known.purposes)):
        for name in names:
            if name not in there:
                table.fault(key, f"この施設にない key です: {name}")
    if not spaces:
        table.fault("spaces", "使う space を一つ以上書いてください")
    bands = table.strings("bands")
    chosen = tuple(one for one in known.bands if one.key in bands)
    for name in bands:
        if name not in {one.key for one in known.bands}:
            table.fault("bands", f"この施設にない区分です: {name}")
    found = Unit(
        key=_key(table),
        title=table.wording("title", needed=True),
        text=table.wording("text"),
        spaces=spaces,
        people=_count(table, "people", 0, 100_000),
        purposes=purposes,
        policy=table.one_of("policy", Policy, Policy.FIRST_COME),
        prices=tuple(_price(one, bands) for one in table.tables("price")),
        bands=chosen,
        least_minutes=_count(table, "least_minutes", 60, 1440),
        most_minutes=_count(table, "most_minutes", 480, 1440),
        turnaround=_count(table, "turnaround", 0, 240),
        barrier_free=table.wordings("barrier_free"),
        access=_access(table),
        seats=_count(table, "seats", 0, 100_000),
        **dict(zip(("valid_from", "valid_to"), _days(table), strict=True)),
    )
    table.finish()
    return found


def _price(table: Table, bands: tuple[str, ...]) -> Price:
    band = table.text("band")
    if band and band not in bands:
        table.fault("band", f"この施設にない区分です: {band}")
    found = Price(
        table.one_of("who", Who, Who.RESIDENT),
        _yen(table),
        band,
        *_days(table),
    )
    table.finish()
    return found


def _rules(table: Table) -> Rules:
    opens = _monthly(table)
    ahead = _count(table, "days_ahead", _MOST_DAYS if opens else 60, _MOST_DAYS)
    found = Rules(
        days_ahead=ahead,
        outside_days_ahead=_count(table, "outside_days_ahead", ahead, _MOST_DAYS),
        days_before=_count(table, "days_before", 0, _MOST_DAYS),
        most_a_month=_count(table, "most_a_month", 0, 1000),
        free_until_days=_count(table, "free_until_days", 7, _MOST_DAYS),
        late_percent=_count(table, "late_percent", 100, 100),
        no_show_points=_count(table, "no_show_points", 0, 100),
        points_to_stop=_count(table, "points_to_stop", 0, 1000),
        points_days=_count(table, "points_days", 180, 3650),
        reopen_minutes=_count(table, "reopen_minutes", 0, 10_080),
        opens=opens,
        wait_hours=_count(table, "wait_hours", 24, 168),
        wait_most=_count(table, "wait_most", 3, 100),
        remind_days=_count(table, "remind_days", 2, 30),
        correct_days=_count(table, "correct_days", 7, 90),
        draws_for=table.one_of("draws_for", DrawsFor, DrawsFor.EVERYONE),
        draws_first=table.one_of("draws_first", DrawsFirst, DrawsFirst.RESIDENTS),
        draws_carry=table.one_of("draws_carry", DrawsCarry, DrawsCarry.TICKET),
        unnoted=table.one_of("unnoted", Unnoted, Unnoted.CAME),
    )
    table.finish()
    return found


def _monthly(table: Table) -> Monthly | None:
    inside = table.take("opens")
    if inside is None:
        return None
    row = Table(inside, table.at("opens"), table.faults)
    # The 29th is not in every month.
    found = Monthly(
        max(1, _count(row, "months_before", 1, 12)), max(1, _count(row, "day", 1, 28)), _time(row, "at")
    )
    row.finish()
    return found


def _yen(table: Table) -> int:
    return _count(table, "yen", 0, _MOST_YEN)


def _days(table: Table) -> tuple[date | None, date | None]:
    """The first and the last day on which something holds."""
    first, last = table.day("valid_from"), table.day("valid_to")
    if first is not None and last is not None and last < first:
        table.fault("valid_to", "終わりが始まりより前です")
    return first, last
