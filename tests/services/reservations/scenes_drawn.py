"""Scenes of the battery in which a draw and people who come first want the same day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.slots.tables import SlotClaim
from services.reservations.actions import drawing
from services.reservations.actions.booking import Wish
from services.reservations.actions.rounds import may_draw
from services.reservations.models.bookings import Booking
from services.reservations.models.rounds import Win
from services.reservations.rules import rounds
from tests.portal.cases import hinata
from tests.services.reservations import lottery
from tests.services.reservations.builders import GYM, band
from tests.services.reservations.crowding import Job, Outcome
from tests.services.reservations.scening import Scene, crowded


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
