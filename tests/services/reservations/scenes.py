"""What many clients do at once in the battery, and what of it may have come true."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle, islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import today
from portal.slots.tables import SlotClaim
from services.reservations.actions import booking, drawing, offering
from services.reservations.actions.booking import Terms, Wish
from services.reservations.actions.rounds import may_draw
from services.reservations.models.bookings import Booking
from services.reservations.models.rounds import Win
from services.reservations.models.series import SeriesDate
from services.reservations.rules import rounds
from services.reservations.rules.series import State as SeriesState
from services.reservations.rules.states import CLAIMING
from tests.portal.cases import hinata
from tests.services.reservations import lottery
from tests.services.reservations.builders import GYM, HALL, HOLDER, at, band, wish
from tests.services.reservations.crowding import Job, Outcome, another

Judge = Callable[[Sequence[Outcome]], list[str]]


@dataclass(frozen=True)
class Scene:
    """What happens at once, and what of it may have come true."""

    jobs: list[Job]
    judge: Judge


def winners(most: int, least: int | None = None) -> Judge:
    """So many of those who want the same have it, and no fewer than there is room for."""

    def judge(found: Sequence[Outcome]) -> list[str]:
        n = sum(one.done for one in found if not one.job.stands)
        return [] if (most if least is None else least) <= n <= most else [f"{n} have it"]

    return judge


def crowded(wants: Sequence[Job], size: int, judge: Judge) -> Scene:
    """The jobs over and over, and one client more who wants something else in the same building."""
    other = Job(
        "hold",
        another(wish(at(17, 10), unit="budo", hours=2, purpose="budo"), starts=at(17, 9), ends=at(17, 12)),
        stands=True,
    )
    jobs = [
        replace(job, wish=another(job.wish)) if job.wish and job.what in ("hold", "whole") else job
        for job in islice(cycle(wants), size - 1)
    ]
    return Scene([*jobs, other], judge)


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
    """What a series did not get waits with its reason, and something can be booked instead."""
    dates = session.scalars(select(SeriesDate).order_by(SeriesDate.series_id, SeriesDate.day)).all()
    lost = [one for one in dates if one.state != SeriesState.BOOKED]
    said = [
        f"a date is {one.state}: {one.met}" for one in lost if (one.state, one.met) != ("open", "booking")
    ]
    for day in {one.day for one in lost}:
        wished = next(one for one in weeks if today(one.starts) == day)
        if not offering.alternatives(session, replace(wished, channel="counter"), now):
            said.append(f"nothing instead of {day}")
    return said


def opened_round_and_first_come(session: Session, now: datetime, size: int) -> Scene:
    """A day is kept for a draw while people book it: each step is the draw's or somebody's, and no step is nobody's."""
    jobs = [Job("open_round"), *_on_the_day("arena_a", "arena", "arena_b")]

    def judge(found: Sequence[Outcome]) -> list[str]:
        house = hinata().buildings[GYM]
        units = [one for one in may_draw(house) if one.key in lottery.PLAN.units]
        whole = rounds.reserved(house, units, lottery.FIRST, lottery.FIRST, hinata().closed_days)
        left = whole - {(one.space, one.slot) for one in session.scalars(select(SlotClaim))}
        said = [one.code for one in found if one.job.what == "open_round" and not one.done]
        return said + [f"kept for nobody: {sorted(left)[:3]}"] * bool(left) + _once(found)

    return crowded(jobs, size, judge)


def draw_and_first_come(session: Session, now: datetime, size: int) -> Scene:
    """The draw gives the winner what was kept, and the rest to whoever comes first; nobody comes between."""
    _entered(session, ["arena_a"], ["arena_a"])
    jobs = [Job("draw"), *_on_the_day("arena_a", "arena_b", "arena")]

    def judge(found: Sequence[Outcome]) -> list[str]:
        won = [one.state for one in session.scalars(select(Win))]
        had = {one.job.wish.unit for one in found if one.done and one.job.wish and not one.job.stands}
        said = [] if won == ["won"] else [f"wins: {won}"]
        said += [f"{unit} was given beside the draw" for unit in had & {"arena", "arena_a"}]
        return said + _once(found)

    return crowded(jobs, size, judge)


def fallen_win_and_first_come(session: Session, now: datetime, size: int) -> Scene:
    """A win that nobody confirmed falls to the next as far as those who come first leave it, and to nobody in parts."""
    _entered(session, ["arena_a"], ["arena"])
    drawing.draw_due(session, lottery.CLOSES + timedelta(days=1, minutes=5))
    jobs = [Job("pass_on"), *_on_the_day("arena_b", "arena_a", "arena")]

    def judge(found: Sequence[Outcome]) -> list[str]:
        wins = sorted(one.state for one in session.scalars(select(Win)))
        said = [] if wins in (["lapsed"], ["lapsed", "won"]) else [f"wins: {wins}"]
        fell = session.scalars(select(Win).where(Win.state == "won")).all()
        held = [session.get_one(Booking, one.id).state for one in fell]
        return said + [f"a win without its time: {one}" for one in held if one != "held"] + _once(found)

    return crowded(jobs, size, judge)


def _entered(session: Session, *wished: Sequence[str]) -> None:
    """A round of one day, closed, its number known; somebody for each of these wishes, all for the morning."""
    row = lottery.a_round(session, first_day=lottery.FIRST, last_day=lottery.FIRST)
    for n, units in enumerate(wished):
        wishes = [lottery.wish(session, unit) for unit in units]
        lottery.enter(session, row, f"見本 {n}郎", *wishes, phone=f"090-1234-567{n}")
    lottery.close(session)
    lottery.type_number(session, row)


def _on_the_day(*units: str) -> list[Job]:
    """People who would have the morning of the round's day without a draw."""
    return [Job("hold", _on(band("am", unit=unit), lottery.FIRST.day)) for unit in units]


def _once(found: Sequence[Outcome]) -> list[str]:
    had = Counter(
        one.job.wish.unit
        for one in found
        if one.done and one.job.wish and one.job.what == "hold" and not one.job.stands
    )
    both = ["the hall and a part of it"] if "arena" in had and len(had) > 1 else []
    return both + [f"{n} have {unit}" for unit, n in had.items() if n > 1]


def _on(wished: Wish, day: int) -> Wish:
    starts, ends = (
        one.replace(lottery.FIRST.year, lottery.FIRST.month, day) for one in (wished.starts, wished.ends)
    )
    return replace(wished, starts=starts, ends=ends)


def confirm_and_confirm(session: Session, now: datetime, size: int) -> Scene:
    """Two pages of one hold sent by several at once: one case, told to all."""
    held = booking.hold(session, wish(), now)

    def judge(found: Sequence[Outcome]) -> list[str]:
        ids = {each.id for each in found if not each.job.stands}
        return [] if len(ids) == 1 and all(each.done for each in found) else [f"{len(ids)} cases of one hold"]

    jobs = [Job("confirm", booking=held, holder=HOLDER)] * (size - 1)
    return Scene([*jobs, crowded([], size, winners(0)).jobs[-1]], judge)


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
        opened_round_and_first_come, draw_and_first_come, fallen_win_and_first_come, confirm_and_confirm, block_and_booking,
        loud_and_quiet, changing_places,
    )
}  # fmt: skip
