"""Counts of what happened here, month by month: whole months only, and small counts left out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal import sums
from portal.kinds import Channel, Kind
from portal.pack import Pack
from portal.sums import Month
from services.opendata.rules.hiding import hide, hide_together
from services.opendata.rules.standing import BOOKINGS, FILINGS, HIDDEN, QUESTIONS, WAITS
from services.opendata.rules.tables import Cell, Dataset, Line, Table

# So many fiscal years are published besides the present one.
YEARS = 2
# How a procedure was asked for, in the words of the paper it is printed on.
WAYS: Mapping[str, str] = {
    Channel.ONLINE: "オンライン", Channel.LINE: "LINE", Channel.CHAT: "チャット", Channel.WINDOW: "書かない窓口",
    Channel.PAPER: "窓口（紙）", Channel.POST: "郵送", Channel.TELEPHONE: "電話", Channel.KONBINI: "コンビニ交付",
    Channel.MACHINE: "自動交付機", Channel.MYNA: "マイナポータル", Channel.PREFECTURE: "県の共同電子申請",
}  # fmt: skip
_ALL, _SUM = "all", "計"


def table(session: Session, about: Dataset, day: date) -> Table:
    """One of the sets of counts; the present month is not over, and would tell who came today."""
    rows = {FILINGS.key: _filings, BOOKINGS.key: _bookings, QUESTIONS.key: _questions, WAITS.key: _waits}
    return Table(about, day.replace(day=1), tuple(rows[about.key](session, day)))


def _months(session: Session, day: date, *kinds: Kind) -> Mapping[str, Sequence[Month]]:
    """What was counted of these kinds, by month, the newest month last."""
    last = day.replace(day=1) - timedelta(days=1)
    first = date(last.year - YEARS - (last.month < 4), 4, 1)
    found: dict[str, list[Month]] = defaultdict(list)
    for one in sums.months(session, kinds, first, last):
        found[f"{one.first:%Y-%m}"].append(one)
    return found


def _total(months: Iterable[Month], kind: Kind) -> int:
    return sum(one.n for one in months if one.kind == kind)


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
            lines = [*((way, WAYS[way], shown[way]) for way in sorted(shown)), (_ALL, _SUM, total)]
            for way, words, count in lines:
                yield {
                    "年月": month, "手続ID": key, "手続名": name, "方法ID": way, "方法": words, "件数": count,
                    HIDDEN: _mark(count),
                }  # fmt: skip


def _bookings(session: Session, day: date) -> Iterator[Line]:
    pack: Pack = session.info["pack"]
    for month, counts in _months(session, day, Kind.BOOKED, Kind.CANCELLED).items():
        by_key: dict[str, list[Month]] = defaultdict(list)
        for one in counts:
            by_key[one.key].append(one)
        for key, house in pack.buildings.items():
            here = by_key[key]
            told = hide_together({"予約": _total(here, Kind.BOOKED), "取消": _total(here, Kind.CANCELLED)})
            if any(told.values()) or None in told.values():
                name = house.title.say("ja").text
                yield {"年月": month, "施設ID": key, "施設名": name, **told, HIDDEN: _mark(*told.values())}


def _questions(session: Session, day: date) -> Iterator[Line]:
    for month, counts in _months(session, day, Kind.ASKED, Kind.UNANSWERED, Kind.VOTED).items():
        votes = _total(counts, Kind.VOTED)
        yes = round(sum(one.value for one in counts if one.kind == Kind.VOTED))
        told = hide_together(
            {
                "質問": _total(counts, Kind.ASKED),
                "答えられなかった": _total(counts, Kind.UNANSWERED),
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
        people: dict[str, int] = defaultdict(int)
        minutes: dict[str, float] = defaultdict(float)
        for one in counts:
            # The hour in which a wait began stands behind the band.
            band = one.key.partition("/")[0]
            people[band] += one.n
            minutes[band] += one.value
        for key, (office, title) in bands.items():
            if key not in people:
                continue
            told = hide_together({"人": people[key]})["人"]
            mean = round(minutes[key] / told, 1) if told else None
            yield {
                "年月": month, "窓口ID": key, "窓口": office.say("ja").text, "業務": title.say("ja").text,
                "呼び出した人数": told, "待ち時間の平均（分）": mean, HIDDEN: _mark(told),
            }  # fmt: skip
