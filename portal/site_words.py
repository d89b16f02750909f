"""What there is to say of a place of the town: its hours, whether it is open now, where it is, its telephone."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from forms.wording import Said, Wording
from portal import days, sites
from portal.opening import today
from portal.pack import Pack
from portal.pack.rows import Hours, HoursKind, Office
from portal.sites import Aed, Site
from portal.words import N_, Words, without_readings

# Openings months away would bury the hours that matter today.
_SOON = timedelta(days=21)
_WEEKDAYS = (N_("月曜"), N_("火曜"), N_("水曜"), N_("木曜"), N_("金曜"), N_("土曜"), N_("日曜"))
_WEEKEND = frozenset({5, 6})
_EVERY, _WORKDAYS = frozenset(range(7)), frozenset(range(5))


def told(pack: Pack, site: Site, words: Words, now: datetime) -> dict[str, Said]:
    """Each thing that can be asked of a place and that a list tells; what none tells is left out."""
    lang, day = words.language.key, today(now)
    said = {
        "today": _today(pack, site, words, now),
        "tomorrow": _tomorrow(pack, site, words, day + timedelta(days=1)),
        "hours": _hours(pack, site, words, day),
        "weekend": _weekend(pack, site, words, day),
    }
    found = {name: Said(text, lang) for name, text in said.items() if text}
    own = {"phone": site.phone, "note": site.note, "aed": _aeds(site.aeds, words)}
    found |= {name: Said(text, "ja") for name, text in own.items() if text}
    # Of what only the Japanese list says, a reader of English is spared what can be asked by telephone.
    features = ("parking", "wifi") if lang == "en" else ("parking", "wifi", "access")
    found |= {name: one for name in features if (one := told_of(site, name, lang)).text}
    place = _place(pack, site, day, lang)
    return found | ({"place": place} if place else {})


def told_of(site: Site, what: str, lang: str) -> Said:
    """What a list tells of one feature of a place; an empty text where it tells nothing."""
    access = Wording({"ja": "、".join(site.access.split(";"))} if site.access else {})
    return {"parking": site.parking, "wifi": site.wifi, "access": access}[what].say(lang)


def _place(pack: Pack, site: Site, day: date, lang: str) -> Said:
    """Where it is; a division stands in an office, on a floor of it."""
    address = site.address.say(lang)
    if site.listed != "divisions":
        return address
    office = pack.office(site.office, day)
    return Said(f"{office.name.say(lang).text} {address.text}", address.lang)


# ------------------------------------------------------------------------------------------------------- when it is open


def _today(pack: Pack, site: Site, words: Words, now: datetime) -> str:
    day = today(now)
    known = sites.spans(pack, site, day)
    if known is None:
        return _unknown(pack, words, day)
    if sites.always(site):
        return words.text(N_("いつでも入れます。"))
    if site.note and not site.exact and known:
        # 「土日は17時まで」 stands in words that only people read.
        return words.text(N_("今日は開く日です。時間は、注意も見てください。"))
    open_now = next((end for start, end in known if start <= now < end), None)
    if open_now:
        return words.text(N_("いま開いています。今日は%(time)sまでです。"), time=days.hour(open_now))
    later = next((start for start, _ in known if start > now), None)
    if later:
        return words.text(N_("いまは閉まっています。今日は%(time)sに開きます。"), time=days.hour(later))
    return _closed(pack, site, words, now, known=bool(known))


def _closed(pack: Pack, site: Site, words: Words, now: datetime, *, known: bool) -> str:
    said = N_("いまは閉まっています。") if known else N_("今日は休みです。")
    coming = sites.next_opening(pack, site, now)
    if coming is None:
        return words.text(said)
    when = words.text(
        N_("次に開くのは%(when)sです。"), when=f"{_day(today(coming), words)} {days.hour(coming)}"
    )
    return f"{words.text(said)}{' ' if words.language.key != 'ja' else ''}{when}"


def _tomorrow(pack: Pack, site: Site, words: Words, day: date) -> str:
    known = sites.spans(pack, site, day)
    if known is None:
        return _unknown(pack, words, day)
    if not known:
        return words.text(N_("%(day)sは休みです。"), day=_day(day, words))
    until = words.text(N_("〜"))
    times = words.text(N_("・")).join(f"{days.hour(start)}{until}{days.hour(end)}" for start, end in known)
    if site.note and not site.exact:
        times = words.text(N_("%(times)s（注意も見てください）"), times=times)
    return words.text(N_("%(day)sは%(times)sに開いています。"), day=_day(day, words), times=times)


def _unknown(pack: Pack, words: Words, day: date) -> str:
    """Of a holiday a list of weekdays knows nothing; of a place without hours nothing is said."""
    holiday = pack.closed_days.holiday(day)
    if not holiday:
        return ""
    name = holiday.say(words.language.key).text
    return words.text(
        N_("%(day)sは「%(name)s」です。開いているかは、電話で確かめてください。"),
        day=_day(day, words),
        name=name,
    )


def _hours(pack: Pack, site: Site, words: Words, day: date) -> str:
    if site.office:
        told = office_hours(pack.office(site.office, day), day, words)
    else:
        rows = sites.week(site, day)
        told = words.text(N_("、")).join(
            words.text(
                N_("%(day)s %(start)s〜%(end)s"),
                day=_weekdays(weekdays, words),
                start=f"{start:%-H:%M}",
                end=f"{end:%-H:%M}",
            )
            for weekdays, start, end in rows
        )
        if sites.always(site):
            told = ""
    return words.text(N_("開いている時間：%(hours)s"), hours=told) if told else ""


def _weekend(pack: Pack, site: Site, words: Words, day: date) -> str:
    """What the next Saturday and Sunday bring, since extra openings and holidays fall on some."""
    coming = [day + timedelta(days=count) for count in range(7)]
    told = [_tomorrow(pack, site, words, one) for one in coming if one.weekday() in _WEEKEND]
    return (" " if words.language.key != "ja" else "").join(one for one in told if one)


def _weekdays(found: frozenset[int], words: Words) -> str:
    if found == _EVERY:
        return words.text(N_("毎日"))
    if found == _WORKDAYS:
        return words.text(N_("平日"))
    runs: list[list[int]] = []
    for number in sorted(found):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (words.text(N_("〜")).join(words.text(_WEEKDAYS[one]) for one in _ends(run)) for run in runs)
    return words.text(N_("・")).join(said)


def _ends(run: list[int]) -> Iterable[int]:
    return dict.fromkeys((run[0], run[-1]))


def _day(day: date, words: Words) -> str:
    return without_readings(days.day(day, words.language, year=False))


def _aeds(found: Iterable[Aed], words: Words) -> str:
    told = [spot(one, words, named=False) for one in found]
    return words.text(N_("AEDの場所：%(spots)s"), spots=words.text(N_("、")).join(told)) if told else ""


def spot(one: Aed, words: Words, *, named: bool) -> str:
    """Where an AED hangs, with the name of the place where that is not said already."""
    where = f"{one.spot}（{one.note}）" if one.note else one.spot
    name = one.name.say(words.language.key).text
    return words.text(N_("・%(place)s：%(spot)s"), place=name, spot=where) if named else where


def office_hours(office: Office, day: date, words: Words) -> str:
    """When an office is open in a week, and the openings and closures of the next weeks."""
    lang = words.language.key
    lines = []
    for row in office.announced(day):
        if row.kind in (HoursKind.EXTRA, HoursKind.SHUT) and row.valid_from and row.valid_from - day > _SOON:
            continue
        note = row.words.say(lang).text
        lines.append(_line(row, words) + (words.text(N_("（%(words)s）"), words=note) if note else ""))
    return words.text(N_("、")).join(lines)


def _line(row: Hours, words: Words) -> str:
    usual = row.kind in (HoursKind.REGULAR, HoursKind.LATE)
    when = words.text(_days(row)) if usual else f"{row.valid_from:%-m/%-d}" if row.valid_from else ""
    if row.kind is HoursKind.SHUT:
        return words.text(N_("%(day)sは休み"), day=when)
    start, end = (clock.strftime("%-H:%M") if clock else "" for clock in (row.start, row.end))
    return words.text(N_("%(day)s %(start)s〜%(end)s"), day=when, start=start, end=end)


def _days(row: Hours) -> str:
    if row.weekdays == _WORKDAYS:
        return N_("平日")
    return _WEEKDAYS[min(row.weekdays)] if len(row.weekdays) == 1 else N_("毎日")
