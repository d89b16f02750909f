"""What many clients do at once in the battery, and what of it may have come true."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import today
from services.reservations import workers
from services.reservations.actions import booking, instead, series
from services.reservations.actions.booking import Terms, Wish
from services.reservations.models.bookings import Booking
from services.reservations.models.series import Series
from services.reservations.rules.series import State as SeriesState
from services.reservations.rules.states import CLAIMING
from tests.services.reservations import judging
from tests.services.reservations.builders import HALL, HOLDER, at, band, wish
from tests.services.reservations.crowding import Job, Outcome, another
from tests.services.reservations.scenes_drawn import (
    draw_and_first_come,
    fallen_win_and_first_come,
    opened_round_and_first_come,
)
from tests.services.reservations.scening import Scene, crowded, winners


def same_slot(session: Session, now: datetime, size: int) -> Scene:
    return crowded([Job("hold", wish())], size, winners(1))


def hall_and_halves(session: Session, now: datetime, size: int) -> Scene:
    jobs = [Job("hold", band("am", unit=unit)) for unit in ("arena", "arena_a", "arena_b")]

    def judge(found: Sequence[Outcome]) -> list[str]:
        won = sorted(one.job.wish.unit for one in found if one.done and one.job.wish and not one.job.stands)
        return [] if won in (["arena"], ["arena_a", "arena_b"]) else [f"given: {won}"]

    return crowded(jobs, size, judge)


def last_seat(session: Session, now: datetime, size: int) -> Scene:
    shared = wish(unit="training", purpose="exercise", people=1)
    booking.hold(session, another(shared, people=18), now)
    return crowded(
        [Job("hold", shared), Job("hold", replace(shared, starts=at(8, 11), ends=at(8, 13)))],
        size,
        winners(4, 2),
    )


def quota_edge(session: Session, now: datetime, size: int) -> Scene:
    """One of two is used; everybody confirms another time with the same holder."""
    booking.book(session, wish(at(1, 18), 1), Terms(HOLDER), now)
    times = (at(day, hour) for day in range(8, 28) for hour in (9, 12, 15) if at(day, hour).weekday())
    held = [booking.hold(session, wish(moment), now) for moment in islice(times, size - 1)]
    jobs = [Job("confirm", booking=one, holder=HOLDER) for one in held]
    return Scene([*jobs, crowded([], size, winners(0)).jobs[-1]], winners(1))


def double_submit(session: Session, now: datetime, size: int) -> Scene:
    """One form, sent by everybody: all are told the same booking."""
    one = Job("hold", wish())

    def judge(found: Sequence[Outcome]) -> list[str]:
        ids = {each.id for each in found if each.done and not each.job.stands}
        return (
            [] if len(ids) == 1 and all(each.done for each in found) else [f"{len(ids)} bookings of one form"]
        )

    return Scene([*[one] * (size - 1), crowded([], size, winners(0)).jobs[-1]], judge)


def cancelled_meanwhile(session: Session, now: datetime, size: int) -> Scene:
    """Somebody gives it back while the others want it: one of them or none has it, and it is free in the end or theirs."""
    held = booking.hold(session, wish(), now)
    jobs = [Job("cancel", booking=held), *[Job("hold", another(wish())) for _ in range(size - 2)]]

    def judge(found: Sequence[Outcome]) -> list[str]:
        n = sum(one.done for one in found if one.job.what == "hold" and not one.job.stands)
        return [] if n <= 1 and found[0].done else [f"{n} have it, cancelling {found[0].said}"]

    return Scene([*jobs, crowded([], size, winners(0)).jobs[-1]], judge)


def series_and_single(session: Session, now: datetime, size: int) -> Scene:
    """Fixed users and single bookings want the same four weeks: each week is somebody's, once, and what is lost is kept."""
    weeks = [wish(at(8, 10) + timedelta(weeks=n)) for n in range(4)]
    wanted = [Job("series", weeks[0]), Job("hold", weeks[2]), Job("hold", weeks[1])]

    def judge(found: Sequence[Outcome]) -> list[str]:
        live = select(Booking.starts_at).where(Booking.unit == "kaigi", Booking.state.in_(sorted(CLAIMING)))
        taken = Counter(session.scalars(live))
        said = [f"{taken[one.starts]} have {one.starts}" for one in weeks if taken[one.starts] != 1]
        said += [f"series: {one.code}" for one in found if one.job.what == "series" and not one.done]
        return said + _kept(session, weeks, now)

    return crowded(wanted, size, judge)


