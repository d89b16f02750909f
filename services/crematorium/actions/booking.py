"""Booking: the furnace and all that is taken along are claimed in one block with the request, or nothing is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import filing, ledger
from portal.db import new_id, writing
from portal.inbox import Actor, Case
from portal.refused import Refused
from portal.slots import claiming
from services.crematorium.actions import firms, handing, standing, wishes
from services.crematorium.actions.wishes import Place, Wish
from services.crematorium.models.cremations import Cremation, CremationExtra
from services.crematorium.rules import law, takings, terms
from services.crematorium.rules.states import State


@dataclass(frozen=True)
class Told:
    """Who is cremated and who asks, and how their request came in."""

    answers: Mapping[str, Any]
    locale: str = "ja"
    holders: Sequence[bytes] = ()
    login: bool = False

    def __repr__(self) -> str:
        return "Told(…)"


@dataclass(frozen=True)
class Looked:
    """A wish that can be booked: its place, the answers on the form's path, and until when the permit is waited for."""

    place: Place
    answers: Mapping[str, Any]
    state: State
    permit_until: datetime | None

    def __repr__(self) -> str:
        return "Looked(…)"


def look(session: Session, wish: Wish, told: Told, now: datetime) -> Looked:
    """Whether it can be booked, without booking it: everything but what others have taken."""
    place = wishes.asked(session, wish, now)
    answers = handing.told(session, {**told.answers, "cremation_kind": str(place.sort.kind)}, now)
    wishes.lawful(place.sort, wish.starts, answers)
    if wish.firm is not None:
        firms.may_book(session, wish.firm, now)
    if not law.needs_permit(place.sort.kind) or wishes.permit_told(answers):
        return Looked(place, answers, State.CONFIRMED, None)
    until = terms.permit_until(place.hall.rules, wish.starts, now)
    if until <= now:
        raise Refused("permit_needed_now", 422, hours=place.hall.rules.permit_hours_before)
    return Looked(place, answers, State.TENTATIVE, until)


def book(session: Session, wish: Wish, told: Told, now: datetime) -> Cremation:
    """Book it; the same form sent twice is one booking."""
    looked = look(session, wish, told, now)
    handed = handing.handed(
        session, looked.answers, wish.once_key, locale=told.locale, channel=wish.channel, holders=told.holders,
        login=told.login,
    )  # fmt: skip
    made = filing.ready(session, handed, session.info["pack"], now)
    with writing(session):
        if wish.firm is not None:
            firms.may_book(session, wish.firm, now, lock=True)
        row = _stand(session, wish, looked, now)
        if row.case_id is not None:
            return row

        def beside(session: Session, case: Case) -> None:
            row.case_id = case.id
            session.flush()

        filing.arrive(session, made, now, beside)
        actor = Actor("staff", wish.made_by) if wish.made_by else Actor("resident")
        standing.note(session, row, "booked", actor, now)
        standing.count_event(session, ledger.Kind.BOOKED, row, now)
        standing.changed(session)
    return row


def _stand(session: Session, wish: Wish, looked: Looked, now: datetime) -> Cremation:
    """Make the row and take its time; the same form sent twice gives the row of the first."""
    place, bill = looked.place, looked.place.bill
    row = {
        "id": new_id(), "once_key": wish.once_key, "case_id": None, "furnace": wish.furnace,
        "starts_at": wish.starts, "ends_at": place.parts[0].ends, "state": looked.state, "sort": wish.sort,
        "who": wish.who, "firm_id": wish.firm, "holder": wish.holder, "yen": bill.lines[0].yen,
        "relieved": bill.relieved, "relief": wish.relief if bill.relieved else "", "channel": wish.channel,
        "permit_until": looked.permit_until, "warned_at": None, "made_at": now, "made_by": wish.made_by,
        "changed_at": now, "ended_at": None, "late_at": None, "came_at": None, "version": 1,
    }  # fmt: skip
    stored = claiming.store(session, Cremation, [row])
    found = session.scalars(select(Cremation).where(Cremation.once_key == wish.once_key)).one()
    if not stored:
        if (found.furnace, found.starts_at) != (wish.furnace, wish.starts):
            raise Refused("form_sent_before", 409)
        return found
    add_extras(session, found, place)
    claiming.claim(session, found.id, standing.OWNER, takings.claims(place.parts))
    standing.claim_day(session, place.furnace, wish.starts)
    if looked.state is State.TENTATIVE:
        standing.count_tentative(session, found, place.hall)
    return found


def add_extras(session: Session, row: Cremation, place: Place) -> None:
    """Note what is taken along, with its price."""
    yen = {line.key: line.yen for line in place.bill.lines}
    session.add_all(
        CremationExtra(
            cremation_id=row.id,
            extra=one.key,
            use=one.use,
            starts_at=one.starts,
            ends_at=one.ends,
            yen=yen[one.key],
        )
        for one in place.parts[1:]
    )
    session.flush()
