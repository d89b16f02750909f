"""After a restore from an older copy: what was erased since is erased again, from the list that is kept beside the backups."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import erased
from portal.db import writing
from portal.erased import Gone
from portal.inbox import Case
from portal.people import Resident
from portal.vault import DataKey
from services.records.actions.erasing import erase, traces_of

# How a room forgets a resident; handed in, for one room does not know another.
Forget = Callable[[Session, UUID, datetime], None]
_AT_ONCE = 200


def replay(session: Session, gone: Iterable[Gone], forget: Sequence[Forget], now: datetime) -> int:
    """Erase again whatever the list names and the database still has; doing it twice changes nothing."""
    rest, total = iter(gone), 0
    while page := tuple(islice(rest, _AT_ONCE)):
        keys = [one.key_id for one in page]
        total += _cases(session, keys, now) + _residents(session, keys, forget, now)
        with writing(session):
            for one in page:
                erased.note(session, one.key_id, one.whose, one.at)
            # A key whose owner is gone from this copy, or was never in it, must not open anything either.
            session.execute(delete(DataKey).where(DataKey.id.in_(keys)))
    return total


def _cases(session: Session, keys: Sequence[UUID], now: datetime) -> int:
    found = session.scalars(select(Case.id).where(Case.key_id.in_(keys), Case.erased_at.is_(None))).all()
    traces = traces_of(session, found)
    for case_id in found:
        with writing(session):
            case = session.get_one(Case, case_id, populate_existing=True, with_for_update=True)
            erase(session, case, traces[case_id], now)
    return len(found)


def _residents(session: Session, keys: Sequence[UUID], forget: Sequence[Forget], now: datetime) -> int:
    found = session.scalars(select(Resident.id).where(Resident.key_id.in_(keys))).all()
    for resident_id in found:
        with writing(session):
            for one in forget:
                one(session, resident_id, now)
    return len(found)


def list_read(lines: Iterable[str]) -> Iterator[Gone]:
    """The list as it was written, blank lines left out."""
    return (erased.read(line) for line in lines if line.strip())
