"""月次報告 made and kept: ordered by somebody or by the night, printed by the worker, fetched as a file."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from forms import show
from forms.paper import PaperMissing
from portal import audit, files, outbox
from portal.db import new_id, writing
from portal.files import StoredFile
from portal.log_lines import Log
from portal.opening import today
from portal.outbox.rows import Later, Row
from portal.pack import Pack
from portal.people import StaffSeat
from portal.printing import Printer
from services.dashboard.actions import offering, reading
from services.dashboard.rules import kpis, report, report_charts, report_words
from services.dashboard.rules.periods import end_of, whole_months
from services.dashboard.rules.report import Report, Town

KIND, OWNER, SHEET = "dashboard.report", "figures_report", "sheets/monthly_report.html"
# Whoever looks for an older one finds its figures on the pages.
MONTHS = 24
_LATE = timedelta(days=1)


def months(day: date) -> Sequence[date]:
    """The months of which a report can be made, the newest first."""
    return tuple(reversed(whole_months(day, MONTHS)))


def made(session: Session, day: date) -> dict[date, StoredFile]:
    """The reports that are there."""
    found = ((one, files.of(session, OWNER, _id(one))) for one in months(day))
    return {one: those[-1] for one, those in found if those}


def order(session: Session, seat: StaffSeat, month: date, now: datetime) -> None:
    """Let the worker make it, anew where it was made already."""
    with writing(session):
        audit.did(session, "staff", seat.id, "ordered", OWNER, f"{month:%Y-%m}", now)
        _ask(session, month, now)


def nightly(session: Session, now: datetime) -> None:
    """The report of the month that ended is there on its first morning, made once."""
    last = months(today(now))[0]
    begun = reading.first_month(session)
    if begun is None or begun > last or files.of(session, OWNER, _id(last)):
        return
    with writing(session):
        _ask(session, last, now)


def send(session: Session, row: Row) -> None:
    """The worker's part: reckon and print outside any block, then put it in the place of the old one."""
    month = date.fromisoformat(row.refs["month"])
    pack: Pack = session.info["pack"]
    try:
        pdf = printed(session, pack, month, row.taken_at)
    except PaperMissing as missing:
        Log("portal").error("cannot_print", package=missing.package)
        raise Later("cannot_print") from missing
    origin, owner = new_id(), _id(month)
    name = f"{month:%Y-%m}.pdf"
    kept = files.keep_own(session, io.BytesIO(pdf), name, row.taken_at, origin=origin, kind="application/pdf")
    with writing(session):
        files.erase(session, OWNER, owner)
        files.claim(session, [kept.id], origin=origin, owner_kind=OWNER, owner_id=owner, now=row.taken_at)


def printed(session: Session, pack: Pack, month: date, now: datetime) -> bytes:
    """The report of a month as a tagged PDF."""
    printer: Printer = session.info["printer"]
    last = end_of(month)
    offered = {key for key in pack.procedures if pack.offered(key, last)}
    town = Town(
        offered,
        offering.offers(pack),
        partial(_open_days, pack),
        kpis.listed(pack.kpis),
        reading.entered(session),
    )
    found = report.gather(reading.source(session), month, town)
    return printer.sheet(SHEET, **told(found, pack, now))


def told(found: Report, pack: Pack, now: datetime) -> dict[str, object]:
    """What the paper is filled with."""
    titles = {key: one.title.say("ja").text for key, one in pack.procedures.items()}

    def named(key: str) -> str:
        return titles.get(key, key)

    return {
        "found": found, "named": named, "words": report_words, "made": show.day(today(now), "ja"),
        "title": f"令和{found.month.year - 2018}年{found.month.month}月", "year": f"令和{found.year.number - 2018}年度",
        "findings": tuple(report_words.findings(found, named)),
        "pictures": tuple(report_charts.pictures(found, named)),
        "figures": tuple(_lines(found)),
    }  # fmt: skip


def _lines(found: Report) -> Iterator[tuple[str, ...]]:
    for one in found.figures:
        if one.value is not None:
            yield report_words.standing(one)


def _ask(session: Session, month: date, now: datetime) -> None:
    outbox.add(
        session, KIND, lane=KIND, template=KIND, locale="ja", refs={"month": month.isoformat()}, values={}, now=now,
        dedupe_key=f"{KIND}:{month}:{now:%Y%m%d%H%M}", expires_at=now + _LATE,
    )  # fmt: skip


def _id(month: date) -> UUID:
    """What a month's file belongs to: there is no row for a month."""
    return UUID(int=month.year * 100 + month.month)


def _open_days(pack: Pack, first: date, last: date) -> int:
    return sum(first + timedelta(days=day) not in pack.closed_days for day in range((last - first).days + 1))
