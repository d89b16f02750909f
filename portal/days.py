"""Dates and times as each language writes them; Japanese ones with the era, and with readings where they are wanted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from forms import wareki
from portal.words import Language, without_readings

TOKYO = ZoneInfo("Asia/Tokyo")
_WEEKDAYS = ("月《げつ》", "火《か》", "水《すい》", "木《もく》", "金《きん》", "土《ど》", "日《にち》")
# The days and months whose readings do not follow from the number.
_DAYS = {
    1: "ついたち",
    2: "ふつか",
    3: "みっか",
    4: "よっか",
    5: "いつか",
    6: "むいか",
    7: "なのか",
    8: "ようか",
    9: "ここのか",
    10: "とおか",
    14: "じゅうよっか",
    20: "はつか",
    24: "にじゅうよっか",
}
_MONTHS = {4: "しがつ", 7: "しちがつ", 9: "くがつ"}
_ERAS = {"令和": "れいわ", "平成": "へいせい", "昭和": "しょうわ", "大正": "たいしょう", "明治": "めいじ"}


def day(value: date | datetime, language: Language, *, year: bool = True) -> str:
    """21 Nov 2026, or 令和8年11月21日（土） with readings in 《》; a moment counts as its day in Tokyo."""
    if isinstance(value, datetime):
        value = value.astimezone(TOKYO).date()
    if language.tag != "ja":
        return _foreign(value, language, year=year)
    weekday = _WEEKDAYS[value.weekday()]
    if language.key == "easy":
        weekday += "曜日《ようび》"
    return f"{_year(value, language) if year else ''}{_month(value.month)}{_day(value.day)}（{weekday}）"


def moment(value: datetime, language: Language, *, year: bool = True) -> str:
    """A day and the time in Tokyo."""
    return f"{day(value, language, year=year)} {clock(value)}"


def clock(value: datetime) -> str:
    """14:05 in Tokyo."""
    return f"{value.astimezone(TOKYO):%H:%M}"


def hour(value: datetime) -> str:
    """9:00 in Tokyo, as opening times are written."""
    return f"{value.astimezone(TOKYO):%-H:%M}"


def bare_day(value: date | datetime, language: Language) -> str:
    """A day without readings, for plain text."""
    return without_readings(day(value, language))


def short_weekdays(language: Language) -> tuple[str, ...]:
    """Sun to Sat for a calendar's narrow columns, where names or their readings are long; Japanese without them needs none."""
    if language.key == "easy":
        return ("日《にち》", "月《げつ》", "火《か》", "水《すい》", "木《もく》", "金《きん》", "土《ど》")
    if language.tag == "ja":
        return ()
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", locale=language.locale)
    return tuple(str(names[(number - 1) % 7]) for number in range(7))


def _year(value: date, language: Language) -> str:
    if language.key == "easy":
        return f"{value.year}年《ねん》"
    era = wareki.era_of(value)
    if era is None:
        return f"{value.year}年《ねん》"
    counted = wareki.year_words(value.year, of=value).removeprefix(era.name).removesuffix("年")
    counted = "元《がん》" if counted == "元" else counted
    return f"{era.name}《{_ERAS[era.name]}》{counted}年《ねん》"


def _month(number: int) -> str:
    return f"｜{number}月《{_MONTHS[number]}》" if number in _MONTHS else f"{number}月《がつ》"


def _day(number: int) -> str:
    return f"｜{number}日《{_DAYS[number]}》" if number in _DAYS else f"{number}日《にち》"


def _foreign(value: date, language: Language, *, year: bool) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMEd" if year else "MMMEd", value, locale=language.locale))
