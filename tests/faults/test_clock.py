"""A clock that jumps: a day ahead, an hour or a day back; nobody loses what they typed, and nothing waits for a moment that was wrong."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portal import jobs, outbox, sessions
from portal.db import Database, new_id, writing
from portal.jobs import Every, JobRun
from portal.outbox import DONE, LEASED, care
from portal.worker import Worker
from tests.harness.line.events import ALICE, text
from tests.harness.line.server import LineServer
from tests.harness.live import Clock
from tests.portal.sending import a_house, added, claimed, furnished, row_of
from tests.services.applications.browsing import MORNING, NEW_WATER, WATER, Browser, Site, site
from tests.services.chat import lining
from tests.services.desk.builders import employ, hire

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
JUMPS = (DAY, -HOUR, -DAY)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A town whose clock each test sets."""
    found = site(tmp_path_factory.mktemp("clock"), MORNING)
    yield found
    found.close()


def signed_in(town: Site) -> Browser:
    """Somebody on staff, signed in at the town's present hour."""
    with town.session() as session, writing(session):
        staff = hire(session)
        employ(session, staff.id, "suido", "worker")
        token = sessions.begin(session, "staff", staff.id, sessions.FULL, town.clock())
    browser = town.browser()
    browser.client.set_cookie("kmado_staff", token)
    return browser


def is_in(browser: Browser) -> bool:
    return browser.client.get("/staff").status_code == 200


@pytest.mark.parametrize("jump", JUMPS)
def test_a_form_goes_on_where_it_was(town: Site, jump: timedelta) -> None:
    town.clock.moment = MORNING
    browser = town.browser()
    browser.open(NEW_WATER)
    browser.press(WATER["start"])

    town.clock.moment += jump
    browser.fill({key: typed for key, typed in WATER.items() if key != "start"})
    browser.press()

    assert "/draft/" not in browser.page.path
    assert town.answers(browser.page)["water_start_date"] == "2026-12-01"


def test_a_sign_in_ends_when_the_clock_runs_ahead_and_stands_when_it_goes_back_by_an_hour(town: Site) -> None:
    town.clock.moment = MORNING
    browser = signed_in(town)

    town.clock.moment = MORNING - HOUR
    assert is_in(browser)
    town.clock.moment = MORNING + DAY
    assert not is_in(browser)


def test_a_sign_in_begun_under_a_wrong_clock_is_over_once_it_is_right(town: Site) -> None:
    town.clock.moment = MORNING + DAY
    browser = signed_in(town)
    assert is_in(browser)

    town.clock.moment = MORNING

    assert not is_in(browser)


def test_a_desk_left_alone_locks_itself_though_the_clock_went_back(town: Site) -> None:
    town.clock.moment = MORNING
    browser = signed_in(town)
    town.clock.moment = MORNING - HOUR
    assert is_in(browser)

    town.clock.moment += sessions.IDLE["staff"] + timedelta(minutes=1)

    assert not is_in(browser)


@pytest.mark.parametrize("jump", JUMPS)
def test_what_waits_to_be_sent_is_sent_at_once(
    database: Database, now: datetime, tmp_path: Path, jump: timedelta
) -> None:
    clock = Clock(now)
    house = a_house(database, clock, tmp_path)
    with house.db.session() as session:
        row_id = added(session, now)

        clock.moment += jump
        Worker(house).drain()

        assert row_of(session, row_id).state == DONE
    assert len(list((tmp_path / "mails").glob("*.eml"))) == 1


def test_what_is_to_wait_waits_as_long_as_it_was_to(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now + DAY, not_before=now + DAY + HOUR, expires_at=now + 2 * DAY)

        assert care.set_right(session, now) == 1

        row = row_of(session, row_id)
        assert (row.made_at, row.not_before, row.expires_at) == (now, now + HOUR, now + DAY)
        assert care.set_right(session, now) == 0


def test_what_is_put_off_for_days_by_a_right_clock_is_left_alone(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        added(session, now, not_before=now + 5 * DAY)

        assert care.set_right(session, now) == 0


def test_another_try_that_a_wrong_clock_put_off_is_made_now(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now + 3 * DAY)
        with writing(session):
            outbox.retry(session, row, "smtp_down", now + 3 * DAY)

        assert care.set_right(session, now) == 1

        assert row_of(session, row_id).not_before == now


def test_what_a_worker_took_under_a_wrong_clock_and_died_with_is_taken_by_another(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        claimed(session, now + DAY)
        assert row_of(session, row_id).state == LEASED

        assert outbox.due(session, ["mail"], now)
        (again,) = claimed(session, now)

        assert again.attempts == 2


def test_a_living_workers_lease_outlasts_an_hour_back(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        added(session, now)
        (row,) = claimed(session, now)

        assert claimed(session, now - HOUR) == []
        with writing(session):
            assert outbox.finish(session, row, now - HOUR)


def test_what_is_done_every_minute_does_not_rest_and_a_nights_work_is_not_repeated(now: datetime) -> None:
    run = JobRun(
        name="x",
        begun_at=now + DAY,
        done_at=now + DAY,
        lease=None,
        leased_until=None,
        last_error=None,
        failures=0,
    )
    minute = Every(timedelta(minutes=1), _nothing)

    assert jobs.is_due(minute, run, now)
    assert not jobs.is_due(_nothing, run, now)
    run.lease, run.leased_until = new_id(), now + DAY + HOUR
    assert jobs.is_due(minute, run, now)
    # Whoever began it before an hour was put back may still be at it.
    run.begun_at, run.leased_until = now + HOUR, now + 2 * HOUR
    assert not jobs.is_due(minute, run, now)


def _nothing(*_: object) -> None:
    """It is only asked whether it is due."""


@pytest.mark.parametrize("jump", JUMPS)
def test_a_question_on_line_is_answered_once(
    database: Database, line_server: LineServer, tmp_path: Path, jump: timedelta
) -> None:
    here = lining.town(database, line_server, tmp_path)
    # LINE's own clock is right, whatever becomes of ours.
    line_server.clock = Clock(MORNING)
    here.tell(text("こんにちは", ALICE))

    here.clock.moment += jump
    here.work()
    here.work()

    assert len(line_server.arrived(ALICE)) == 1
    assert lining.states(here, "line_reply") == [("done", None)]
