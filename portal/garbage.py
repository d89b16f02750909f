"""A town's garbage as its lists tell it: the sorting dictionary and a calendar of the collection days to subscribe to."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from chatbot.garbage import Item, Kind, Sorting, sorting
from forms.wording import Wording
from portal import ics
from portal.pack import Pack
from portal.pack.batches import parts
from portal.pack.lists import EASY, ENGLISH
from portal.words import Language

KINDS, ITEMS = "garbage_kinds", "garbage"


def dictionary(pack: Pack, day: date) -> Sorting:
    """How things are sorted on a day."""
    kinds = [
        Kind(
            row["区分ID"],
            _worded(row, "区分"),
            _worded(row, "出し方"),
            parts(row.get("言い換え", "")),
            row.get("手続ID", ""),
        )
        for row in pack.listing(KINDS, day)
    ]
    items = [
        Item(
            row["ID"],
            _worded(row, "品名"),
            row["区分ID"],
            _worded(row, "注意"),
            parts(row.get("言い換え", "")),
        )
        for row in pack.listing(ITEMS, day)
    ]
    return sorting(kinds, items, _keeper(pack, kinds, day))


def _keeper(pack: Pack, kinds: Iterable[Kind], day: date) -> str:
    """The division that answers for garbage: the one that takes the requests for large items, else the reception."""
    asked = (kind.procedure for kind in kinds if kind.procedure and pack.offered(kind.procedure, day))
    return next((pack.owner(key, day).id for key in asked), pack.town.reception)


def feed(pack: Pack, district: str, first: date, last: date, language: Language, now: datetime) -> str:
    """The collection days of a district as an iCalendar file; "" where there is no such district."""
    found = pack.collections.district(district)
    if found is None:
        return ""
    kinds = {row["区分ID"]: Wording(_worded(row, "区分")) for row in pack.listing(KINDS, first)}
    days = pack.collections.between(district, first, last)
    return ics.written(
        _entries(pack.code, district, days, kinds, language),
        now,
        str(Wording(found.name).say(language.key)),
    )


def _entries(
    town: str,
    district: str,
    days: Iterable[tuple[str, date]],
    kinds: dict[str, Wording],
    language: Language,
) -> Iterable[ics.Event]:
    for kind, day in days:
        name = str(kinds[kind].say(language.key)) if kind in kinds else kind
        # The same day of the same kind keeps its name, so that a calendar read again doubles nothing.
        uid = f"{town}-{district}-{kind}-{day:%Y%m%d}@kurashi-no-mado"
        yield ics.Event(uid, day, day + timedelta(days=1), name)


def _worded(row: Mapping[str, str], column: str) -> dict[str, str]:
    texts = {"ja": row[column], "easy": row[column + EASY], "en": row[column + ENGLISH]}
    return {lang: text for lang, text in texts.items() if text}
