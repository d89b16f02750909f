"""Who comes together: the rows of a party, and the names and births that its case tells of them, place by place."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.appointments.actions.handing import FAMILY
from services.appointments.models import Appointment, Visitor


def there(session: Session, row: Appointment) -> Sequence[Visitor]:
    """Everybody of an appointment who still comes, in the order in which they were named."""
    mine = select(Visitor).where(Visitor.appointment_id == row.id, Visitor.gone_at.is_(None))
    return session.scalars(mine.order_by(Visitor.place)).all()


def named(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The name and the date of birth of each place."""
    family = answers.get(FAMILY) or ()
    first = (answers.get("name"), answers.get("birth_date"))
    rest = [(one.get("visitor_name"), one.get("visitor_birth_date")) for one in family]
    return [(str(name or ""), str(born or "")) for name, born in (first, *rest)]
