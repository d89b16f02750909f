"""A round: opened with its time kept apart, closed with its list fixed, its number typed by two, and called off."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal import draw
from portal.db import Database, new_id, writing
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import entries, rounds
from services.reservations.rules import rounds as rules
from services.reservations.rules.rounds import State
from tests.services.reservations import lottery
from tests.services.reservations.lottery import CLOSES, FIRST, MORNING, NUMBER, PLAN, a_round, enter, wish


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with lottery.equip(database).session() as opened:
        yield opened


def steps_of_first_morning(session: Session) -> tuple[tuple[str, int], ...]:
    one = wish(session)
    pack = session.info["pack"]
    return rules.taking(pack.buildings[lottery.GYM], "ball", one)


def test_what_is_drawn_cannot_be_booked_first_come(session: Session) -> None:
    row = a_round(session)

    with pytest.raises(Refused, match="use_taken"), writing(session):
        claiming.claim(session, new_id(), "booking", steps_of_first_morning(session))

    assert lottery.held(session, row.id) > 1000


def test_what_was_booked_before_stays_booked_and_is_not_drawn(session: Session) -> None:
    other, steps = new_id(), steps_of_first_morning(session)
    with writing(session):
        claiming.claim(session, other, "booking", steps)
    row = a_round(session)
    enter(session, row, "花子", wish(session))

    drawn = lottery.drawn(session, row)

    assert lottery.held(session, other) == len(steps)
    assert [told[0] for told in next(iter(drawn["results"].values()))] == ["closed"]


def test_the_secret_is_promised_and_not_readable(session: Session) -> None:
    row = a_round(session)

    assert len(row.commitment) == 64
    secret = session.info["vault"].open(session, row.key_id, row.sealed, rounds.SEALED)
    assert draw.commitment_of(secret) == row.commitment
    assert secret.encode() not in row.sealed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": ""}, "lottery_plan"), ({"units": ()}, "lottery_plan"), ({"units": ("training",)}, "lottery_plan"),
        ({"cap": 0}, "lottery_plan"), ({"most_wishes": 11}, "lottery_plan"), ({"entropy_named": ""}, "lottery_plan"),
        ({"closes_at": MORNING}, "lottery_days"), ({"confirm_by": CLOSES}, "lottery_days"),
        ({"first_day": date(2026, 11, 25)}, "lottery_days"), ({"last_day": date(2027, 6, 1)}, "lottery_days"),
        ({"title": "抽選 123456789018"}, "individual_number_in_text"),
    ],
)  # fmt: skip
def test_a_round_that_cannot_be_is_refused_and_keeps_nothing(
    session: Session, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        a_round(session, **change)

    assert lottery.held(session) == 0


def test_only_the_operators_staff_open_rounds(session: Session) -> None:
    with pytest.raises(Refused, match="facility_unknown"):
        rounds.open_round(session, lottery.operator(division="shimin"), PLAN, MORNING)
    with pytest.raises(Refused, match="facility_unknown"):
        rounds.open_round(session, lottery.operator("counter"), PLAN, MORNING)


def test_closing_fixes_the_list_with_its_hash_and_takes_no_more_wishes(session: Session) -> None:
    row = a_round(session)
    enter(session, row, "花子", wish(session))

    lottery.close(session)

    listed = lottery.published(session, row)
    assert rounds.find(session, row.id).state == State.CLOSED
    assert draw.list_hash_of(listed) == listed["list_hash"] == rounds.find(session, row.id).list_hash
    assert "secret" not in listed
    assert "花子" not in str(listed)
    with pytest.raises(Refused, match="lottery_not_open"):
        enter(session, row, "太郎", wish(session), now=CLOSES)


def test_a_list_that_was_not_published_when_the_machine_stopped_is_published_later(session: Session) -> None:
    row = a_round(session)
    with writing(session):
        rounds.locked(session, row.id).state = State.CLOSED

    lottery.close(session)

    assert rounds.find(session, row.id).list_hash


def test_the_number_holds_when_two_people_typed_the_same(session: Session) -> None:
    row, one, other = a_round(session), lottery.operator(), lottery.operator()
    lottery.close(session)

    alone = [rounds.type_number(session, one, row.id, typed, CLOSES) for typed in ("38,123.44", NUMBER)]
    with pytest.raises(Refused, match="lottery_number_differs"):
        rounds.type_number(session, other, row.id, "38,123.46", CLOSES)
    both = rounds.type_number(session, other, row.id, f" {NUMBER} ", CLOSES)

    assert (alone, both) == ([False, False], True)
    assert rounds.find(session, row.id).entropy == NUMBER
    with pytest.raises(Refused, match="lottery_over"):
        rounds.type_number(session, other, row.id, "1", CLOSES)


def test_the_number_is_not_taken_before_the_list_is_fixed(session: Session) -> None:
    row = a_round(session)

    with pytest.raises(Refused, match="lottery_over"):
        rounds.type_number(session, lottery.operator(), row.id, NUMBER, MORNING)


def test_a_round_called_off_frees_its_time(session: Session) -> None:
    row = a_round(session)
    before = claiming.version(session, lottery.GYM)

    rounds.call_off(session, lottery.operator(), row.id, MORNING)

    assert lottery.held(session) == 0
    assert claiming.version(session, lottery.GYM) == before + 1
    assert rounds.shown(session, MORNING) == []
    with pytest.raises(Refused, match="lottery_over"):
        rounds.call_off(session, lottery.operator(), row.id, MORNING)


def test_a_round_is_shown_from_its_opening_on(session: Session) -> None:
    row = a_round(session, opens_at=MORNING + timedelta(days=1))

    assert rounds.shown(session, MORNING) == []
    assert rounds.shown(session, MORNING + timedelta(days=1)) == [row]
    with pytest.raises(Refused, match="lottery_not_open"):
        enter(session, row, "花子", wish(session))


def test_who_took_part_is_erased_some_weeks_after_the_days_of_use(session: Session) -> None:
    row = a_round(session)
    entry = enter(session, row, "花子", wish(session, day=FIRST))
    lottery.drawn(session, row)

    rounds.sweep(session, MORNING + timedelta(days=130))
    assert entries.opened(session, entries.of(session, row.id)[0])["name"] == "花子"
    rounds.sweep(session, MORNING + timedelta(days=134))

    kept = entries.of(session, row.id)[0]
    assert (kept.who, kept.sealed) == (entry.who, None)
    assert entries.opened(session, kept)["name"] == ""


def test_another_plan_for_the_same_days_gets_only_what_is_left(session: Session) -> None:
    first = a_round(session)
    second = a_round(session, units=("arena_a",))

    assert lottery.held(session, first.id) > 0
    assert lottery.held(session, second.id) == 0
