"""Requests are printed together: by the worker where they are many, once, for whoever ordered them, for a day."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pikepdf
import pytest
from sqlalchemy.orm import Session

from portal import audit, files, outbox
from portal.db import Database, writing
from portal.files import open_store
from portal.outbox import Never, Row
from portal.people import StaffSeat
from portal.printing import Printer
from portal.refused import Refused
from portal.states import State
from services.desk.actions import printing
from services.desk.models import PrintJob
from tests.portal.cases import equip, hinata
from tests.services.desk.builders import hire
from tests.services.desk.seats import case_in, seat


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(hinata())


@pytest.fixture
def desk(database: Database, printer: Printer) -> Database:
    equip(database).info.update(files=open_store("memory:"), printer=printer)
    return database


def clerk(session: Session) -> StaffSeat:
    with writing(session):
        found = hire(session)
    return seat(id=found.id)


def taken(session: Session, now: datetime) -> Row:
    """The row as the worker takes it."""
    with writing(session):
        (row,) = outbox.claim(session, now, 1, kinds=[printing.KIND])
    return row


def ordered(session: Session, who: StaffSeat, now: datetime, count: int = 2) -> UUID:
    cases = [case_in(session, State.REVIEW, now) for _ in range(count)]
    return printing.order(session, who, cases, now)


def pages(session: Session, who: StaffSeat, job_id: UUID, now: datetime) -> int:
    found = printing.one(session, who, job_id, now)
    with pikepdf.open(io.BytesIO(b"".join(files.content(session, found)))) as document:
        return len(document.pages)


def verbs(session: Session, kind: str, id: UUID) -> Sequence[str]:
    return [row.verb for row in audit.of(session, kind, id)]


def test_the_worker_prints_all_of_a_job_into_one_file(desk: Database, now: datetime) -> None:
    with desk.session() as session:
        mine = clerk(session)
        job_id = ordered(session, mine, now)

        printing.send(session, taken(session, now))

        assert pages(session, mine, job_id, now) >= 2
        assert session.get_one(PrintJob, job_id, populate_existing=True).done_at == now
        assert verbs(session, "print", job_id) == ["opened"]
        for case_id in session.get_one(PrintJob, job_id).cases:
            assert verbs(session, "case", UUID(case_id)) == ["printed_request"]


def test_a_job_done_twice_has_one_file(desk: Database, now: datetime) -> None:
    with desk.session() as session:
        job_id = ordered(session, clerk(session), now)
        row = taken(session, now)

        printing.send(session, row)
        printing.send(session, row)

        assert len(files.of(session, printing.OWNER, job_id)) == 1


def test_only_who_ordered_a_job_opens_it(desk: Database, now: datetime) -> None:
    with desk.session() as session:
        mine, colleague = clerk(session), clerk(session)
        job_id = ordered(session, mine, now)
        printing.send(session, taken(session, now))

        with pytest.raises(Refused) as refused:
            printing.one(session, colleague, job_id, now)

        assert refused.value.status == 404
        assert printing.jobs(session, colleague) == []
        assert [one.id for one in printing.jobs(session, mine)] == [job_id]


def test_after_a_day_job_and_file_are_gone(desk: Database, now: datetime) -> None:
    with desk.session() as session:
        mine = clerk(session)
        job_id = ordered(session, mine, now)
        printing.send(session, taken(session, now))

        printing.sweep(session, now + timedelta(hours=23))
        assert printing.jobs(session, mine) != []
        printing.sweep(session, now + timedelta(hours=24))

        assert (list(printing.jobs(session, mine)), list(files.of(session, printing.OWNER, job_id))) == (
            [],
            [],
        )


def test_a_job_that_was_swept_before_it_was_made_is_given_up(desk: Database, now: datetime) -> None:
    with desk.session() as session:
        ordered(session, clerk(session), now)
        row = taken(session, now)
        printing.sweep(session, now + timedelta(days=2))

        with pytest.raises(Never):
            printing.send(session, row)


def test_what_was_erased_is_left_out_and_nothing_left_is_refused(desk: Database, now: datetime) -> None:
    with desk.session() as session:
        kept, erased = (case_in(session, State.REVIEW, now) for _ in range(2))
        with writing(session):
            session.info["vault"].erase(session, erased.key_id)
        sheets = session.info["printer"].sheets

        assert len(printing.requests(session, [kept, erased], sheets)) == 1
        with pytest.raises(Refused) as refused:
            printing.requests(session, [erased], sheets)
        assert refused.value.code == "case_erased"


def test_the_whereabouts_of_a_shielded_case_are_on_no_paper(desk: Database, now: datetime) -> None:
    with desk.session() as session:
        case = case_in(session, State.REVIEW, now)
        with writing(session):
            case.shielded = True

        (html,) = printing.requests(session, [case], session.info["printer"].sheets)

        assert "見本 花子" in html
        assert "090-1234-5678" not in html


def test_another_divisions_cases_are_not_among_the_chosen(desk: Database, now: datetime) -> None:
    with desk.session() as session:
        case, stranger = case_in(session, State.REVIEW, now), seat(division="zeimu")

        assert [one.id for one in printing.chosen(session, seat(), [case.id, uuid4(), case.id])] == [case.id]
        with pytest.raises(Refused) as refused:
            printing.chosen(session, stranger, [case.id])
        assert refused.value.code == "case_unknown"


@pytest.mark.parametrize(("count", "code"), [(0, "nothing_ticked"), (printing.MOST + 1, "too_many_ticked")])
def test_nothing_and_too_much_are_refused(desk: Database, count: int, code: str) -> None:
    with desk.session() as session, pytest.raises(Refused) as refused:
        printing.chosen(session, seat(), [uuid4() for _ in range(count)])

    assert refused.value.code == code
