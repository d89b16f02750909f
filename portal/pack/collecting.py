"""The collection days of garbage as a town's lists tell them: districts, days, and what becomes of them on days off."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from chatbot.collection import Collections, District, MonthDay, Put, Rule, Stop
from chatbot.collection_cells import Unreadable
from chatbot.collection_cells import read as cell
from portal.pack import lists
from portal.pack.batches import parts
from portal.pack.lists import Row
from portal.pack.rows import Tell, month_day, words

_POSTCODE = re.compile(r"\d{3}-?\d{4}")
# What a list may say of a day on which there is no collection; 「振替」 names the day that stands in.
MOVED = "振替"
_HOLIDAY: Mapping[str, Put] = {
    "": Put.AS_EVER,
    **{put.value: put for put in Put if put is not Put.REST_OF_MONTH},
}
_STOPPED: Mapping[str, Put] = {MOVED: Put.OFF, **{put.value: put for put in Put if put is not Put.AS_EVER}}


def district(row: Row, tell: Tell) -> District:
    """A row of districts.csv."""
    codes = parts(row["郵便番号"])
    for code in codes:
        if not _POSTCODE.fullmatch(code):
            tell("郵便番号", f"000-0000 の形で書いてください: {code}")
    names = (*parts(row["読み"]), *parts(row["町名"]), *codes)
    return District(row["地区ID"], words(row, "名称").texts, names)


def rule(row: Row, tell: Tell) -> Rule:
    """A row of collections.csv."""
    try:
        when, months = cell(row["収集日"])
    except Unreadable as wrong:
        tell("収集日", f"収集日として読めません: {wrong}")
        when, months = (), frozenset()
    first, last = month_day(row, "開始月日", tell), month_day(row, "終了月日", tell)
    if (first is None) != (last is None):
        tell("終了月日", "開始と終了の月日を、両方書くか、両方空にしてください")
    return Rule(
        row["地区ID"],
        row["区分ID"],
        when,
        months,
        (first, last) if first and last else None,
        _put(row, "祝日", _HOLIDAY, tell),
        row.valid_from,
        row.valid_to,
        words(row, "注意").texts,
    )


def stop(row: Row, tell: Tell) -> Stop:
    """A row of collection_stops.csv."""
    first, last = _day(row, "開始日", tell), _day(row, "終了日", tell)
    if isinstance(first, date) != isinstance(last or first, date):
        tell("終了日", "開始日と同じ形（12-31 か 2026-12-31）で書いてください")
        last = first
    moved = lists.day(row["振替日"])
    if (row["扱い"] == MOVED) != (moved is not None):
        tell("振替日", "扱いが「振替」のときだけ、2026-12-30 の形で書いてください")
    if moved and not isinstance(first, date):
        tell("開始日", "振替は一回だけのことです。2026-12-31 の形で書いてください")
    put = _put(row, "扱い", _STOPPED, tell)
    districts, kinds = frozenset(parts(row["地区ID"])), frozenset(parts(row["区分ID"]))
    return Stop(
        first or (1, 1), last or first or (1, 1), put, moved, districts, kinds, words(row, "理由").texts
    )


def collections(districts: Iterable[District], rules: Iterable[Rule], stops: Iterable[Stop]) -> Collections:
    """All of it, asked by day; a moved day counts before the days off it lies in."""
    ordered = sorted(stops, key=lambda one: one.moved_to is None)
    return Collections(tuple(districts), tuple(rules), tuple(ordered), _national)


def _national(day: date) -> bool:
    # The calendar of holidays costs 30 ms to load, which a start-up that asks for no day should not pay.
    import jpholiday

    return bool(jpholiday.is_holiday(day))


def _put(row: Row, column: str, known: Mapping[str, Put], tell: Tell) -> Put:
    if row[column] not in known:
        tell(column, f"{'・'.join(word for word in known if word)} のどれでもありません")
    return known.get(row[column], Put.AS_EVER)


def _day(row: Row, column: str, tell: Tell) -> date | MonthDay | None:
    """A day once (2026-12-31) or every year (12-31)."""
    return lists.day(row[column]) or month_day(row, column, tell)
