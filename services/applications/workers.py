"""The room's nightly work: drafts that nobody came back to are erased with their keys."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.applications.actions import drafts


def sweep_drafts(session: Session, now: datetime) -> None:
    """Erase what has run out."""
    drafts.sweep(session, now)


NIGHTLY = {"sweep_drafts": sweep_drafts}
