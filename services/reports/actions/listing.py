"""The reports of a seat's divisions: filtered for a page and a map, and as a list to take away; nobody's name is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import writing
from portal.inbox import Case
from portal.opening import TOKYO
from portal.people import StaffSeat
from services.reports.actions import looking
from services.reports.actions.asking import READ
from services.reports.models import Report
from services.reports.rules.stages import OPEN, Stage

PAGE, MOST = 100, 5000
# What a filter calls everything that is still to be done.
WAITING = "open"
HEAD = (
    "受付番号", "受付日時", "種類", "状態", "今すぐ危ない", "緯度", "経度", "公開した場所", "公開", "困っている人", "部署ID", "最後の動き",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which reports."""

    kind: str = ""
    stage: str = WAITING
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One report with its case."""

    report: Report
    case: Case
    people: int


@dataclass(frozen=True)
class Found:
    """A page of them, and whether there are more."""

    lines: tuple[Line, ...]
    more: bool


def found(session: Session, seat: StaffSeat, wanted: Wanted) -> Found:
    """A page of reports: what is dangerous first, then the newest."""
    query = _query(seat, wanted).offset((wanted.page - 1) * PAGE).limit(PAGE + 1)
    lines = _lines(session, query)
    return Found(lines[:PAGE], len(lines) > PAGE)


def rows(
    session: Session,
    seat: StaffSeat,
    wanted: Wanted,
    kinds: Mapping[str, str],
    stages: Mapping[Stage, str],
    now: datetime,
) -> list[Sequence[str]]:
    """The same as rows of a list, and that it was taken away is in the audit."""
    lines = _lines(session, _query(seat, wanted).limit(MOST))
    with writing(session):
        audit.saw(session, "staff", seat.id, "exported", "reports", None, now)
    return [HEAD, *(_row(one, kinds, stages) for one in lines)]


def _query(seat: StaffSeat, wanted: Wanted) -> Select[Report, Case]:
    query = (
        select(Report, Case)
        .join(Case, Case.id == Report.case_id)
        .where(Case.division.in_(seat.divisions_for(READ)), Case.erased_at.is_(None))
    )
    if wanted.kind:
        query = query.where(Report.kind == wanted.kind)
    if wanted.stage == WAITING:
        query = query.where(Report.stage.in_(OPEN))
    elif wanted.stage:
        query = query.where(Report.stage == wanted.stage)
    return query.order_by(Report.danger.desc(), Report.made_at.desc(), Report.id)


def _lines(session: Session, query: Select[Report, Case]) -> tuple[Line, ...]:
    pairs = session.execute(query).all()
    people = looking.counts(session, [report.id for report, _ in pairs])
    return tuple(Line(report, case, people[report.id]) for report, case in pairs)


def _row(line: Line, kinds: Mapping[str, str], stages: Mapping[Stage, str]) -> Sequence[str]:
    report = line.report

    def moment(at: datetime) -> str:
        return f"{at.astimezone(TOKYO):%Y-%m-%d %H:%M}"

    return (
        line.case.receipt_no,
        moment(report.made_at),
        kinds.get(report.kind, report.kind),
        stages[Stage(report.stage)],
        "はい" if report.danger else "",
        "" if report.lat is None else f"{report.lat:.6f}",
        "" if report.lon is None else f"{report.lon:.6f}",
        report.public_place,
        "はい" if report.published_at else "",
        str(line.people),
        line.case.division,
        moment(report.changed_at),
    )
