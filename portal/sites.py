"""The places of a town that people ask for: offices, divisions, facilities, with their hours as far as a list tells them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from chatbot.places import Place, Places, places
from forms.wording import NOTHING, Wording
from portal import opening
from portal.distances import Point, point_of
from portal.opening import TOKYO, Span
from portal.pack import Pack, lists
from portal.pack.buildings import Building
from portal.pack.lists import CHECKED, EASY, ENGLISH, REVIEW
from portal.pack.rows import WEEKDAYS, Division, Office
from portal.pack.shapes import AED, CHILDCARE, FACILITIES

OFFICE, DIVISION = "office", "division"
# A list that is open round the clock says so.
_ALWAYS = (time(0), time(23, 59))
# So many days ahead the next opening is looked for; a list that has none by then has none.
_AHEAD = 14
_PARKING, _WIFI = "駐車場情報", "公衆無線LAN"
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Aed:
    """Where an AED hangs, and when it can be reached where that is said."""

    name: Wording
    spot: str
    note: str


@dataclass(frozen=True)
class Site:
    """One place: what it is called, how it is reached, and whatever tells when it is open."""

    key: str
    listed: str
    name: Wording
    address: Wording
    phone: str
    # The division that answers for it, and the office whose hours it keeps.
    division: str = ""
    office: str = ""
    reading: str = ""
    called: tuple[str, ...] = ()
    text: str = ""
    # The list's hours, where it keeps none of its own in a building's file: weekdays, from, to.
    weekdays: frozenset[int] = frozenset()
    start: time | None = None
    end: time | None = None
    building: Building | None = None
    note: str = ""
    access: str = ""
    # Where one can park, and use wireless; each only as far as a list tells it.
    parking: Wording = NOTHING
    wifi: Wording = NOTHING
    aeds: tuple[Aed, ...] = ()
    point: Point | None = None
    checked_on: date | None = None
    expires_on: date | None = None

    @property
    def exact(self) -> bool:
        """Whether its closing days are known: a list of facilities does not tell what becomes of a holiday."""
        return bool(self.office) or self.building is not None


def sites(pack: Pack, day: date) -> dict[str, Site]:
    """Every place of a town as it is on a day, by key; what stands in two lists is one place."""
    found = {f"{OFFICE}:{one.id}": _office(one) for one in pack.offices(day)}
    offices = {_plain(one.name): one.key for one in found.values()}
    aeds = _aeds(pack, day)
    houses = {one.listed: one for one in pack.buildings.values() if one.listed}
    seen = set(offices)
    for shape in (FACILITIES, CHILDCARE):
        for row in pack.listing(shape.name, day):
            name = "".join(row["名称"].split())
            if name in offices:
                found[offices[name]] = _also(found[offices[name]], row, aeds.get(name, ()))
            elif name not in seen:
                seen.add(name)
                site = _listed(pack, shape.name, row, houses.get(row["ID"]), aeds.get(name, ()))
                found[site.key] = site
    return {**found, **{one.key: one for one in map(_division, pack.divisions(day))}}


def called(pack: Pack, found: Mapping[str, Site]) -> Places:
    """The places by what people call them."""
    town = pack.town.name.texts.get("ja", "")
    every = (_place(pack, one) for one in found.values())
    return places(every, (f"{town}の", town, town[:-1], pack.town.name.texts.get("en", "")))


def every_aed(pack: Pack, day: date) -> tuple[Aed, ...]:
    """Every AED of the town's list."""
    return tuple(_aed(row) for row in pack.listing(AED.name, day))


def spans(pack: Pack, site: Site, day: date) -> tuple[Span, ...] | None:
    """From when to when a place is open on a day; None where no list knows."""
    if site.office:
        return opening.spans(pack, site.office, day) if pack.office(site.office, day).hours else None
    holiday = bool(pack.closed_days.holiday(day))
    if site.building is not None:
        return _building(site.building, day, holiday=holiday)
    if site.start is None or site.end is None or not site.weekdays:
        return None
    if day.weekday() not in site.weekdays:
        return None if holiday and site.note else ()
    if always(site):
        return ((opening.midnight(day), opening.midnight(day + timedelta(days=1))),)
    return None if holiday else (_span(day, site.start, site.end),)


def always(site: Site) -> bool:
    """Whether a place is open by day and by night, every day."""
    return site.building is None and len(site.weekdays) == 7 and (site.start, site.end) == _ALWAYS


def week(site: Site, day: date) -> tuple[tuple[frozenset[int], time, time], ...]:
    """The hours of a place as they are written, weekdays with a time each; nothing for offices, which write their own."""
    if site.building is not None:
        rows = [row for row in site.building.openings if not row.valid_to or row.valid_to >= day]
        return tuple((row.weekdays, row.start, row.end) for row in rows)
    return ((site.weekdays, site.start, site.end),) if site.weekdays and site.start and site.end else ()


def next_opening(pack: Pack, site: Site, moment: datetime) -> datetime | None:
    """When a place opens next after a moment; None where no list knows."""
    first = opening.today(moment)
    for count in range(_AHEAD):
        for start, _ in spans(pack, site, first + timedelta(days=count)) or ():
            if start > moment:
                return start
    return None


