"""What happens elsewhere in the house and concerns bookings and groups alike: each hears it in turn."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.inbox import Case
from services.reservations.actions import deciding, erasing, groups_deciding, groups_keeping, merging


def decided(session: Session, case: Case, now: datetime) -> None:
    """A request was decided: it was for a use, or about a group."""
    deciding.hear_decided(session, case, now)
    groups_deciding.hear_decided(session, case, now)


def erased(session: Session, case: Case, now: datetime) -> None:
    """A request is erased, and with it what came of it."""
    erasing.forget(session, case, now)
    groups_keeping.forget_case(session, case, now)


def resident_erased(session: Session, resident: UUID, holders: Collection[bytes], now: datetime) -> None:
    """Somebody gave up their account."""
    erasing.forget_resident(session, resident, holders, now)
    groups_keeping.forget_resident(session, resident)


def merged(session: Session, old: UUID, new: UUID, now: datetime) -> None:
    """Two accounts turn out to be one person's."""
    merging.hand_on(session, old, new, now)
    groups_keeping.merged(session, old, new)
