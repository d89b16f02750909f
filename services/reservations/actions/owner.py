"""Whose bookings are shown: everything that opens the cases of somebody, and the groups they book for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal import inbox


@dataclass(frozen=True)
class Owner:
    """Somebody who looks at what is theirs; what any member of one of `groups` booked for it is among it."""

    holders: Sequence[bytes] = ()
    tokens: Sequence[bytes] = ()
    groups: Sequence[UUID] = ()

    def cases(self, session: Session) -> list[UUID]:
        """Every request they may open."""
        return [one.id for one in inbox.all_held_by(session, self.holders, self.tokens)]

    def may_see(self, session: Session, case_id: UUID, group_id: UUID | None) -> bool:
        """Whether something of this request, booked for this group or for none, is theirs."""
        return (
            group_id in self.groups or inbox.held_by(session, case_id, self.holders, self.tokens) is not None
        )
