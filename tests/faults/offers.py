"""Two processes of a waiting line for a test that kills them: one gives bookings back, so that they are offered, one sends the mails."""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkProcess

from sqlalchemy import select

from portal.db import Database
from portal.files import open_store
from portal.inbox import RESIDENT
from portal.ledger import Buffer
from portal.worker import Worker
from services.reservations.actions import booking
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import State
from tests.portal.sending import MailSettings, SmallHouse
from tests.services.reservations.builders import furnished

FORK = get_context("fork")
# What a dead worker had taken is given to the next one after this long.
LEASE = timedelta(seconds=0.5)


def give_back(url: str, now: datetime) -> None:
    """Whoever has booked gives it back, one after another, until nothing is left."""
    database = furnished(Database(url))
    with database.session() as session:
        left = select(Booking.id).where(Booking.state == State.CONFIRMED).order_by(Booking.starts_at)
        for booking_id in session.scalars(left).all():
            booking.cancel(session, booking_id, RESIDENT, now)
    # Nothing of the test's own process is swept up here.
    os._exit(0)


def send(url: str, now: datetime, port: int, begun: float) -> None:
    """Send until killed; the clock goes on from process to process."""

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - begun)

    database = furnished(Database(url))
    database.info.update(files=open_store("memory:"), buffer=Buffer())
    house = SmallHouse(database, MailSettings(smtp_port=port), clock)
    Worker(house, lease=LEASE, poll=0.02).run()
    os._exit(0)


def started(what: Callable[..., None], *given: object) -> ForkProcess:
    """One of them, at work."""
    process = FORK.Process(target=what, args=given, daemon=True)
    process.start()
    return process


def killed(process: ForkProcess) -> None:
    """As the system kills: nothing is tidied up."""
    process.kill()
    process.join(20)
