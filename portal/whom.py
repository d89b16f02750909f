"""Whom to ask: a division's name, telephone, hours and place in the visitor's language, the same on every page."""

from datetime import date, timedelta

from markupsafe import Markup

from portal import i18n
from portal.pack.rows import Division, Hours, HoursKind, Office
from portal.words import N_, Words

WEEKDAYS = (N_("月曜"), N_("火曜"), N_("水曜"), N_("木曜"), N_("金曜"), N_("土曜"), N_("日曜"))
SOON = timedelta(days=21)
WORKDAYS = frozenset(range(5))


def contact(division: Division, office: Office, day: date) -> dict[str, object]:
    """What the contact block shows; what is not known is left out."""
    words = i18n.words()
    say = i18n.speaker(words)
    place = [say(wording) for wording in (office.name, division.place) if wording]
    return {
        "name": say(division.name),
        "phone": division.phone or office.phone,
        "extension": division.extension,
        "hours": hours(office, day, words),
        "place": Markup(" ").join(place),
        "mail": division.mail,
    }


def hours(office: Office, day: date, words: Words) -> Markup:
    """The hours now, and extra openings and closures still to come."""
    say = i18n.speaker(words)
    lines = []
    for row in _near(office, day):
        line = _line(row, words)
        if row.words:
            line += words.gettext("（%(words)s）", words=say(row.words))
        lines.append(line)
    # A line each: the late hours of one evening do not run into the hours of every day.
    return Markup("<br>").join(lines)


def _near(office: Office, day: date) -> list[Hours]:
    # Openings months away would bury the hours that matter today.
    return [
        row
        for row in office.announced(day)
        if row.kind in (HoursKind.REGULAR, HoursKind.LATE)
        or not row.valid_from
        or row.valid_from - day <= SOON
    ]


def _line(row: Hours, words: Words) -> Markup:
    when = (
        words.gettext(_days(row)) if row.kind in (HoursKind.REGULAR, HoursKind.LATE) else _dates(row, words)
    )
    if row.kind is HoursKind.SHUT:
        return words.gettext("%(day)sは休み", day=when)
    start, end = (clock.strftime("%-H:%M") if clock else "" for clock in (row.start, row.end))
    return words.gettext("%(day)s %(start)s〜%(end)s", day=when, start=start, end=end)


def _days(row: Hours) -> str:
    if row.weekdays == WORKDAYS:
        return N_("平日")
    return WEEKDAYS[min(row.weekdays)] if len(row.weekdays) == 1 else N_("毎日")


def _dates(row: Hours, words: Words) -> Markup:
    days = [i18n.day(one, year=False) for one in (row.valid_from, row.valid_to) if one]
    return words.gettext("〜").join(dict.fromkeys(days))
