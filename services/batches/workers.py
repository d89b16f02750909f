"""The room's outbox handler and its nightly work: what the plans want every night, and the end of old batches."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.service import Sender
from services.batches.actions import making, ordering, sweeping


def order(session: Session, now: datetime) -> None:
    """Order whatever the plans want every night."""
    ordering.nightly(session, now)


SENDERS: Mapping[str, Sender] = {ordering.KIND: making.send}
JOBS: Mapping[str, Callable[..., None]] = {"order": order, "sweep": sweeping.sweep}
