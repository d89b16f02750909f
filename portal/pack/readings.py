"""Readings that several files of a town share: keys, numbers within bounds, hours and closures."""

import re
from datetime import date, time

from forms.reading import Table
from portal.pack.buildings import Relief

KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")


def key_of(table: Table) -> str:
    """The key of a row, as addresses and other rows write it."""
    key = table.text("key", needed=True)
    if key and not KEY.fullmatch(key):
        table.fault("key", "英小文字で始まる、英小文字・数字・_ の名前にしてください")
    return key


def count(table: Table, key: str, otherwise: int, most: int) -> int:
    """A number that is written or usual, within its bounds."""
    found = table.integer(key)
    if found is not None and not 0 <= found <= most:
        table.fault(key, f"0から{most}までの数を書いてください")
    return otherwise if found is None else found


def relief(table: Table) -> Relief:
    """減免: who pays less, what has to be shown, and by how much; dated where it changes."""
    found = Relief(
        key_of(table),
        table.wording("title", needed=True),
        table.wording("evidence"),
        count(table, "percent", 100, 100),
        table.day("valid_from"),
        table.day("valid_to"),
    )
    table.finish()
    return found


def span_of(table: Table) -> tuple[time, time]:
    """From when to when, as `from` and `to`."""
    start, end = time_of(table, "from"), time_of(table, "to")
    if start >= end:
        table.fault("to", "終わりの時刻は、始まりより後にしてください")
    return start, end


def closed_days(table: Table) -> tuple[date, date]:
    """The first and the last day of a closure, as `from` and `to`."""
    first, last = table.day("from"), table.day("to")
    if first is None:
        table.fault("from", "必要な項目がありません")
    if first is not None and last is not None and last < first:
        table.fault("to", "終わりが始まりより前です")
    table.finish()
    first = first or date.max
    return first, last or first


def time_of(table: Table, key: str) -> time:
    """A time of day."""
    found = _TIME.fullmatch(table.text(key, needed=True))
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    table.fault(key, "「9:00」のように時刻を書いてください")
    return time()
