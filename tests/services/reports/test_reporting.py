"""A report becomes a case of the division that answers for it; the same thing reported by others is found before that."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal import files, friends, inbox, ledger, service
from portal.db import Database, new_id, writing
from portal.inbox import HOUSE, Case, State
from portal.ledger import Entry
from portal.refused import Refused
from portal.sightings import Sighting, begin
from services.reports.actions import beginning, looking, photos, reporting
from services.reports.models import Report
from services.reports.rules.photos import place_in
from tests.services.reports.builders import HERE, STEP, a_photo, furnished, reported, told


def test_a_report_is_a_case_with_its_photo_and_nothing_of_the_camera(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        case = reported(session, now, None, a_photo(HERE))

        assert (case.procedure, case.division, case.state) == ("machi_tsuho", "doro", State.ARRIVED)
        held = files.of(session, "case", case.id)
        content = b"".join(files.content(session, held[0]))
        assert place_in(content) is None
        assert inbox.answers(session, case)["report_place"] == "本町二丁目の角"
        report = looking.of_case(session, case.id)
        assert report is not None
        assert (report.kind, report.lat, len(report.look)) == ("road", HERE[0], 16)
        kinds = session.scalars(select(Entry.key).where(Entry.kind == ledger.Kind.REPORTED)).all()
        assert kinds == ["road"]


@pytest.mark.parametrize(("kind", "division"), [("park", "toshi"), ("dumping", "kankyo"), ("river", "doro")])
def test_the_towns_file_says_who_answers(database: Database, now: datetime, kind: str, division: str) -> None:
    with furnished(database).session() as session:
        assert reported(session, now, told(report_kind=kind)).division == division


def test_a_second_click_sends_nothing(database: Database, now: datetime) -> None:
    one = told()
    with furnished(database).session() as session:
        first = reporting.report(session, one, now)

        assert reporting.report(session, one, now).id == first.id
        assert session.scalar(select(func.count()).select_from(Report)) == 1


def test_without_a_place_nobody_could_find_it(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, pytest.raises(Refused, match="answers_incomplete"):
        reported(session, now, told(None, report_place=" "))


def test_a_photo_that_is_none_is_told_and_the_others_are_kept(database: Database, now: datetime) -> None:
    one = told()
    with furnished(database).session() as session:
        taken = photos.take(session, [b"MZ", a_photo(HERE), a_photo(), a_photo(), a_photo()], one.origin, now)

        assert [refusal.code for refusal in taken.refused] == ["photo_kind", "too_many_files"]
        assert taken.point is not None
        assert len(photos.held(session, one.origin)) == photos.MOST


def test_an_open_report_of_the_same_thing_is_found_near_and_not_far(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        reported(session, now)
        there = told((HERE[0] + 3 * STEP, HERE[1]))
        far = told((HERE[0] + 20 * STEP, HERE[1]))

        found = looking.near(session, reporting.seen(session, there))
        assert [(one.metres, one.people) for one in found] == [(30, 1)]
        assert looking.near(session, reporting.seen(session, far)) == ()
        assert looking.near(session, reporting.seen(session, told(report_kind="lamp"))) == ()


def test_a_photo_that_looks_alike_finds_it_a_little_farther_and_without_a_map(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        reported(session, now, None, a_photo())
        far, nowhere = told((HERE[0] + 14 * STEP, HERE[1])), told(None)
        for one in (far, nowhere):
            photos.take(session, [a_photo(size=500)], one.origin, now)

        assert [one.metres for one in looking.near(session, reporting.seen(session, far))] == [160]
        assert [one.metres for one in looking.near(session, reporting.seen(session, nowhere))] == [None]


def test_what_is_over_is_no_longer_found(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        case = reported(session, now)
        with writing(session):
            inbox.move(session, case, State.WITHDRAWN, HOUSE, now)

        assert looking.near(session, reporting.seen(session, told())) == ()


def test_a_talk_begins_a_report_and_its_photo_goes_along(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        other = told()
        photos.take(session, [a_photo()], other.origin, now)
        file = photos.held(session, other.origin)[0]

        address = begin(session, Sighting("lamp", (file.id,), HERE, "角"), now)
        found = beginning.begun(session, (address or "").partition("=")[2], now)

        assert address is not None
        assert address.startswith("/reports/new?from=")
        assert found is not None
        assert (found.channel, found.answers["report_kind"], found.answers["report_place"]) == (
            "line",
            "lamp",
            "角",
        )
        assert [one.id for one in photos.held(session, found.origin)] == [file.id]
        assert photos.held(session, other.origin) == ()


def test_who_began_a_report_in_a_messenger_is_told_there_and_nobody_else_by_their_word(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        friend = new_id()
        token = beginning.sight(session, Sighting("lamp", friend=friend), now).partition("=")[2]
        origin = beginning.begun(session, token, now).origin  # type: ignore[union-attr]

        assert beginning.friend_of(session, origin, token, now) == (friends.holder(friend),)
        assert beginning.friend_of(session, new_id(), token, now) == ()
        assert beginning.friend_of(session, origin, "made-up", now) == ()


def test_a_begun_report_is_gone_after_a_day_and_unknown_to_strangers(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        address = beginning.sight(session, Sighting("lamp"), now)
        token = address.partition("=")[2]

        assert beginning.begun(session, token, now + timedelta(hours=25)) is None
        assert beginning.begun(session, "made-up", now) is None


def test_erasing_leaves_the_kind_and_the_days_alone(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        case = reported(session, now, None, a_photo())
        with writing(session):
            service.fire(session, "case.erased", case=session.get_one(Case, case.id), now=now)

        report = looking.of_case(session, case.id)
        assert report is not None
        assert (report.kind, report.lat, report.lon, report.look, report.public_place) == (
            "road",
            None,
            None,
            "",
            "",
        )
