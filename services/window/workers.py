"""The room's work beside requests: what nobody came back for is erased."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.window.actions import preparing, slips


def sweep_prepared(session: Session, now: datetime) -> None:
    """Erase preparations, slips and spoken codes that ran out."""
    preparing.sweep(session, now)
    slips.sweep(session, now)


NIGHTLY = {"sweep_prepared": sweep_prepared}
