"""電話での申し込み: a clerk fills in what a caller says; who called stays with the case, and nobody counts as identified."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from forms.procedure import Procedure, Way
from forms.text import displayable
from portal import audit, inbox
from portal.db import writing
from portal.inbox import Actor, Case
from portal.opening import today
from portal.pack import Pack
from portal.people import StaffSeat
from portal.refused import Refused
from services.applications import rules
from services.applications.actions import drafts, submit
from services.applications.actions.drafts import Open

ENTER = "case.enter"
# Beside the answers while it is a draft; in the case it is a line of the history.
CALLER = "_caller"
FILED = "telephone_filed"
LONGEST = 100


@dataclass(frozen=True)
class Caller:
    """Who is on the telephone, as they say it; a caller need not be the one who applies."""

    name: str = ""
    number: str = ""

    def __repr__(self) -> str:
        return "Caller(…)"


def holder(staff_id: UUID) -> bytes:
    """What stands in a draft for the clerk who fills it in."""
    return b"s" + staff_id.bytes


def may(seat: StaffSeat, procedure: Procedure, pack: Pack, now: datetime) -> bool:
    """Whether this seat takes this procedure's requests on the telephone."""
    return seat.may(ENTER, pack.owner(procedure.key, today(now)).id)


def begin(
    session: Session, seat: StaffSeat, procedure: Procedure, way: Way, locale: str, now: datetime
) -> UUID:
    """A draft from the first moment, so that nothing of a call is lost."""
    draft_id = drafts.begin(session, procedure, way, {}, holder(seat.id), locale, now)
    with writing(session):
        audit.did(session, "staff", seat.id, "began", "draft", draft_id, now)
    return draft_id


def find(session: Session, seat: StaffSeat, draft_id: UUID, pack: Pack, now: datetime) -> Open:
    """The clerk's own draft; somebody else's is not there."""
    draft = drafts.find(session, draft_id, [holder(seat.id)], pack, now)
    if draft is None or not may(seat, draft.procedure, pack, now):
        raise Refused("draft_gone", status=404)
    return draft


def caller(draft: Open) -> Caller:
    """Who called, as far as it was noted."""
    held: Mapping[str, Any] = draft.answers.get(CALLER) or {}
    return Caller(str(held.get("name", "")), str(held.get("number", "")))


def heard(name: str, number: str) -> Caller:
    """What a clerk noted about the caller, or why it cannot be kept."""
    found = Caller(displayable(name).strip()[:LONGEST], displayable(number).strip()[:LONGEST])
    if find_individual_numbers(f"{found.name}\n{found.number}"):
        raise Refused("individual_number_in_text", status=422)
    return found


def save(session: Session, draft: Open, values: Mapping[str, Any], who: Caller, now: datetime) -> Open:
    """Keep everything that was typed so far."""
    noted = {CALLER: {"name": who.name, "number": who.number}}
    return drafts.answer(session, draft, {**values, **noted}, now)


def file(session: Session, seat: StaffSeat, draft: Open, pack: Pack, now: datetime) -> Case:
    """到達 by telephone; the same whole form as online, and a line about the call."""
    who, channel = caller(draft), rules.channel(draft.answers)
    by_call = channel == "telephone"
    if by_call and not (who.name and who.number):
        raise Refused("caller_needed", status=422)

    def keep(session: Session, case: Case) -> None:
        if by_call:
            text = f"{who.name}\n{who.number}"
            inbox.note(session, case, FILED, Actor("staff", seat.id), now, public=False, text=text)
        audit.did(session, "staff", seat.id, "entered", "case", case.id, now)

    return submit.submit(session, draft, pack, [], submit.Proof(channel=channel, keep=keep), now)


def found(session: Session, seat: StaffSeat, case_id: UUID, now: datetime) -> Case:
    """The case for the page that is read aloud; others than who may enter it learn nothing."""
    case = session.get(Case, case_id)
    if case is None or not seat.may(ENTER, case.division):
        raise Refused("case_unknown", status=404)
    with writing(session):
        audit.saw(session, "staff", seat.id, "viewed", "case", case.id, now)
    return case
