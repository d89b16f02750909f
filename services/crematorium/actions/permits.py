"""火葬許可証: its number and who issued it make a 仮予約 certain; the paper itself is handed over on the day."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import inbox
from portal.db import writing
from portal.inbox import Actor
from portal.refused import Refused
from services.crematorium.actions import standing
from services.crematorium.rules.states import OPEN, State

LONGEST = 40


def tell(session: Session, cremation_id: UUID, number: str, city: str, actor: Actor, now: datetime) -> None:
    """Note the number; a tentative booking is certain from now on. Told again it is corrected."""
    number, city = number.strip(), city.strip()
    if not number or not city or len(number) > LONGEST or len(city) > LONGEST:
        raise Refused("permit_incomplete", 422, longest=LONGEST)
    if find_individual_numbers(number) or find_individual_numbers(city):
        raise Refused("individual_number_in_text", 422)
    with writing(session):
        case, row = standing.take_hold(session, cremation_id)
        if row.state not in OPEN or case is None:
            raise Refused("use_over", 409)
        told = inbox.answers(session, case)
        told |= {"cremation_permit_no": number, "cremation_permit_city": city}
        inbox.replace_answers(session, case, told)
        inbox.note(session, case, "cremation_permit", actor, now, public=True)
        if row.state == State.TENTATIVE:
            standing.leave_tentative(session, row)
            row.state, row.permit_until = State.CONFIRMED, None
        standing.touched(session, row, now)
        standing.note(session, row, "permit_told", actor, now)
        standing.changed(session)