def _kept(session: Session, weeks: Sequence[Wish], now: datetime) -> list[str]:
    """What a series did not get waits with its reason, and its page offers something that can be booked."""
    said = []
    # All series of the scene are of one plan, so that each day is offered the same to all of them.
    offered: dict[date, bool] = {}
    for row in session.scalars(select(Series).order_by(Series.id)):
        found = series.dates(session, row.id)
        lost = [one for one, _ in found if one.state != SeriesState.BOOKED]
        said += [
            f"a date is {one.state}: {one.met}" for one in lost if (one.state, one.met) != ("open", "booking")
        ]
        for one in lost:
            if one.day not in offered:
                offered[one.day] = _can_be_had(session, row, one.day, weeks, now)
            if not offered[one.day]:
                said.append(f"nothing instead of {one.day}")
    return said


def _can_be_had(session: Session, row: Series, day: date, weeks: Sequence[Wish], now: datetime) -> bool:
    wished = next(week for week in weeks if today(week.starts) == day)
    offers = instead.of_date(session, row, day, now)
    return bool(offers) and judging.can_be_had(session, wished, offers[0], frozenset())


def confirm_and_confirm(session: Session, now: datetime, size: int) -> Scene:
    """Two pages of one hold sent by several at once: one case, told to all."""
    held = booking.hold(session, wish(), now)

    def judge(found: Sequence[Outcome]) -> list[str]:
        ids = {each.id for each in found if not each.job.stands}
        return [] if len(ids) == 1 and all(each.done for each in found) else [f"{len(ids)} cases of one hold"]

    jobs = [Job("confirm", booking=held, holder=HOLDER)] * (size - 1)
    return Scene([*jobs, crowded([], size, winners(0)).jobs[-1]], judge)


def late_confirmations(session: Session, now: datetime, size: int) -> Scene:
    """Two typed for so long that their holds lapsed; one of them or somebody new has the time, everybody else another."""
    late = []
    for n in (1, 2):
        began = now - n * timedelta(hours=1)
        late.append(booking.hold(session, wish(), began))
        workers.lapse(session, began + timedelta(minutes=20))
    jobs = [Job("confirm", booking=one, holder=bytes([n]) * 16) for n, one in enumerate(late)]

    def judge(found: Sequence[Outcome]) -> list[str]:
        cases = {each.id for each in found if each.done and each.job.what == "confirm"}
        holds = sum(each.done for each in found if each.job.what == "hold" and not each.job.stands)
        return [] if len(cases) + holds == 1 else [f"{len(cases)} cases and {holds} holds"]

    return crowded([*jobs, Job("hold", wish())], size, judge)


def block_and_booking(session: Session, now: datetime, size: int) -> Scene:
    closing = Job("block", wish(at(8, 9), 12))

    def judge(found: Sequence[Outcome]) -> list[str]:
        blocked = sum(one.done for one in found if one.job.what == "block")
        booked = sum(one.done for one in found if one.job.what == "hold" and not one.job.stands)
        return (
            []
            if (blocked > 0) != (booked > 0) and booked <= 1
            else [f"{blocked} blocks and {booked} bookings"]
        )

    return crowded([closing, Job("hold", wish())], size, judge)


def loud_and_quiet(session: Session, now: datetime, size: int) -> Scene:
    """A choir beside a tea ceremony: one of them; two quiet rooms beside one another are both given."""
    choir = wish(building=HALL, unit="ongaku", purpose="music")
    tea = wish(building=HALL, unit="washitsu", purpose="craft")
    return crowded([Job("hold", choir), Job("hold", tea)], size, winners(1))


def changing_places(session: Session, now: datetime, size: int) -> Scene:
    """Two who would change places keep their own, and one who moves beside himself succeeds."""
    first = booking.book(session, wish(at(8, 9, 0), 2), Terms(b"\x01" * 16), now)
    second = booking.book(session, wish(at(8, 13), 2), Terms(b"\x02" * 16), now)
    jobs = [
        Job("move", wish(at(8, 13), 2), booking=first.id),
        Job("move", wish(at(8, 9), 2), booking=second.id),
        Job("move", wish(at(8, 15), 2), booking=second.id),
        Job("hold", wish(at(8, 11, 30), 4)),
    ]
    return crowded(jobs, size, lambda _: [])


SCENES = {
    scene.__name__: scene
    for scene in (
        same_slot, hall_and_halves, last_seat, quota_edge, double_submit, cancelled_meanwhile, series_and_single,
        opened_round_and_first_come, draw_and_first_come, fallen_win_and_first_come, confirm_and_confirm, late_confirmations,
        block_and_booking, loud_and_quiet, changing_places,
    )
}  # fmt: skip
# What comes together seldom is played a quarter as often where everything is played two hundred times.
SELDOM = frozenset(
    scene.__name__
    for scene in (
        opened_round_and_first_come, fallen_win_and_first_come, late_confirmations, block_and_booking, loud_and_quiet,
        changing_places,
    )
)  # fmt: skip
