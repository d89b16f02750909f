"""What staff do with a report besides the case itself: say how far they are, and publish it or take it back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit, files, inbox
from portal.db import writing
from portal.inbox import Actor, Case
from portal.people import StaffSeat
from portal.refused import Refused
from services.reports.actions import following, looking
from services.reports.actions.asking import PHOTO, WORK
from services.reports.models import Report
from services.reports.rules import stages
from services.reports.rules.stages import NOTES, OPEN, Stage

LONGEST, NOTE = 100, 300


def of_seat(session: Session, seat: StaffSeat, case_id: UUID) -> tuple[Report, Case]:
    """The report of a case whose division the seat works for; of all others nothing is told."""
    report, case = looking.of_case(session, case_id), session.get(Case, case_id)
    if report is None or case is None or not seat.may(WORK, case.division):
        raise Refused("case_unknown", 404)
    return report, case


def say(session: Session, seat: StaffSeat, case_id: UUID, told: str, note: str, now: datetime) -> None:
    """現地確認, 手配: the reporter reads it in the history, with what staff wrote."""
    report, _ = of_seat(session, seat, case_id)
    words, stage = _plain(note, NOTE), next((one for one in Stage if one == told), None)
    with writing(session):
        session.refresh(report, with_for_update=True)
        case = inbox.take_hold(session, case_id)
        if (
            stage is None
            or stage not in stages.may_follow(Stage(report.stage))
            or case.state not in inbox.OPEN
        ):
            raise Refused("report_stage", 409)
        report.stage, report.changed_at = stage, now
        actor = Actor("staff", seat.id)
        inbox.note(session, case, NOTES[stage], actor, now, public=True, text=words or None)
        audit.saw(session, "staff", seat.id, NOTES[stage], "case", case.id, now)


def publish(
    session: Session, seat: StaffSeat, case_id: UUID, place: str, photo: UUID | None, now: datetime
) -> None:
    """Show it to everybody: the place in staff's own words, and a photo where they looked at it and chose it."""
    report, case = of_seat(session, seat, case_id)
    words = _plain(place, LONGEST)
    if not words:
        raise Refused("report_place_needed", 422)
    shown = {one.id for one in files.of(session, "case", case.id) if one.field == PHOTO}
    if photo is not None and photo not in shown:
        raise Refused("case_unknown", 404)
    with writing(session):
        session.refresh(report, with_for_update=True)
        report.published_at = report.published_at or now
        report.public_place, report.public_photo = words, photo
        audit.saw(session, "staff", seat.id, "published_report", "case", case.id, now)


def hide(session: Session, seat: StaffSeat, case_id: UUID, now: datetime) -> None:
    """Take it back from the public page."""
    report, case = of_seat(session, seat, case_id)
    with writing(session):
        _hide(report)
        audit.saw(session, "staff", seat.id, "hid_report", "case", case.id, now)


def hear_ended(session: Session, case: Case, now: datetime) -> None:
    """The case came to its end: so did the report, and whoever follows it is told."""
    report = looking.of_case(session, case.id)
    if report is None or report.stage not in OPEN:
        return
    report.stage, report.changed_at = stages.at_the_end(inbox.State(case.state)), now
    if report.stage == Stage.CLOSED:
        # What was taken back, or sent back, is no news for everybody.
        _hide(report)
    following.tell(session, report, case, now)
    session.flush()


def _hide(report: Report) -> None:
    report.published_at, report.public_place, report.public_photo = None, "", None


def _plain(text: str, longest: int) -> str:
    written = " ".join(text.split())
    if len(written) > longest:
        raise Refused("report_text_length", 422, longest=longest)
    if find_individual_numbers(written):
        raise Refused("individual_number_in_text", 422)
    return written
