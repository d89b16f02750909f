"""Numbers: given in order by band, until the cut-off; one from elsewhere counts when its holder is in the hall."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.refused import Refused
from services.queue.actions import closing, days, issuing
from services.queue.models import Day, Ticket
from services.queue.rules.tickets import Channel, State
from tests.services.queue import hall
from tests.services.queue.hall import MORNING, call, clerk, queue, take, take_from_home, ticket

# Closing time is 17:15; the town's rule stops a quarter of an hour before.
EVENING = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on a hall with three counters for bands A and B."""
    with hall.equip(database).session() as opened:
        yield opened


def code(session: Session) -> str:
    return session.scalars(select(Day.code)).one()


def test_each_band_counts_for_itself(session: Session) -> None:
    labels = [take(session, letter).label for letter in "ABACA"]

    assert labels == ["A001", "B001", "A002", "C001", "A003"]
    assert hall.counted(session, "ticket") == [
        ("honcho.A", "kiosk", 3, None), ("honcho.B", "kiosk", 1, None), ("honcho.C", "kiosk", 1, None),
    ]  # fmt: skip


def test_the_next_day_begins_anew(session: Session) -> None:
    take(session)

    assert take(session, now=MORNING + timedelta(days=4)).label == "A001"


def test_a_later_number_never_has_an_earlier_turn_though_clocks_differ(session: Session) -> None:
    first = take(session, now=MORNING)
    second = take(session, now=MORNING - timedelta(seconds=2))

    assert ticket(session, first.id).turn < ticket(session, second.id).turn


@pytest.mark.parametrize("moment", [EVENING, SUNDAY, MORNING - timedelta(hours=3)])
def test_no_number_is_given_after_the_cut_off_on_a_holiday_or_before_opening(
    session: Session, moment: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        take(session, now=moment)

    assert refused.value.code in {"queue_stopped", "queue_closed"}


def test_staff_move_the_cut_off_both_ways(session: Session) -> None:
    seat = clerk(session)
    closing.move_stop(session, seat, queue(session), EVENING + timedelta(minutes=5), MORNING)
    late = take(session, now=EVENING)

    closing.move_stop(session, seat, queue(session), MORNING, MORNING)
    with pytest.raises(Refused):
        take(session)
    closing.move_stop(session, seat, queue(session), None, MORNING)

    assert late.label == "A001"
    assert take(session).label == "A002"


def test_staff_give_a_number_after_the_cut_off(session: Session) -> None:
    assert take(session, now=EVENING, channel=Channel.COUNTER).label == "A001"


def test_an_unknown_kind_of_business_is_refused(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        take(session, "Z")

    assert refused.value.code == "queue_band"


def test_a_band_that_is_not_for_it_gives_no_number_from_elsewhere(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        take_from_home(session, "E")

    assert refused.value.code == "queue_band"


def test_a_number_from_elsewhere_counts_only_from_its_arrival(session: Session) -> None:
    remote = take_from_home(session)
    take(session)
    seat = clerk(session)
    called = [call(session, seat), call(session, seat)]

    issuing.arrive_by_code(session, ticket(session, remote.id), code(session), "net", MORNING)

    assert called == ["A002", ""]
    assert call(session, seat) == "A001"


def test_a_wrong_code_does_not_count_as_being_there_and_guessing_is_slowed_down(session: Session) -> None:
    remote = ticket(session, take_from_home(session).id)
    wrong = f"{(int(code(session)) + 1) % 10_000:04}"

    codes = []
    for _ in range(9):
        with pytest.raises(Refused) as refused:
            issuing.arrive_by_code(session, remote, wrong, "net", MORNING)
        codes.append(refused.value.code)

    assert codes == ["queue_code"] * 8 + ["too_many_tries"]
    assert ticket(session, remote.id).state == State.AWAY


def test_at_the_machine_a_number_and_the_digits_of_its_page_are_enough(session: Session) -> None:
    remote = take_from_home(session)
    pin = issuing.pin(session, ticket(session, remote.id))

    found = issuing.arrive_at_machine(session, queue(session), "ａ-1", f" {pin} ", MORNING)

    assert (found.id, ticket(session, remote.id).state) == (remote.id, State.WAITING)


def test_arriving_twice_changes_nothing(session: Session) -> None:
    remote = take_from_home(session)
    issuing.arrive_by_code(session, ticket(session, remote.id), code(session), "net", MORNING)
    turn = ticket(session, remote.id).turn

    issuing.arrive_by_code(session, ticket(session, remote.id), code(session), "net", MORNING)

    assert ticket(session, remote.id).turn == turn


def test_whoever_leaves_is_not_called(session: Session) -> None:
    first = take(session)
    take(session)

    issuing.leave(session, first.id, MORNING)

    assert call(session, clerk(session)) == "A002"
    assert hall.counted(session, "left") == [("honcho.A", "kiosk", 1, None)]


def test_the_page_of_a_ticket_opens_by_its_token_today_only(session: Session) -> None:
    issued = take(session)

    found = issuing.by_token(session, issued.token.lower(), MORNING)

    assert found.id == issued.id
    for typed, moment in ((issued.token, MORNING + timedelta(days=1)), ("0" * 12, MORNING), ("", MORNING)):
        with pytest.raises(Refused) as refused:
            issuing.by_token(session, typed, moment)
        assert refused.value.code == "ticket_unknown"


def test_of_a_token_only_its_hash_is_kept(session: Session) -> None:
    issued = take(session)

    row = session.scalars(select(Ticket)).one()

    assert issued.token not in str(vars(row))
    assert issued.token.encode() not in row.token


def test_an_office_without_a_queue_is_unknown(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        days.find(session, "minami")

    assert (refused.value.code, refused.value.status) == ("queue_unknown", 404)
