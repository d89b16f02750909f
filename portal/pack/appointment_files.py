"""Reads appointments/*.toml, a file a clinic, counter or course, into values."""

from collections.abc import Mapping
from datetime import date, time

from forms.dictionary import read_field
from forms.faults import Broken
from forms.reading import Table
from portal.pack.appointments import (
    AgeClass,
    AgeOn,
    Bookable,
    Doses,
    FirstCancelled,
    Hours,
    Lot,
    Matter,
    Question,
    Session,
    Sort,
)
from portal.pack.fees import Payable
from portal.pack.readings import KEY, closed_days, count, key_of, relief, span_of, time_of
from portal.pack.rows import WEEKDAYS

# Steps from one time to the next; each divides an hour evenly.
STEPS = (5, 10, 15, 20, 30, 60)
PROCEDURES: Mapping[Sort, str] = {
    Sort.CLINIC: "kenshin_yoyaku",
    Sort.COUNTER: "madoguchi_yoyaku",
    Sort.COURSE: "koza_moshikomi",
}
_MOST_DAYS = 400
# When an office closes.
_CLOSING = time(17)
_MOST_PLACES = 2000
_MOST_AGE = 130
_MOST_YEN = 1_000_000
_MOST_A_YEAR = 12


def read(key: str, mapping: Mapping[str, object], faults: list[Broken]) -> Bookable:
    """One calendar from its file; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    found = _bookable(key, table, table.one_of("sort", Sort, Sort.COUNTER))
    _whole(table, found)
    table.finish()
    return found


def _bookable(key: str, table: Table, sort: Sort) -> Bookable:
    places = count(table, "places", 0, _MOST_PLACES)
    matters = tuple(_matter(one) for one in table.tables("matter"))
    return Bookable(
        key=key,
        sort=sort,
        title=table.wording("title", needed=True),
        text=table.wording("text"),
        who=table.wording("who"),
        division=table.text("division", needed=True),
        place=table.text("place"),
        room=table.wording("room"),
        procedure=table.text("procedure") or PROCEDURES[sort],
        every=count(table, "every", 30, 60),
        most_people=count(table, "most_people", 1, 10),
        opens=table.day("opens"),
        closes=table.day("closes"),
        days_ahead=count(table, "days_ahead", 60, _MOST_DAYS),
        days_before=count(table, "days_before", 0, _MOST_DAYS),
        bring=table.wordings("bring"),
        fee=table.wording("fee"),
        residents_only=table.flag("residents_only"),
        age_on=table.one_of("age_on", AgeOn, AgeOn.DAY),
        matters=matters,
        hours=tuple(_hours(one) for one in table.tables("hours")),
        closed=tuple(closed_days(one) for one in table.tables("closed")),
        sessions=tuple(_session(one, places, matters) for one in table.tables("session")),
        doses=_doses(table),
        places=places,
        waiting=count(table, "waiting", 0, _MOST_PLACES),
        least=count(table, "least", 0, _MOST_PLACES),
        after=table.strings("after"),
        yen=count(table, "yen", 0, _MOST_YEN),
        reliefs=tuple(relief(one) for one in table.tables("relief")),
        payable=table.one_of("pay", Payable, Payable.COUNTER),
        account=table.text("account"),
        opens_at=time_of(table, "opens_at") if "opens_at" in table else None,
        lot=_lot(table),
        questions=tuple(_question(one) for one in table.tables("question")),
    )


def _whole(table: Table, found: Bookable) -> None:
    if not KEY.fullmatch(found.key):
        table.fault("", "ファイルの名前は、英小文字・数字・_ で付けてください")
    if found.every not in STEPS:
        table.fault("every", f"{'・'.join(map(str, STEPS))} のどれかの分にしてください")
    if found.opens and found.closes and found.closes < found.opens:
        table.fault("closes", "終わりが始まりより前です")
    if found.most_people < 1:
        table.fault("most_people", "1以上の数を書いてください")
    keys = [one.key for one in found.matters]
    for place, key in enumerate(keys, 1):
        if key in keys[: place - 1]:
            table.fault(f"matter[{place}].key", f"同じ key が二つあります: {key}")
    _by_sort(table, found)


def _by_sort(table: Table, found: Bookable) -> None:
    """What a calendar of its sort cannot do without, and what means nothing there."""
    if found.sort is Sort.COUNTER and not found.hours:
        table.fault("hours", "窓口を予約できる曜日と時刻を、[[hours]] で一つ以上書いてください")
    if (
        found.sort is not Sort.COUNTER
        and not found.sessions
        and not (found.sort is Sort.CLINIC and found.hours)
    ):
        table.fault("session", "日と時刻を、[[session]] で一つ以上書いてください")
    if found.sort is not Sort.COURSE and not found.matters:
        table.fault("matter", "何をするかを、[[matter]] で一つ以上書いてください")
    _numbers(table, found)
    _steps(table, found)
    if found.yen and found.sort is not Sort.COURSE:
        table.fault("yen", "講座のほかは、[[matter]] に yen を書いてください")
    if found.sort is not Sort.CLINIC and any(one.classes for one in found.matters):
        table.fault("matter", "年齢で変わる料金は、生年月日を尋ねる clinic のときだけ書けます")
    _drawn(table, found)
    _asked(table, found)
    if found.opens_at and not found.opens:
        table.fault("opens_at", "受け付けを始める日を opens に書いてください")
    if found.sort is not Sort.CLINIC and any(one.per_year for one in found.matters):
        table.fault("per_year", "年度の回数は、生年月日を尋ねる clinic のときだけ書けます")


def _drawn(table: Table, found: Bookable) -> None:
    """Only a course is drawn, and before it begins."""
    if found.lot is None:
        return
    if found.sort is not Sort.COURSE:
        table.fault("lottery", "抽選は、sort が course のときだけ書けます")
    if found.opens and found.lot.closes < found.opens:
        table.fault("lottery.closes", "終わりが始まりより前です")
    if any(one.day <= found.lot.closes for one in found.sessions):
        table.fault("lottery.closes", "締切は、初めの日より前にしてください")


def _asked(table: Table, found: Bookable) -> None:
    """問診票 is about somebody's body, on one sheet of paper, and each question has its own answer."""
    if found.questions and found.sort is not Sort.CLINIC:
        table.fault("question[1]", "問診票は、sort が clinic のときだけ書けます")
    for place, one in enumerate(found.questions, 1):
        if one.kind in ("file", "group", "account"):
            table.fault(f"question[{place}].kind", "問診票では尋ねられない種類です")
        if one.key in [other.key for other in found.questions[: place - 1]]:
            table.fault(f"question[{place}].key", f"同じ key が二つあります: {one.key}")
        for name in one.matters:
            if found.matter(name) is None:
                table.fault(f"question[{place}].matters", f"この予約にない matter です: {name}")


