"""Printing several requests as one PDF: a few at once, more by the worker, to be fetched by whoever ordered it for a day."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.paper import PaperMissing
from portal import audit, editions, files, outbox, shielded
from portal.db import new_id, writing
from portal.files import StoredFile
from portal.inbox import Case
from portal.log_lines import Log
from portal.opening import today
from portal.outbox import Later, Never, Row
from portal.pack.sheets import Sheets
from portal.people import StaffSeat
from portal.printing import Printer
from portal.refused import Refused
from portal.vault import Unreadable
from services.desk.actions.standing import READ, pack_of
from services.desk.models import PrintJob

KIND, OWNER, VERB = "desk_print", "desk_print", "printed_request"
# So many take a few seconds, which somebody waits for at a printer; more are made beside.
DIRECT, MOST = 20, 200
KEPT = timedelta(days=1)


def chosen(session: Session, seat: StaffSeat, ids: Sequence[UUID]) -> list[Case]:
    """The cases among these that this seat may see, in the order in which they were ticked."""
    if not ids:
        raise Refused("nothing_ticked", status=422)
    if len(ids) > MOST:
        raise Refused("too_many_ticked", status=422, most=MOST)
    mine = Case.division.in_(seat.divisions_for(READ))
    found = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(ids), mine))}
    if not found:
        raise Refused("case_unknown", status=404)
    return [found[one] for one in dict.fromkeys(ids) if one in found]


def requests(session: Session, cases: Sequence[Case], sheets: Sheets) -> list[str]:
    """申請書 of each, as it would be printed alone; what was erased has none."""
    known = pack_of(session).procedures
    made = (_request(session, case, sheets) for case in cases if case.procedure in known)
    found = [html for html in made if html]
    if not found:
        raise Refused("case_erased", status=410)
    return found


def looked(session: Session, seat: StaffSeat, cases: Sequence[Case], verb: str, now: datetime) -> None:
    """Paper is a look at each case."""
    with writing(session):
        for case in cases:
            audit.saw(session, "staff", seat.id, verb, "case", case.id, now)


def order(session: Session, seat: StaffSeat, cases: Sequence[Case], now: datetime) -> UUID:
    """Let the worker print them; each is in the audit from now on, for it can be fetched without another look."""
    job_id = new_id()
    with writing(session):
        session.add(
            PrintJob(id=job_id, staff_id=seat.id, cases=[str(case.id) for case in cases], made_at=now)
        )
        session.flush()
        for case in cases:
            audit.saw(session, "staff", seat.id, VERB, "case", case.id, now)
        outbox.add(
            session, KIND, lane=f"{KIND}:{job_id}", template=KIND, locale="ja", refs={"job": str(job_id)}, values={},
            now=now, dedupe_key=f"{KIND}:{job_id}", expires_at=now + KEPT,
        )  # fmt: skip
    return job_id


def send(session: Session, row: Row) -> None:
    """The worker's part: print outside any block, then hand the file to the job; twice makes it once."""
    job = session.get(PrintJob, UUID(row.refs["job"]), populate_existing=True)
    if job is None:
        raise Never("print_unknown")
    if job.done_at is not None:
        return
    printer: Printer = session.info["printer"]
    ids = [UUID(one) for one in job.cases]
    cases = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(ids)))}
    try:
        pdf = printer.book(requests(session, [cases[one] for one in ids if one in cases], printer.sheets))
    except PaperMissing as missing:
        Log("portal").error("cannot_print", package=missing.package)
        raise Later("cannot_print") from missing
    except Refused as refused:
        raise Never(refused.code) from refused
    _hand_over(session, job, pdf, row.taken_at)


def jobs(session: Session, seat: StaffSeat) -> Sequence[PrintJob]:
    """What this seat ordered, the newest first."""
    mine = select(PrintJob).where(PrintJob.staff_id == seat.id)
    return session.scalars(mine.order_by(PrintJob.id.desc()).limit(50)).all()


def one(session: Session, seat: StaffSeat, job_id: UUID, now: datetime) -> StoredFile:
    """The file of one's own job, once the look is in the audit; somebody else's is not there."""
    job = session.get(PrintJob, job_id)
    found = files.of(session, OWNER, job_id) if job is not None and job.staff_id == seat.id else ()
    if not found:
        raise Refused("print_unknown", status=404)
    with writing(session):
        audit.saw(session, "staff", seat.id, "opened", "print", job_id, now)
    return found[0]


def sweep(session: Session, now: datetime) -> None:
    """Take away what a day has passed over; paper can be made again at any time."""
    for job_id in session.scalars(select(PrintJob.id).where(PrintJob.made_at <= now - KEPT)).all():
        with writing(session):
            files.erase(session, OWNER, job_id)
            job = session.get(PrintJob, job_id)
            if job is not None:
                session.delete(job)


def _request(session: Session, case: Case, sheets: Sheets) -> str:
    try:
        answers = shielded.told(session, case)
    except Unreadable:
        return ""
    day, form = today(case.arrived_at), editions.of(session, case)
    return sheets.request(case.procedure, answers, case.locale, day, number=case.receipt_no, form=form)


def _hand_over(session: Session, job: PrintJob, pdf: bytes, now: datetime) -> None:
    name = f"{job.id}.pdf"
    file = files.keep_own(session, io.BytesIO(pdf), name, now, origin=job.id, kind="application/pdf")
    with writing(session):
        held = session.scalars(select(PrintJob).where(PrintJob.id == job.id).with_for_update()).one_or_none()
        if held is None or held.done_at is not None:
            # Swept meanwhile, or another worker was quicker; what lies there unclaimed is swept.
            return
        files.claim(session, [file.id], origin=job.id, owner_kind=OWNER, owner_id=job.id, now=now)
        held.done_at = now
