"""The sample town's waiting room: a busy hour, so that a display has something to show on the day it is loaded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import midnight, today
from portal.pack import Pack
from portal.pack.queues import Queue
from portal.people import Staff, StaffSeat
from services.queue.actions import calling, days, issuing
from services.queue.actions.issuing import Wish
from services.queue.models import Day
from services.queue.rules.tickets import Channel, Need

_HOUR = timedelta(minutes=52)
# Who came, in order, and what a few of them asked for.
_CAME = "ABACADBEACABDCAEBACADBACE"
_ASKED = {3: Need.WHEELCHAIR, 9: Need.WRITING, 12: Need.PRIORITY, 17: Need.SIGNING}
# Which counters work, in the order in which they call.
_COUNTERS = (1, 5, 4, 8, 2, 3)
_CALLS = 13


def load(session: Session, pack: Pack, now: datetime) -> Sequence[str]:
    """Today's numbers of the first office, once."""
    queue = next(iter(pack.queues), None)
    if queue is None or not pack.town.mark or session.scalar(select(Day.id).limit(1)) is not None:
        return []
    seats = _seats(session, pack, queue)
    begin = max(now - _HOUR, midnight(today(now)))
    moments = [begin + (now - begin) * place / (len(_CAME) + 1) for place in range(len(_CAME) + 1)]
    for place, letter in enumerate(_CAME):
        if queue.band(letter) is not None:
            needs = str(_ASKED.get(place, ""))
            issuing.issue(session, queue, Wish(letter, needs, Channel.COUNTER), moments[place])
        if place == len(_CAME) // 4:
            for seat, number in seats:
                calling.sit(session, seat, queue, number, moments[place])
        if seats and len(_CAME) // 4 < place <= len(_CAME) // 4 + _CALLS:
            _call(session, queue, seats[place % len(seats)][0], moments[place + 1])
    return [f"順番待ち /queue ・ 表示盤 /queue/display/{queue.office} ・ 発券機 /queue/kiosk"]


def _call(session: Session, queue: Queue, seat: StaffSeat, moment: datetime) -> None:
    day = days.of(session, queue, moment)
    counter = calling.mine(session, day, seat) if day else None
    seen = str(counter.ticket_id) if counter and counter.ticket_id else ""
    calling.call_next(session, seat, queue, seen, moment)


def _seats(session: Session, pack: Pack, queue: Queue) -> list[tuple[StaffSeat, int]]:
    """Made-up staff at the counters; those whom the sample's sign-ins name first stay free to try it themselves."""
    people = session.scalars(select(Staff.id).where(Staff.sample).order_by(Staff.number.desc())).all()
    nobody = StaffSeat(queue_id := people[0], "", "", (), {}, queue_id) if people else None
    numbers = [one for one in _COUNTERS if queue.counter(one) is not None]
    if nobody is None:
        return []
    return [(replace(nobody, id=id), number) for id, number in zip(people, numbers, strict=False)]
