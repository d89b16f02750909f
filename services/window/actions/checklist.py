"""おくやみ: the dated list on paper, every period as a calendar day, with who takes it and room for notes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms import wareki
from forms.field import Value
from forms.wording import NOTHING
from portal import days
from portal.pack import Pack
from portal.pack.calendar import ClosedDays
from portal.pack.rows import Division
from portal.printing import Printer
from portal.words import LANGUAGES
from services.window.rules import farewell
from services.window.rules.farewell import Closed, Due

SHEET = "sheets/farewell.html"
_WEEKDAYS = "月火水木金土日"
_NATIONAL = ClosedDays((), {})


@dataclass(frozen=True)
class Line:
    """One row of the list in the reader's language; `day` is empty where no law gives one."""

    title: str
    text: str
    where: str
    place: str
    phone: str
    ours: bool
    year: str = ""
    day: str = ""
    span: str = ""
    # The day counted out, where a closed day moved it.
    counted: str = ""
    past: bool = False


@dataclass(frozen=True)
class Listed:
    """The whole list: within a month, within a year, after that, and what has no day."""

    soon: tuple[Line, ...]
    months: tuple[Line, ...]
    years: tuple[Line, ...]
    undated: tuple[Line, ...]


def dues(pack: Pack, answers: Mapping[str, Value]) -> tuple[Due, ...]:
    """The periods of a family; none while the day of death is not known."""
    died_on = _day(answers.get("deceased_on"))
    if died_on is None:
        return ()
    closed = Closed(pack.closed_days, _NATIONAL)
    return farewell.dues(died_on, answers, closed, _day(answers.get("funeral_on")))


def listed(pack: Pack, answers: Mapping[str, Value], lang: str, today: date) -> Listed:
    """The list of a family, in its language."""
    found = dues(pack, answers)
    return Listed(
        soon=tuple(_line(pack, one, lang, today) for one in found if one.term.length.days),
        months=tuple(_line(pack, one, lang, today) for one in found if one.term.length.months),
        years=tuple(_line(pack, one, lang, today) for one in found if one.term.length.years),
        undated=tuple(_undated(pack, answers, lang, today)),
    )


def pdf(
    printer: Printer,
    pack: Pack,
    answers: Mapping[str, Value],
    lang: str,
    today: date,
    booking: Mapping[str, Any] | None = None,
) -> bytes:
    """The list as a tagged PDF in large type; `booking` heads it with when and where the family is expected."""
    died_on = _day(answers.get("deceased_on"))
    return printer.sheet(
        SHEET,
        lang=lang,
        died=written(died_on, lang) if died_on else "",
        made=written(today, lang),
        lists=listed(pack, answers, lang, today),
        booking=booking,
        reception=pack.division(pack.town.reception, today),
    )


def written(day: date, lang: str) -> str:
    """A day with its Japanese and its Western year: papers of either counting lie on the same table."""
    year, rest = parts(day, lang)
    return f"{rest} {year}" if lang == "en" else f"{year}{rest}"


def parts(day: date, lang: str) -> tuple[str, str]:
    """The year and the day, so that a narrow column never breaks within one of them."""
    era, weekday = wareki.year_words(day.year, of=day), _WEEKDAYS[day.weekday()]
    if lang == "en":
        return f"{day.year}（{era}）", days.bare_day(day, LANGUAGES["en"]).replace(str(day.year), "").strip(
            " ,"
        )
    if lang == "easy":
        return f"{day.year}年（{era}）", f"{day.month}月{day.day}日（{weekday}曜日）"
    return f"{era}（{day.year}年）", f"{day.month}月{day.day}日（{weekday}）"


def division(pack: Pack, id: str, on: date) -> Division:
    """The division that answers for a matter; the reception where the town has none of that name."""
    try:
        return pack.division(id, on)
    except LookupError:
        return pack.division(pack.town.reception, on)


def owner(pack: Pack, due: Due, on: date) -> Division:
    """The division that takes what a period is about."""
    key = due.term.procedure
    if key and pack.offered(key, on):
        return pack.owner(key, on)
    return division(pack, pack.farewell.words[due.term.key].division, on)


def _line(pack: Pack, due: Due, lang: str, today: date) -> Line:
    words = pack.farewell.words[due.term.key]
    takes = owner(pack, due, today) if due.term.ours else None
    elsewhere = pack.farewell.elsewhere.get(words.office, NOTHING)
    year, day = parts(due.last, lang)
    return Line(
        title=words.title.say(lang).text,
        text=words.text.say(lang).text,
        where=(takes.name if takes else elsewhere).say(lang).text,
        place=takes.place.say(lang).text if takes else "",
        phone=takes.phone if takes else pack.farewell.phones.get(words.office, ""),
        ours=due.term.ours,
        year=year,
        day=day,
        span=span(due, lang),
        counted=parts(due.counted, lang)[1] if due.moved else "",
        past=due.last < today,
    )


def _undated(pack: Pack, answers: Mapping[str, Value], lang: str, today: date) -> Iterator[Line]:
    owned = answers.get("farewell_things")
    for one in pack.farewell.undated:
        if one.when and isinstance(owned, list) and one.when not in owned:
            continue
        takes = division(pack, one.division, today) if one.division else None
        yield Line(
            title=one.title.say(lang).text,
            text="",
            where=(takes.name if takes else one.elsewhere).say(lang).text,
            place=takes.place.say(lang).text if takes else "",
            phone=takes.phone if takes else "",
            ours=bool(takes),
        )


def span(due: Due, lang: str) -> str:
    """How long the law gives, as people know it: 14日以内, 3か月以内."""
    length = due.term.length
    if lang == "en":
        for count, unit in ((length.days, "day"), (length.months, "month"), (length.years, "year")):
            if count:
                return f"within {count} {unit}{'s' if count > 1 else ''}"
    for count, unit in ((length.days, "日"), (length.months, "か月"), (length.years, "年")):
        if count:
            return f"{count}{unit}{'まで' if lang == 'easy' else '以内'}"
    return ""


def _day(value: Value) -> date | None:
    """A stored day; one of which only the month is known counts from its first day, the safe one."""
    found = wareki.read(value) if isinstance(value, str) else None
    return found.first if found else None
