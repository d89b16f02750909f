"""SIGKILL between an offer from a waiting line and its mail: the mail arrives under one Message-ID, or nothing was offered."""

import os
import random
import time
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.outbox import Outbox
from services.reservations.actions import booking, waiting
from services.reservations.actions.booking import Terms
from services.reservations.actions.waiting import Contact
from services.reservations.models.bookings import Booking
from services.reservations.models.waiting import Wait
from services.reservations.rules.states import State
from tests.faults import offers
from tests.harness.mail import Mailbox
from tests.services.reservations import judging
from tests.services.reservations.builders import at, furnished, wish

# How many times are given back, and how often both processes are killed meanwhile.
SCALE = {"fast": (6, 3), "normal": (12, 6), "all": (30, 30)}
PATIENCE = 60.0


def a_line(session: Session, times: int, now: datetime) -> None:
    """So many times that are taken, and for each somebody who waits."""
    days = (day for day in range(8, 32) if at(day, 10).weekday())
    slots = [at(day, hour) for day in days for hour in (9, 12, 15)]
    for place, starts in enumerate(slots[:times]):
        asked = wish(starts, 1)
        booking.book(session, asked, Terms(), now)
        waiting.join(session, wish(starts, 1), Contact("見本 花子", "", f"w{place}@example.jp"), now)


def standing(session: Session) -> tuple[set[datetime], set[datetime]]:
    """The times that are still booked, and those that are kept for somebody who waits."""
    rows = session.scalars(select(Booking).execution_options(populate_existing=True)).all()
    booked = {one.starts_at for one in rows if one.state == State.CONFIRMED}
    kept = {one.starts_at for one in rows if one.state == State.HELD}
    return booked, kept


def mails(session: Session) -> int:
    return session.scalar(select(func.count()).where(Outbox.template == "wait_offer")) or 0


def assert_each_offer_has_its_mail(session: Session, times: int) -> None:
    """A time is booked still or kept for whoever waits, and each that is kept has its mail stored."""
    end = time.monotonic() + PATIENCE
    while True:
        session.rollback()
        booked, kept = standing(session)
        assert (len(booked) + len(kept), booked & kept) == (times, set())
        # A database server may still end what the dead process had told it, between one question and the next.
        if mails(session) == len(kept) or time.monotonic() > end:
            break
        time.sleep(0.05)
    assert mails(session) == len(kept)
    session.rollback()


def wait_until_sent(session: Session) -> None:
    end = time.monotonic() + PATIENCE
    left = select(func.count()).where(Outbox.state.in_(("waiting", "leased")))
    while session.scalar(left) and time.monotonic() < end:
        session.rollback()
        time.sleep(0.05)
    assert session.scalar(left) == 0


def test_an_offer_is_made_with_its_mail_or_not_at_all(
    database: Database, database_url: str, slow_smtp: Mailbox, now: datetime, scale: str
) -> None:
    times, kills = SCALE[scale]
    seed = int(os.environ.get("KURASHI_SEED", random.randrange(10**6)))  # noqa: S311 (it is printed to be repeated)
    print(f"seed {seed}: KURASHI_SEED={seed} repeats it")
    chance, begun = random.Random(seed), time.monotonic()  # noqa: S311 (as above)
    with furnished(database).session() as session:
        a_line(session, times, now)

        for _ in range(kills):
            giving = offers.started(offers.give_back, database_url, now)
            sending = offers.started(offers.send, database_url, now, slow_smtp.port, begun)
            time.sleep(chance.uniform(0, 0.4))
            offers.killed(giving)
            assert_each_offer_has_its_mail(session, times)
            offers.killed(sending)
        giving = offers.started(offers.give_back, database_url, now)
        giving.join(PATIENCE)
        sending = offers.started(offers.send, database_url, now, slow_smtp.port, begun)
        try:
            wait_until_sent(session)
        finally:
            offers.killed(sending)

        assert standing(session)[0] == set()
        assert session.scalar(select(func.count()).where(Wait.booking_id.is_not(None))) == times
        assert judging.faults(session) == []
    for place in range(times):
        told = [one for one in slow_smtp.to(f"w{place}@example.jp") if "空きました" in str(one["Subject"])]
        assert len({str(one["Message-ID"]) for one in told}) == 1
