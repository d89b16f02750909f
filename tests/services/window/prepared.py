"""Preparations and slips for tests, with full defaults."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.db import writing
from services.window.actions import preparing, slips
from services.window.actions.preparing import Prepared
from services.window.actions.slips import Payload

HOLDER, STRANGER = b"\x01" * 32, b"\x02" * 32
CLERK = UUID("01a1fc17-6c83-7826-8036-3d622ac79a57")
HARD_NAME = "髙﨑 𠮷神渚塚葛\U000e0100"


def payload(now: datetime, **answers: Any) -> Payload:
    """Somebody who moves out."""
    return Payload("tenshutsu", {"name": HARD_NAME, "moving_to": "other_city", **answers}, "ja", now)


def redeemed(session: Session, token: str, now: datetime) -> Payload:
    """What a counter takes over."""
    with writing(session):
        return slips.redeem(session, token, CLERK, now)


def begun(session: Session, now: datetime, **answers: Any) -> Prepared:
    """A preparation of this browser."""
    preparing.begin(session, "tenshutsu", {"name": HARD_NAME, **answers}, HOLDER, "ja", now)
    found = preparing.find(session, HOLDER, "tenshutsu", now)
    assert found is not None
    return found
