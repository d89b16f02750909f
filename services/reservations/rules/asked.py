"""What a question in somebody's own words asks to book: which rooms it names, on which day, in which part of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from chatbot.folding import joined
from forms.wording import Wording
from portal.pack.buildings import Building, Unit
from services.reservations.rules.spans import Part

_WEEK = 7
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_APART = re.compile(r"[\s・、/]+")
# アリーナ全面 is called アリーナ, 野球場1 is called 野球場.
_RUN = re.compile("[一-龥々]+|[ァ-ヶー]+")
_KATAKANA = frozenset(map(chr, range(0x30A1, 0x30FD)))
_NOT_ENGLISH = re.compile("[^a-z0-9]+")
# 総合体育館 is called 体育館: the kind of a house stands in its last three kanji.
_KIND, _LONG = 3, 4
_ANY = frozenset({"room", "half"})
# そうごうたいいくかん is called たいいくかん; of a shorter end (んせんたー) another house may have the same.
_KANA = 6
_DAYS = (
    (re.compile("明後日|あさって|day after tomorrow"), 2),
    (re.compile("明日|あした|あす|tomorrow"), 1),
    (re.compile("今日|きょう|本日|today|tonight"), 0),
)
_NEXT_WEEK = re.compile("来週|らいしゅう|next week")
_WEEKDAYS = tuple(
    re.compile(ways)
    for ways in (
        "月曜|げつよう|monday",
        "火曜|かよう|tuesday",
        "水曜|すいよう|wednesday",
        "木曜|もくよう|thursday",
        "金曜|きんよう|friday",
        "土曜|どよう|土日|週末|saturday|weekend",
        "日曜|にちよう|sunday",
    )
)
_DATED = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])(?:月|/)(3[01]|[12]\d|0?[1-9])(?:日|(?!\d))")
_PARTS = (
    (re.compile("午前|ごぜん|朝|morning"), Part.AM),
    (re.compile("午後|ごご|昼|afternoon"), Part.PM),
    (re.compile("夜|よる|夕方|夕がた|evening|night"), Part.NIGHT),
)


def places(
    buildings: Iterable[Building], question: str, day: date, readings: Mapping[str, str]
) -> tuple[tuple[Building, tuple[Unit, ...]], ...]:
    """The rooms that a question names; of a house that is named alone, all of them; nothing where none is named.

    `readings` are the names of houses in kana, by their rows of facilities.csv.
    """
    plain = _plain(question)
    found = []
    for house in buildings:
        units = tuple(unit for unit in house.units if unit.let(day))
        named = tuple(unit for unit in units if _named(unit.title, plain))
        called = _named(house.title, plain) or _read(readings.get(house.listed, ""), plain)
        found.append((house, named, units, called))
    # 「体育館の会議室」 is no meeting room elsewhere.
    inside = [one for one in found if one[3]] or [one for one in found if one[1]]
    return tuple((house, named or units) for house, named, units, _ in inside if named or units)


def day_of(question: str, today: date) -> date | None:
    """The day that a question asks for, from today on; None where it names none."""
    plain = _plain(question)
    if dated := _DATED.search(plain):
        return _dated(int(dated[1]), int(dated[2]), today)
    for ways, ahead in _DAYS:
        if ways.search(plain):
            return today + timedelta(days=ahead)
    weekday = next((number for number, ways in enumerate(_WEEKDAYS) if ways.search(plain)), None)
    later = bool(_NEXT_WEEK.search(plain))
    if weekday is None:
        return today + timedelta(days=_WEEK - today.weekday()) if later else None
    monday = today - timedelta(days=today.weekday())
    this = monday + timedelta(days=weekday + _WEEK * later)
    return this if this >= today else this + timedelta(days=_WEEK)


def part_of(question: str) -> Part | None:
    """The part of the day that a question asks for."""
    plain = _plain(question)
    return next((part for ways, part in _PARTS if ways.search(plain)), None)


def _dated(month: int, number: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, number)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _plain(question: str) -> str:
    """A question to look for names in: folded as names are, its English words parted by blanks."""
    plain = joined(question)
    return f"{plain}\n {_NOT_ENGLISH.sub(' ', plain)} "


def _named(title: Wording, plain: str) -> bool:
    return any(name in plain for lang, text in title.texts.items() for name in _names(lang, text))


def _read(reading: str, plain: str) -> bool:
    """Whether a question has a name in kana, or the end of it that tells what kind of house it is."""
    kana = joined(reading).replace(" ", "")
    return bool(kana) and (kana in plain or (len(kana) > _KANA and kana[-_KANA:] in plain))


def _names(lang: str, text: str) -> Iterator[str]:
    """What something may be called by; what stands in brackets only explains."""
    bare = _BRACKETS.sub(" ", text)
    if lang == "en":
        yield from (f" {words} " for part in bare.split(",") for words in _english(part))
    elif lang == "ja":
        yield from (joined(word) for part in _APART.split(bare) for word in _japanese(part) if len(word) > 1)
    else:
        yield "".join(joined(bare).split())


def _japanese(part: str) -> Iterator[str]:
    yield part
    if found := _RUN.match(part):
        yield found[0]
        if len(found[0]) > _LONG and found[0][0] not in _KATAKANA:
            yield found[0][-_KIND:]


def _english(part: str) -> Iterator[str]:
    words = _NOT_ENGLISH.sub(" ", part.casefold()).split()
    yield " ".join(words)
    if len(words) > 1 and len(words[1]) > _KIND and words[1] not in _ANY:
        # General Gymnasium is called the gymnasium, a meeting room is no room.
        yield " ".join(words[1:])
