"""The draw on the database: winners hold their time, the rest is free, and what nobody confirms falls to the next."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import draw, outbox
from portal.db import Database, new_id, writing
from portal.outbox import Row
from portal.outbox.rows import Outbox
from portal.refused import Refused
from portal.slots import claiming
from services.reservations import workers
from services.reservations.actions import drawing, entries, rounds
from services.reservations.models.bookings import Booking
from services.reservations.models.rounds import Carry, Entry, Round, Win
from services.reservations.rules import rounds as rules
from services.reservations.rules.rounds import State, WinState
from tests.services.reservations import lottery
from tests.services.reservations.lottery import CLOSES, CONFIRM, MORNING, SECOND, a_round, enter, wish

ME = ("resident", UUID(int=1))
NAMES = ("花子", "太郎", "次郎", "桃子")
DRAWN = CLOSES + timedelta(days=1, minutes=5)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with lottery.equip(database).session() as opened:
        yield opened


def everybody_wants_the_same(session: Session, row: Round) -> list[Entry]:
    return [
        enter(session, row, name, wish(session), mail=f"{at}@example.jp") for at, name in enumerate(NAMES)
    ]


def mails(session: Session) -> list[Row]:
    with writing(session):
        rows = outbox.claim(session, DRAWN, 50, kinds=["mail"])
    return [outbox.opened(session, row) for row in rows]


def wins(session: Session) -> list[Win]:
    return list(session.scalars(select(Win).order_by(Win.id).execution_options(populate_existing=True)))


def booking(session: Session, win: Win) -> Booking:
    return session.get_one(Booking, win.id, populate_existing=True)


def test_winners_hold_their_time_and_the_rest_is_free(session: Session) -> None:
    row = a_round(session)
    everybody_wants_the_same(session, row)

    drawn = lottery.drawn(session, row)

    (win,) = wins(session)
    steps = rules.taking(session.info["pack"].buildings[lottery.GYM], "ball", wish(session))
    assert lottery.held(session) == lottery.held(session, win.id) == len(steps)
    assert (booking(session, win).state, booking(session, win).kind) == ("held", "lottery")
    assert rounds.find(session, row.id).state == State.DRAWN
    assert all(right for right, _ in draw.verify(drawn))


def test_drawing_again_changes_nothing(session: Session) -> None:
    row = a_round(session)
    everybody_wants_the_same(session, row)
    drawn = lottery.drawn(session, row)

    workers.draw(session, DRAWN + timedelta(minutes=1))

    assert lottery.published(session, row) == drawn
    assert len(wins(session)) == 1


def test_a_hall_is_its_parts_in_the_draw(session: Session) -> None:
    row = a_round(session)
    enter(session, row, "花子", wish(session, "arena"))
    enter(session, row, "太郎", wish(session, "arena_a"), wish(session, "arena_b"))

    lottery.drawn(session, row)

    rooms = {booking(session, win).unit for win in wins(session)}
    assert rooms in ({"arena"}, {"arena_a", "arena_b"})


def test_a_win_is_confirmed_in_time_and_once(session: Session) -> None:
    row = a_round(session)
    everybody_wants_the_same(session, row)
    lottery.drawn(session, row)
    (win,) = wins(session)

    drawing.confirm(session, win, ME, DRAWN)

    assert (booking(session, win).state, booking(session, win).hold_until) == ("confirmed", None)
    with pytest.raises(Refused, match="lottery_win_over"):
        drawing.confirm(session, win, ME, DRAWN)
    workers.draw(session, CONFIRM)
    assert [one.state for one in wins(session)] == [WinState.CONFIRMED]
    assert rounds.find(session, row.id).state == State.DONE


def test_what_nobody_confirmed_falls_to_the_next_and_on_until_nobody_is_left(session: Session) -> None:
    row = a_round(session)
    everybody_wants_the_same(session, row)
    order = lottery.drawn(session, row)["order"][0]
    numbers = {one.id: one.who for one in entries.of(session, row.id)}

    for turn in range(1, 4):
        workers.draw(session, CONFIRM + drawing.AGAIN * (turn - 1))
        assert numbers[wins(session)[-1].entry_id] == order[turn]
        assert lottery.held(session) == lottery.held(session, wins(session)[-1].id)
    workers.draw(session, CONFIRM + drawing.AGAIN * 3)

    assert [one.state for one in wins(session)] == [WinState.LAPSED] * 4
    assert lottery.held(session) == 0
    published = lottery.published(session, row)
    assert len(published["falls"]) == 4
    assert all(right for right, _ in draw.verify(published))
    assert rounds.find(session, row.id).state == State.DONE


def test_what_is_given_up_passes_on_when_the_time_to_confirm_is_over(session: Session) -> None:
    row = a_round(session)
    everybody_wants_the_same(session, row)
    lottery.drawn(session, row)
    (win,) = wins(session)

    drawing.give_up(session, win, ME, DRAWN)
    workers.draw(session, DRAWN + timedelta(days=1))
    assert len(wins(session)) == 1
    workers.draw(session, CONFIRM)

    first, second = wins(session)
    assert (first.state, second.state, second.fell) == (WinState.GIVEN_UP, WinState.WON, True)
    drawing.confirm(session, second, ME, CONFIRM + timedelta(days=1))
    workers.draw(session, CONFIRM + timedelta(days=4))
    assert wins(session)[1].state == WinState.CONFIRMED


def test_what_came_first_meanwhile_is_respected(session: Session) -> None:
    row = a_round(session, cap=1)
    one, other = wish(session), wish(session, day=SECOND)
    for name in NAMES[:2]:
        enter(session, row, name, one, other)
    lottery.drawn(session, row)
    held = [booking(session, win) for win in wins(session)]
    assert len({found.starts_at for found in held}) == 2
    drawing.give_up(session, wins(session)[0], ME, DRAWN)
    with writing(session):
        claiming.claim(session, new_id(), "booking", (("sogo_taiikukan/arena_b", 1),))

    workers.draw(session, CONFIRM)

    assert all(right for right, _ in draw.verify(lottery.published(session, row)))


def test_who_won_nothing_holds_more_tickets_the_next_time(session: Session) -> None:
    row = a_round(session)
    everybody_wants_the_same(session, row)
    lottery.drawn(session, row)
    later = MORNING + timedelta(days=20)
    second = a_round(
        session, later, title="つぎ", closes_at=later + timedelta(days=1), confirm_by=later + timedelta(days=5),
        opens_at=later,
    )  # fmt: skip
    for name in NAMES:
        enter(session, second, name, wish(session, day=SECOND), now=later)

    rounds.close_due(session, later + timedelta(days=1))

    tickets = sorted(one["tickets"] for one in lottery.published(session, second)["entries"])
    assert tickets == [1, 2, 2, 2]
    assert session.scalars(select(Carry.losses)).all() == [1, 1, 1]


def test_everybody_is_told_once(session: Session) -> None:
    row = a_round(session)
    everybody_wants_the_same(session, row)
    lottery.drawn(session, row)

    told = mails(session)
    workers.draw(session, DRAWN + timedelta(minutes=5))
    again = mails(session)

    assert sorted(one.template for one in told) == ["lottery_lost"] * 3 + ["lottery_won"]
    won = next(one for one in told if one.template == "lottery_won")
    assert [one["room"] for one in won.values["wins"]] == ["アリーナA面（半面）"]
    assert again == []


def test_a_winner_is_reminded_and_the_next_one_is_told(session: Session) -> None:
    row = a_round(session)
    everybody_wants_the_same(session, row)
    lottery.drawn(session, row)

    for moment in (CONFIRM - timedelta(days=1), CONFIRM - timedelta(hours=1), CONFIRM, CONFIRM):
        workers.draw(session, moment)

    told = session.scalars(select(Outbox.template).where(Outbox.made_at > DRAWN).order_by(Outbox.no)).all()
    assert told == ["lottery_confirm", "lottery_fell"]
