"""私も困っている: counted once a person, told once of the end, and then forgotten."""

from datetime import datetime

import pytest
from sqlalchemy import select

from portal import inbox
from portal.db import Database, writing
from portal.inbox import HOUSE, State
from portal.outbox import Outbox
from portal.refused import Refused
from services.reports.actions import following, going_after, looking
from services.reports.actions.following import Joins
from services.reports.models import ReportFollower
from services.reports.rules.stages import Stage
from tests.services.reports.builders import furnished, reported, seat

ONE, OTHER = b"\x01" * 32, b"\x02" * 32


def test_each_is_counted_once_and_told_at_the_end(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        case = reported(session, now)
        report = looking.of_case(session, case.id)
        assert report is not None
        following.follow(session, report.id, Joins(ONE, "ja"), now)
        following.follow(session, report.id, Joins(ONE, "en", "one@example.jp"), now)
        following.follow(session, report.id, Joins(OTHER, "ja"), now)
        assert looking.counts(session, [report.id]) == {report.id: 3}

        with writing(session):
            inbox.move(session, case, State.ACCEPTED, HOUSE, now)
            inbox.move(session, case, State.DONE, HOUSE, now)

        sent = session.scalars(select(Outbox).where(Outbox.template == following.MESSAGE)).all()
        assert [(one.kind, one.locale) for one in sent] == [("mail", "en")]
        assert report.stage == Stage.DONE
        assert set(session.scalars(select(ReportFollower.mail))) == {None}
        with pytest.raises(Refused, match="report_unknown"):
            following.follow(session, report.id, Joins(b"\x03" * 32, "ja"), now)


def test_staff_say_how_far_they_are_and_the_reporter_reads_it(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        case = reported(session, now)

        going_after.say(session, seat(), case.id, Stage.SEEN, "来週直します。", now)

        lines = inbox.history(session, case, public_only=True)
        assert (lines[-1][0].kind, lines[-1][1]) == ("report_seen", "来週直します。")
        with pytest.raises(Refused, match="report_stage"):
            going_after.say(session, seat(), case.id, Stage.SEEN, "", now)


def test_only_what_staff_published_is_shown_and_it_can_be_taken_back(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        case = reported(session, now)
        assert looking.published(session, now) == ()

        going_after.publish(session, seat(), case.id, "本町二丁目", None, now)
        assert [one.report.public_place for one in looking.published(session, now)] == ["本町二丁目"]
        assert looking.published(session, now, "lamp") == ()
        going_after.hide(session, seat(), case.id, now)
        assert looking.published(session, now) == ()


def test_another_division_learns_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        case = reported(session, now)

        with pytest.raises(Refused, match="case_unknown"):
            going_after.say(session, seat("zeimu"), case.id, Stage.SEEN, "", now)
        with pytest.raises(Refused, match="case_unknown"):
            going_after.publish(session, seat("zeimu"), case.id, "角", None, now)
        with pytest.raises(Refused, match="case_unknown"):
            going_after.hide(session, seat("doro", "monitor"), case.id, now)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("  ", "report_place_needed"),
        ("あ" * 101, "report_text_length"),
        ("123456789018", "individual_number"),
    ],
)
def test_words_that_must_not_be_published_are_refused(
    database: Database, now: datetime, place: str, code: str
) -> None:
    with furnished(database).session() as session:
        case = reported(session, now)

        with pytest.raises(Refused, match=code):
            going_after.publish(session, seat(), case.id, place, None, now)


def test_a_report_that_was_taken_back_is_published_no_more(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        case = reported(session, now)
        going_after.publish(session, seat(), case.id, "本町二丁目", None, now)

        with writing(session):
            inbox.move(session, case, State.WITHDRAWN, HOUSE, now)

        assert looking.published(session, now) == ()