def _building(house: Building, day: date, *, holiday: bool) -> tuple[Span, ...]:
    shut = (house.closed_on_holidays and holiday) or any(
        first <= day <= last for first, last in house.closed_days
    )
    rows = sorted((row.start, row.end) for row in house.openings if row.holds(day))
    return () if shut else tuple(_span(day, start, end) for start, end in rows)


def _span(day: date, start: time, end: time) -> Span:
    return datetime.combine(day, start, TOKYO), datetime.combine(day, end, TOKYO)


def _office(office: Office) -> Site:
    return Site(
        f"{OFFICE}:{office.id}", "offices", office.name, office.address, office.phone, office=office.id,
        checked_on=office.checked_on, expires_on=office.valid_to,
    )  # fmt: skip


def _division(division: Division) -> Site:
    return Site(
        f"{DIVISION}:{division.id}", "divisions", division.name, division.place, division.phone,
        division=division.id, office=division.office,
        checked_on=division.checked_on, expires_on=division.valid_to,
    )  # fmt: skip


def _listed(pack: Pack, listed: str, row: Cells, house: Building | None, aeds: tuple[Aed, ...]) -> Site:
    keeper = row.get("部署ID") or (house.operator if house else "")
    days = row.get("利用可能曜日", "")
    return Site(
        key=f"{listed}:{row['ID']}",
        listed=listed,
        name=_name(row),
        address=Wording({"ja": row.get("所在地_連結表記", "") + row.get("建物名等(方書)", "")}),
        phone=row.get("電話番号", ""),
        division=keeper if keeper in pack.division_ids else "",
        reading=row.get("名称_カナ", ""),
        called=tuple(part.strip() for part in row.get("名称_通称", "").split(";") if part.strip()),
        text=row.get("説明", ""),
        weekdays=frozenset(WEEKDAYS.index(letter) for letter in days if letter in WEEKDAYS),
        start=_clock(row.get("開始時間", "")),
        end=_clock(row.get("終了時間", "")),
        building=house,
        note="" if house else row.get("利用可能日時特記事項", ""),
        access=row.get("バリアフリー情報", ""),
        parking=_worded(row, _PARKING),
        wifi=_worded(row, _WIFI),
        aeds=aeds,
        point=_point(row),
        checked_on=lists.day(row.get(CHECKED, "")),
        expires_on=lists.day(row.get(REVIEW, "")),
    )


def _also(site: Site, row: Cells, aeds: tuple[Aed, ...]) -> Site:
    """An office that stands in the list of facilities too: what only that list knows."""
    return replace(
        site, reading=row.get("名称_カナ", ""), access=row.get("バリアフリー情報", ""), aeds=aeds,
        parking=_worded(row, _PARKING), wifi=_worded(row, _WIFI), point=_point(row),
    )  # fmt: skip


def _aeds(pack: Pack, day: date) -> dict[str, tuple[Aed, ...]]:
    found: dict[str, tuple[Aed, ...]] = {}
    for row in pack.listing(AED.name, day):
        name = "".join(row["名称"].split())
        found[name] = (*found.get(name, ()), _aed(row))
    return found


def _aed(row: Cells) -> Aed:
    return Aed(_name(row), row.get("設置位置", ""), row.get("利用可能日時特記事項", ""))


def _name(row: Cells) -> Wording:
    # The national data sets name the English column in two ways.
    english = row.get("名称_英語") or row.get("名称_英字") or ""
    texts = {"ja": row["名称"], "easy": row.get("名称" + EASY, ""), "en": english}
    return Wording({lang: text for lang, text in texts.items() if text})


def _worded(row: Cells, column: str) -> Wording:
    told = {
        "ja": row.get(column, ""),
        "easy": row.get(column + EASY, ""),
        "en": row.get(column + ENGLISH, ""),
    }
    return Wording({lang: text for lang, text in told.items() if text})


def _place(pack: Pack, site: Site) -> Place:
    own = {lang: text for lang, text in site.name.texts.items() if lang != "en"}
    house = site.listed != "divisions"
    names = dict.fromkeys(name for text in own.values() for name in _written(text, parts=house))
    english = (_unbracketed(site.name.texts.get("en", "")),)
    kana = tuple(_written(site.reading, parts=house)) if site.reading else ()
    inside = f"{OFFICE}:{site.office}" if not house else ""
    return Place(site.key, (*names, *site.called), kana, english, inside, house)


def _written(text: str, *, parts: bool) -> Iterator[str]:
    """A name whole; of 「市役所 本庁」 each part as well."""
    bare = _unbracketed(text)
    yield bare
    if parts:
        yield from bare.split()


def _unbracketed(text: str) -> str:
    for opens in ("（", "("):
        text = text.partition(opens)[0]
    return text.strip()


def _plain(name: Wording) -> str:
    return "".join(name.texts.get("ja", "").split())


def _point(row: Cells) -> Point | None:
    return point_of(f"{row.get('緯度', '')},{row.get('経度', '')}")


def _clock(text: str) -> time | None:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute)) if hour.isdigit() and minute.isdigit() and int(hour) < 24 else None
