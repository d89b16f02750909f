"""Staff who come in through the city's own sign-in."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.db import writing
from portal.refused import Refused
from services.accounts.actions import staff_in
from services.accounts.actions.residents import Browser


def sign_in(
    session: Session, number: str, browser: Browser, now: datetime, *, replaces: str = ""
) -> staff_in.SignedIn:
    """Sign in whom the city's provider names; it asked for the second factor, so the session is whole."""
    staff = staff_in.by_number(session, number, now) if number else None
    if staff is None:
        raise Refused("staff_unknown_to_us", 403)
    with writing(session):
        return staff_in.finish(session, staff.id, browser, now, replaces, with_password=False)
