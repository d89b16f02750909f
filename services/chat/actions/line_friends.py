"""The town's LINE friends as they come and go."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import friends, testers, wishes


def forget(session: Session, resident: UUID, holders: Collection[bytes], now: datetime) -> None:
    """A resident is erased, and the account they linked with them; inside the caller's writing block."""
    wishes.forget(session, resident)
    testers.forget(session, resident)
    friends.forget(session, resident, now)
