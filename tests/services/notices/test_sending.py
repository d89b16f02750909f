"""A notice goes out to those who chose it, five hundred at a time, once each, whatever dies or fails in between."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import friends, line_quota, wishes
from portal.audiences import Audience
from portal.db import writing
from portal.outbox import Outbox
from portal.refused import Refused
from services.chat.actions import line_quota as asking
from services.notices.actions import composing, forecasting, reading, sending
from services.notices.models import Notice, Run
from tests.harness.line.server import Fault
from tests.services.chat.lining import Town
from tests.services.notices.scene import friends_of, released, seat

MULTICAST = "/v2/bot/message/multicast"


def reached(town: Town) -> list[str]:
    return sorted(user for one in town.line.sent for user in one.to)


def result(town: Town, notice: UUID) -> tuple[int, int, int, int]:
    with town.session() as session:
        last = forecasting.turns(session, session.get_one(Notice, notice))[0]
        return last.sent, last.blocked, last.failed, last.waiting


def month(town: Town, most: int, used: int = 0) -> None:
    """What LINE says of the month, and that it was asked."""
    town.line.quota, town.line.used = most, used
    with town.session() as session:
        asking.ask(session, town.clock())


def stage(town: Town, notice: UUID) -> str:
    with town.session() as session:
        return session.get_one(Notice, notice).stage


def test_only_those_who_chose_it_get_it(talking: Town) -> None:
    north = friends_of(talking, 3, district="kita", age="18-39", category="bosai")
    friends_of(talking, 2, first=10, district="minami", age="18-39", category="bosai")
    friends_of(talking, 2, first=20, district="kita", age="65-", category="bosai")
    friends_of(talking, 2, first=30, district="kita", age="18-39", category="gomi")
    friends_of(talking, 2, "en", first=40, district="kita", age="18-39", category="bosai")
    wanted = Audience(("kita",), ("bosai",), ("18-39", "40-64"), ("ja",))
    with talking.session() as session:
        assert wishes.count(session, wanted) == {"ja": 3}

    notice = released(talking, audience=wanted)
    talking.work()

    assert reached(talking) == north
    assert result(talking, notice) == (3, 0, 0, 0)
    assert stage(talking, notice) == "over"


def test_everybody_reads_it_in_their_language_or_is_told_that_it_is_in_another(talking: Town) -> None:
    for place, locale in enumerate(("ja", "easy", "en", "ko")):
        friends_of(talking, 1, locale, first=place)

    notice = released(talking)
    talking.work()

    said = {int(one.to[0][1:], 16): str(one.messages) for one in talking.line.sent}
    assert "あすの夜" in said[0]
    assert "あすの夜" in said[1]
    assert "No water" in said[2]
    assert "No water" in said[3]
    assert [str(one).count("'color': '#595959'") for one in (said[0], said[1], said[2], said[3])] == [
        0,
        1,
        0,
        1,
    ]
    with talking.session() as session:
        assert [one.id for one in reading.published(session, talking.clock())] == [notice]


def test_a_segment_stands_on_no_list_and_has_its_page(talking: Town) -> None:
    friends_of(talking, 1, district="kita")
    notice = released(talking, audience=Audience(("kita",)))
    with talking.session() as session:
        assert reading.sent(session, notice) is None
    talking.work()

    with talking.session() as session:
        assert reading.published(session, talking.clock()) == []
        assert reading.sent(session, notice) is not None


def test_whoever_dies_between_two_lots_sends_nothing_twice_and_loses_nobody(
    talking: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 4)
    users = friends_of(talking, 11)
    notice = released(talking)
    stored, steps = sending._store_lot, [0]

    def dies(*values: Any) -> bool:
        done = stored(*values)
        steps[0] += 1
        if steps[0] in (2, 3):
            # Once with a lot half stored, once more at the same place.
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(sending, "_store_lot", dies)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            talking.work()
        talking.clock.forward(minutes=6)
    # Somebody who joins meanwhile is told too; somebody who changed their mind is not told twice.
    late = friends_of(talking, 1, first=50)
    talking.work()

    assert reached(talking) == [*users, *late]
    assert result(talking, notice) == (12, 0, 0, 0)


def test_a_lot_of_unknown_outcome_arrives_and_counts_once(talking: Town) -> None:
    friends_of(talking, 3)
    left = [Fault(500, after=True), Fault(500)]
    talking.line.fault = lambda path: left.pop() if path == MULTICAST and left else None
    notice = released(talking)

    for _ in range(3):
        talking.work()
        talking.clock.forward(minutes=10)

    assert [len(one.to) for one in talking.line.sent] == [3]
    assert result(talking, notice) == (3, 0, 0, 0)


def test_whoever_blocks_us_meanwhile_is_counted_and_costs_nothing(talking: Town) -> None:
    users = friends_of(talking, 3)
    notice = released(talking)
    talking.line.fault = lambda path: Fault(429) if path == MULTICAST else None
    talking.work()
    talking.line.fault = lambda _: None
    with talking.session() as session, writing(session):
        friends.unfollow(session, users[0], talking.clock())

    talking.clock.forward(minutes=10)
    talking.work()

    assert result(talking, notice) == (2, 1, 0, 0)


def test_a_month_that_cannot_hold_everybody_holds_nobody(talking: Town) -> None:
    friends_of(talking, 20)
    # Of a hundred ten are kept for disasters and twenty for notices to one.
    month(talking, 100, used=60)
    with talking.session() as session:
        assert line_quota.left(session, talking.settings, friends.MANY) == 10
        assert line_quota.left(session, talking.settings, "line") == 30
        assert line_quota.left(session, talking.settings, friends.DISASTER) == 40

    with pytest.raises(Refused, match="notice_quota"):
        released(talking)
    released(talking, urgent=True)
    talking.work()

    assert len(reached(talking)) == 20


def test_a_month_that_fills_up_before_its_hour_sends_nothing_and_waits(talking: Town) -> None:
    friends_of(talking, 5)
    month(talking, 100)
    notice = released(talking, first_at=talking.clock() + timedelta(hours=2))
    month(talking, 100, used=80)

    talking.clock.forward(hours=2, minutes=1)
    talking.work()
    assert talking.line.sent == []

    month(talking, 100)
    talking.clock.forward(hours=1, minutes=1)
    talking.work()
    assert result(talking, notice) == (5, 0, 0, 0)


def test_it_goes_out_at_its_hour_every_week_until_its_last_day(talking: Town) -> None:
    friends_of(talking, 1)
    first = talking.clock() + timedelta(hours=3)
    notice = released(talking, first_at=first, repeats="weekly", until=date(2026, 12, 4))
    seen = []
    for _ in range(5):
        talking.work()
        seen.append(len(talking.line.sent))
        talking.clock.moment = first + timedelta(weeks=len(seen) - 1, minutes=1)

    assert seen == [0, 1, 2, 3, 3]
    assert stage(talking, notice) == "over"


def test_a_week_that_the_month_could_not_hold_does_not_end_the_weeks_after_it(talking: Town) -> None:
    friends_of(talking, 5)
    first = talking.clock() + timedelta(hours=1)
    notice = released(talking, first_at=first, repeats="weekly", until=date(2026, 12, 4))
    month(talking, 100, used=80)
    for moment in (first, first + timedelta(hours=21)):
        talking.clock.moment = moment
        talking.work()
    assert (talking.line.sent, stage(talking, notice)) == ([], "released")
    month(talking, 100)

    seen = []
    for week in (1, 2):
        talking.clock.moment = first + timedelta(weeks=week, minutes=1)
        talking.work()
        seen.append(len(reached(talking)))

    assert seen == [5, 10]
    with talking.session() as session:
        turns = forecasting.turns(session, session.get_one(Notice, notice))
    assert [(one.run.place, one.run.stage) for one in turns] == [(3, "done"), (2, "done"), (1, "given_up")]
    assert stage(talking, notice) == "over"


def test_what_was_given_up_once_and_for_all_is_over(talking: Town) -> None:
    friends_of(talking, 5)
    month(talking, 100)
    notice = released(talking, first_at=talking.clock() + timedelta(hours=1))
    month(talking, 100, used=80)

    for _ in range(2):
        talking.clock.forward(hours=22)
        talking.work()

    assert (talking.line.sent, stage(talking, notice)) == ([], "over")


def test_what_is_called_off_does_not_go_out_any_more(talking: Town) -> None:
    friends_of(talking, 1)
    notice = released(
        talking, first_at=talking.clock() + timedelta(hours=3), repeats="monthly", until=date(2027, 3, 1)
    )
    with talking.session() as session:
        composing.cancel(session, seat(), notice, talking.clock())

    talking.clock.forward(hours=4)
    talking.work()

    assert talking.line.sent == []
    with talking.session() as session:
        assert [one.stage for one in session.scalars(select(Run))] == ["cancelled"]


def test_what_nobody_could_be_told_in_a_day_is_told_to_staff(talking: Town) -> None:
    friends_of(talking, 2)
    talking.line.fault = lambda path: Fault(429) if path == MULTICAST else None
    notice = released(talking)
    talking.work()

    talking.clock.forward(hours=21)
    talking.work()

    assert result(talking, notice) == (0, 0, 2, 0)


def test_a_lot_of_five_hundred_is_one_row(talking: Town, now: datetime) -> None:
    friends_of(talking, 501)
    released(talking)
    talking.work()

    with talking.session() as session:
        rows = session.scalars(select(Outbox).where(Outbox.kind == friends.MANY)).all()
    assert len(rows) == 2
    assert sorted(len(one.to) for one in talking.line.sent) == [1, 500]
