"""Another time, another furnace, other things along: the new is taken before the old is given back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import inbox, ledger, notify
from portal.db import writing
from portal.inbox import Actor, Case
from portal.opening import today
from portal.pack.crematorium import Who
from portal.refused import Refused
from services.crematorium.actions import booking, standing, wishes
from services.crematorium.actions.wishes import Place, Wish
from services.crematorium.models.cremations import Cremation, CremationExtra
from services.crematorium.rules import law, terms
from services.crematorium.rules.states import OPEN, State


def move(
    session: Session,
    cremation_id: UUID,
    to: tuple[str, datetime],
    along: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Cremation:
    """Move it; where the new time was taken meanwhile the old one stays. Whoever booked is told of what staff move."""
    by_staff = actor.kind == "staff"
    seen, place, until = _wanted(session, cremation_id, to, along, now, by_staff=by_staff)
    before, version = (seen.furnace, seen.starts_at), seen.version
    with writing(session):
        held, row = standing.take_hold(session, cremation_id)
        if row.state not in OPEN or row.version != version or held is None:
            raise Refused("use_over", 409)
        if not by_staff and row.starts_at <= now:
            raise Refused("use_over", 409)
        _change(session, row, place, now)
        if row.state == State.TENTATIVE:
            row.permit_until, row.warned_at = until, None
        standing.touched(session, row, now)
        standing.note(session, row, "moved", actor, now)
        inbox.note(session, held, "booking_moved", actor, now, public=True)
        standing.count_event(session, ledger.Kind.CHANGED, row, now)
        if by_staff and before != (row.furnace, row.starts_at):
            _tell(session, held, before, row, now)
        standing.changed(session)
    return row


def _wanted(
    session: Session,
    cremation_id: UUID,
    to: tuple[str, datetime],
    along: Mapping[str, str],
    now: datetime,
    *,
    by_staff: bool,
) -> tuple[Cremation, Place, datetime]:
    """The booking as it was seen, where it may go, and until when the permit is waited for then."""
    seen = session.get(Cremation, cremation_id, populate_existing=True)
    case = session.get(Case, seen.case_id) if seen and seen.case_id else None
    if seen is None or case is None:
        raise Refused("use_unknown", 404)
    wish = Wish(
        to[0], to[1], seen.sort, Who(seen.who), seen.once_key, along, seen.relief,
        "window" if by_staff else seen.channel,
    )  # fmt: skip
    place = wishes.asked(session, wish, now)
    wishes.lawful(place.sort, wish.starts, inbox.answers(session, case))
    until = terms.permit_until(place.hall.rules, wish.starts, seen.made_at)
    if law.needs_permit(place.sort.kind) and seen.state == State.TENTATIVE and until <= now:
        raise Refused("permit_needed_now", 422, hours=place.hall.rules.permit_hours_before)
    return seen, place, until


def _change(session: Session, row: Cremation, place: Place, now: datetime) -> None:
    """Claims first and counts after, as everybody does."""
    starts = place.parts[0].starts
    standing.retake(session, row, place.parts)
    if (row.furnace, today(row.starts_at)) != (place.furnace.key, today(starts)):
        standing.claim_day(session, place.furnace, starts)
        standing.leave_day(session, row.furnace, row.starts_at)
    row.furnace, row.starts_at, row.ends_at = place.furnace.key, starts, place.parts[0].ends
    row.yen, row.relieved = place.bill.lines[0].yen, place.bill.relieved
    session.flush()
    gone = delete(CremationExtra).where(CremationExtra.cremation_id == row.id)
    session.execute(gone.execution_options(synchronize_session="fetch"))
    booking.add_extras(session, row, place)


def _tell(session: Session, case: Case, before: tuple[str, datetime], row: Cremation, now: datetime) -> None:
    locale = case.locale
    hall = wishes.hall_of(session)

    def named(key: str) -> str:
        furnace = hall.furnace(key)
        parts = (hall.title, furnace.title if furnace else None)
        return " ".join(one.say(locale).text for one in parts if one is not None)

    was, ends = hall.furnace(before[0]), row.ends_at
    over = before[1] + (row.ends_at - row.starts_at)
    values = {
        "was": named(before[0]) if was else hall.title.say(locale).text,
        "was_at": before[1].isoformat(),
        "was_until": over.isoformat(),
        "place": named(row.furnace),
        "starts": row.starts_at.isoformat(),
        "until": ends.isoformat(),
    }
    notify.notify_case(session, case, "use_moved", now, values=values)
