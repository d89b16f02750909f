"""Counts of what happened here, month by month: whole months only, and small counts left out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal import ledger
from portal.ledger import Count, Kind
from portal.pack import Pack
from services.opendata.rules.hiding import hide, hide_together
from services.opendata.rules.standing import BOOKINGS, FILINGS, HIDDEN, QUESTIONS, WAITS
from services.opendata.rules.tables import Cell, Dataset, Line, Table

# So many fiscal years are published besides the present one.
YEARS = 2
# How a procedure was asked for, in the words of the paper it is printed on.
_WAYS: Mapping[str, str] = {
    "online": "オンライン", "line": "LINE", "window": "書かない窓口", "counter": "窓口", "paper": "窓口（紙）",
    "post": "郵送", "telephone": "電話", "konbini": "コンビニ交付", "machine": "自動交付機",
    "mynaportal": "マイナポータル", "prefecture": "県の共同電子申請",
}  # fmt: skip
_ALL, _SUM = "all", "計"

Months = Mapping[str, Sequence[Count]]


def table(session: Session, about: Dataset, day: date) -> Table:
    """One of the sets of counts; the present month is not over, and would tell who came today."""
    rows = {FILINGS.key: _filings, BOOKINGS.key: _bookings, QUESTIONS.key: _questions, WAITS.key: _waits}
    return Table(about, day.replace(day=1), tuple(rows[about.key](session, day)))


def _months(session: Session, day: date, *kinds: Kind) -> Months:
    """What was counted of these kinds, by month, the newest month last."""
    last = day.replace(day=1) - timedelta(days=1)
    first = date(last.year - YEARS - (last.month < 4), 4, 1)
    found: dict[str, list[Count]] = defaultdict(list)
    for kind in kinds:
        for one in ledger.counts(session, kind, first, last):
            found[f"{one.day:%Y-%m}"].append(one)
    return dict(sorted(found.items()))


def _summed(counts: Sequence[Count]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in counts:
        found[one.key] += one.n
    return dict(sorted(found.items()))


def _mark(*cells: Cell) -> str:
    return HIDDEN if None in cells else ""


def _filings(session: Session, day: date) -> Iterator[Line]:
    pack: Pack = session.info["pack"]
    for month, counts in _months(session, day, Kind.FILED, Kind.COUNTED).items():
        by_procedure: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for one in counts:
            if one.key in pack.procedures:
                by_procedure[one.key][one.channel] += one.n
        for key, ways in sorted(by_procedure.items()):
            shown, total = hide(ways)
            name = pack.procedures[key].title.say("ja").text
            lines = [*((way, _WAYS.get(way, way), shown[way]) for way in sorted(shown)), (_ALL, _SUM, total)]
            for way, words, count in lines:
                yield {
                    "年月": month, "手続ID": key, "手続名": name, "方法ID": way, "方法": words, "件数": count,
                    HIDDEN: _mark(count),
                }  # fmt: skip


def _bookings(session: Session, day: date) -> Iterator[Line]:
    pack: Pack = session.info["pack"]
    booked = _months(session, day, Kind.BOOKED)
    cancelled = _months(session, day, Kind.CANCELLED)
    for month in sorted({*booked, *cancelled}):
        made, given_back = _summed(booked.get(month, ())), _summed(cancelled.get(month, ()))
        for key, house in pack.buildings.items():
            told = hide_together({"予約": made.get(key, 0), "取消": given_back.get(key, 0)})
            if any(told.values()) or None in told.values():
                name = house.title.say("ja").text
                yield {"年月": month, "施設ID": key, "施設名": name, **told, HIDDEN: _mark(*told.values())}


def _questions(session: Session, day: date) -> Iterator[Line]:
    asked = _months(session, day, Kind.ASKED)
    unanswered = _months(session, day, Kind.UNANSWERED)
    voted = _months(session, day, Kind.VOTED)
    for month in sorted({*asked, *unanswered, *voted}):
        votes = sum(one.n for one in voted.get(month, ()))
        yes = round(sum(one.value or 0 for one in voted.get(month, ())))
        told = hide_together(
            {
                "質問": sum(one.n for one in asked.get(month, ())),
                "答えられなかった": sum(one.n for one in unanswered.get(month, ())),
                "解決した": yes,
                "解決しなかった": votes - yes,
            }
        )
        yield {"年月": month, **told, HIDDEN: _mark(*told.values())}


def _waits(session: Session, day: date) -> Iterator[Line]:
    pack: Pack = session.info["pack"]
    bands = {
        f"{queue.office}.{band.letter}": (pack.office(queue.office, day).name, band.title)
        for queue in pack.queues
        for band in queue.bands
    }
    for month, counts in _months(session, day, Kind.WAITED).items():
        people = _summed(counts)
        minutes: dict[str, float] = defaultdict(float)
        for one in counts:
            minutes[one.key] += one.value or 0
        for key, (office, band) in bands.items():
            if key not in people:
                continue
            told = hide_together({"人": people[key]})["人"]
            mean = round(minutes[key] / told, 1) if told else None
            yield {
                "年月": month, "窓口ID": key, "窓口": office.say("ja").text, "業務": band.say("ja").text,
                "呼び出した人数": told, "待ち時間の平均（分）": mean, HIDDEN: _mark(told),
            }  # fmt: skip