def _numbers(table: Table, found: Bookable) -> None:
    """Places where nobody could be received, and a second dose of what has none."""
    if found.sort is Sort.COURSE and not found.places:
        table.fault("places", "講座の定員を書いてください")
    if found.sort is not Sort.CLINIC and found.doses:
        table.fault("doses", "2回目は、sort が clinic のときだけ書けます")
    for place, one in enumerate(found.sessions, 1):
        if found.sort is Sort.CLINIC and not one.places:
            table.fault(f"session[{place}].places", "同じ時刻に受けられる人数を書いてください")


def _steps(table: Table, found: Bookable) -> None:
    """A counter hands out its time in steps."""
    for place, matter in enumerate(found.matters, 1):
        if found.sort is Sort.COUNTER and found.every in STEPS and matter.minutes % found.every:
            table.fault(f"matter[{place}].minutes", f"every（{found.every}分）の倍数にしてください")


def _matter(table: Table) -> Matter:
    found = Matter(
        key=key_of(table),
        title=table.wording("title", needed=True),
        text=table.wording("text"),
        who=table.wording("who"),
        minutes=count(table, "minutes", 0, 480),
        places=count(table, "places", 0, _MOST_PLACES),
        youngest=_age(table, "youngest"),
        oldest=_age(table, "oldest"),
        yen=count(table, "yen", 0, _MOST_YEN),
        per_year=count(table, "per_year", 0, _MOST_A_YEAR),
        classes=tuple(_class(one) for one in table.tables("class")),
    )
    if found.youngest is not None and found.oldest is not None and found.oldest < found.youngest:
        table.fault("oldest", "終わりが始まりより前です")
    table.finish()
    return found


def _class(table: Table) -> AgeClass:
    found = AgeClass(
        table.wording("title", needed=True),
        _age(table, "youngest"),
        _age(table, "oldest"),
        count(table, "yen", 0, _MOST_YEN),
    )
    table.finish()
    return found


def _age(table: Table, key: str) -> int | None:
    return count(table, key, 0, _MOST_AGE) if key in table else None


def _hours(table: Table) -> Hours:
    days = table.text("weekdays", needed=True)
    if not days or not set(days) <= set(WEEKDAYS):
        table.fault("weekdays", "「月火水木金」のように曜日を続けて書いてください")
    start, end = span_of(table)
    found = Hours(
        frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS),
        start,
        end,
        table.day("valid_from"),
        table.day("valid_to"),
        count(table, "counters", 1, 99),
    )
    table.finish()
    return found


def _session(table: Table, places: int, matters: tuple[Matter, ...]) -> Session:
    day = table.day("day")
    if day is None:
        table.fault("day", "必要な項目がありません")
    start, end = span_of(table)
    named = table.strings("matters")
    for name in named:
        if name not in {one.key for one in matters}:
            table.fault("matters", f"この予約にない matter です: {name}")
    found = Session(
        day or date.max,
        start,
        end,
        count(table, "places", places, _MOST_PLACES),
        table.text("place"),
        named,
    )
    table.finish()
    return found


def _question(table: Table) -> Question:
    """One question of the 問診票, written as a field of the dictionary is, and asked here only."""
    key, optional, matters = key_of(table), table.flag("optional"), table.strings("matters")
    return Question(read_field(key, table), optional, matters=matters)


def _lot(table: Table) -> Lot | None:
    if "lottery" not in table:
        return None
    one = Table(table.take("lottery"), "lottery", table.faults)
    closes = one.day("closes")
    if closes is None:
        one.fault("closes", "必要な項目がありません")
    found = Lot(
        closes or date.min,
        time_of(one, "at") if "at" in one else _CLOSING,
        one.wording("number", needed=True),
    )
    one.finish()
    return found


def _doses(table: Table) -> Doses | None:
    if "doses" not in table:
        return None
    one = Table(table.take("doses"), "doses", table.faults)
    found = Doses(
        count(one, "least_days", 21, _MOST_DAYS),
        count(one, "most_days", 84, _MOST_DAYS),
        one.one_of("first_cancelled", FirstCancelled, FirstCancelled.CANCEL),
    )
    if found.most_days < found.least_days:
        one.fault("most_days", "least_days より小さくできません")
    one.finish()
    return found
