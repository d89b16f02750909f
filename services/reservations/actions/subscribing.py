"""Calendars to subscribe to: what is taken of a building, without names, and what one resident has booked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.pack.buildings import Building
from portal.refused import Refused
from portal.vault import Vault, vault_of
from services.reservations.actions import wishes
from services.reservations.models.bookings import Block, Booking
from services.reservations.rules.states import State

# So far back a calendar still shows what was, and so far ahead what will be.
BEHIND, AHEAD = timedelta(days=14), timedelta(days=92)
_PROOF = "booking.feed"
_STANDING = (State.PENDING, State.CONFIRMED, State.USED)
_MOST = 2000


def taken(session: Session, building: Building, now: datetime) -> tuple[Sequence[Booking], Sequence[Block]]:
    """What is booked in a building and what is closed, in the weeks to come."""
    booked = select(Booking).where(
        Booking.building == building.key,
        Booking.state.in_(_STANDING),
        Booking.ends_at > now,
        Booking.starts_at < now + AHEAD,
    )
    closed = select(Block).where(
        Block.building == building.key,
        Block.ended_at.is_(None),
        Block.ends_at > now,
        Block.starts_at < now + AHEAD,
    )
    return (
        session.scalars(booked.order_by(Booking.starts_at).limit(_MOST)).all(),
        session.scalars(closed.order_by(Block.starts_at).limit(_MOST)).all(),
    )


def token(vault: Vault, resident: UUID) -> str:
    """The name of a resident's own calendar: nobody guesses it, and it tells nothing about whose it is.

    Only of an account: a mail address that was merely typed proves nothing, and would open another's bookings.
    """
    holder = wishes.holder(vault, resident=resident) or b""
    return f"{holder.hex()}.{vault.token(_PROOF, holder.hex()).hex()}"


def own(session: Session, token: str, now: datetime) -> Sequence[Booking]:
    """The bookings of the calendar of this name; of another there is none."""
    name, _, proof = token.partition(".")
    try:
        holder = bytes.fromhex(name[:200])
    except ValueError:
        raise Refused("use_unknown", 404) from None
    right = vault_of(session).token(_PROOF, holder.hex()).hex()
    if not proof.isascii() or not compare_digest(right, proof):
        raise Refused("use_unknown", 404)
    mine = select(Booking).where(
        Booking.holder == holder,
        Booking.state.in_(_STANDING),
        Booking.starts_at > now - BEHIND,
    )
    return session.scalars(mine.order_by(Booking.starts_at).limit(_MOST)).all()
