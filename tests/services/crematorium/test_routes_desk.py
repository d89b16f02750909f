"""Somebody telephones, or stands at the counter: one page, the same rules, and the year in figures."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.audit import Audit
from portal.inbox import Case
from services.crematorium.actions import firms, samples
from services.crematorium.models.cremations import Cremation
from services.crematorium.rules.states import State
from tests.services.crematorium.builders import OPERATOR, at, booked, seat, wish
from tests.services.desk.builders import Desk, Seat, desk

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NEW = "/staff/crematorium/new"
TYPED = {
    "kind": "person", "channel": "telephone", "firm": "", "locale": "ja", "who": "resident",
    "deceased_name": "見本 一郎", "deceased_birth_date-era": "showa", "deceased_birth_date-year": "15",
    "deceased_birth_date-month": "5", "deceased_birth_date-day": "5", "deceased_on-era": "reiwa",
    "deceased_on-year": "8", "deceased_on-month": "11", "deceased_on-day": "20", "cremation_time": "8:00",
    "cremation_infection": "no", "cremation_pacemaker": "no", "name": "見本 花子", "phone": "090-1234-5678",
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file; each books its own time."""
    found = desk(tmp_path_factory.mktemp("saijo-desk"), MORNING)
    yield found
    found.close()


def clerk(town: Desk) -> Seat:
    return town.seat("counter", division=OPERATOR)


def place(when: datetime, furnace: str = "ro_1") -> dict[str, str]:
    return {"furnace": furnace, "from": when.isoformat()}


def only(town: Desk, location: str) -> Cremation:
    """The booking of a page."""
    with town.session() as session:
        rows = session.scalars(select(Cremation)).all()
    return next(one for one in rows if str(one.id) in location)


def test_a_family_that_telephones_has_a_tentative_booking_with_who_took_it_written_down(town: Desk) -> None:
    desk_seat = clerk(town)
    board = desk_seat.get("/staff/crematorium?day=2026-11-24").text
    assert "/staff/crematorium/new?furnace=ro_1" in board
    assert desk_seat.get(f"{NEW}?furnace=ro_1&from=2026-11-24T09:30").status_code == 200

    answer = desk_seat.post(NEW, **TYPED, **place(at(24, 9, 30)), **{"along-machiai_1": "during"})

    row = only(town, answer.headers["Location"])
    assert (row.state, row.channel, row.firm_id) == (State.TENTATIVE, "telephone", None)
    with town.session() as session:
        case = session.get_one(Case, row.case_id)
        took = session.scalars(select(Audit).where(Audit.subject_id == str(row.id))).all()
    assert case.channel == "telephone"
    assert [(one.actor_kind, one.actor_id) for one in took if one.verb == "booked"] == [
        ("staff", str(row.made_by))
    ]


def test_what_a_registered_business_books_by_telephone_is_its_own_and_counts_against_its_quota(
    town: Desk,
) -> None:
    with town.session() as session:
        firm = firms.register(session, "見本電話葬祭", "0000-00-7200", "denwa@example.jp", MORNING)

    answer = clerk(town).post(NEW, **{**TYPED, "firm": str(firm)}, **place(at(24, 11, 30)))

    row = only(town, answer.headers["Location"])
    assert row.firm_id == firm
    with town.session() as session:
        assert firms.tentative(session, firm) == 1
        firms.stop(session, firm, "見本の理由", MORNING, seat("worker"))
    stopped = clerk(town).post(NEW, **{**TYPED, "firm": str(firm)}, **place(at(24, 13, 30)))
    assert stopped.status_code == 403


def test_the_desk_may_not_book_within_24_hours_either_and_what_is_taken_is_answered_with_what_is_free(
    town: Desk,
) -> None:
    with town.session() as session:
        booked(session, MORNING, wish(at(26, 9, 30)))
    desk_seat = clerk(town)

    early = desk_seat.post(NEW, **{**TYPED, "cremation_time": "9:40"}, **place(at(21, 9, 30)))
    taken = desk_seat.post(NEW, **TYPED, **place(at(26, 9, 30)))
    blank = desk_seat.post(NEW, **{**TYPED, "who": "", "phone": ""}, **place(at(26, 11, 30)))

    assert early.status_code == 422
    assert "24時間" in early.text
    assert taken.status_code == 409
    assert "見本 一郎" in taken.text
    offered = re.search(r'name="to" value="([^"]+)"', taken.text)
    assert offered is not None
    assert desk_seat.post(NEW, **TYPED, **place(at(26, 9, 30)), to=offered[1]).status_code == 303
    assert blank.status_code == 422
    assert "市内か市外かを選んでください" in blank.text


def test_nobody_else_books_or_reads_the_figures(town: Desk) -> None:
    other = town.seat("worker", division="bunka")

    for path in (
        f"{NEW}?furnace=ro_1&from=2026-11-24T09:30",
        "/staff/crematorium/figures",
        "/staff/crematorium/figures.csv",
    ):
        assert other.get(path).status_code == 404
    assert other.post(NEW, **TYPED, **place(at(27, 9, 30))).status_code == 404


def test_the_year_stands_on_a_page_and_in_a_list(town: Desk) -> None:
    with town.session() as session:
        booked(session, MORNING, wish(at(27, 15, 30)))
    desk_seat = clerk(town)

    page = desk_seat.get("/staff/crematorium/figures?year=2026")
    lines = desk_seat.get("/staff/crematorium/figures.csv?year=2026").data.decode("utf-8-sig").splitlines()

    assert page.status_code == 200
    assert "仮予約の期限切れ" in page.text
    assert lines[0].startswith("年月,火葬した件数,区分：12歳以上の方")
    assert len(lines) == 13
    assert next(one for one in lines if one.startswith("2026-11")).split(",")[-3] != "0"
    assert desk_seat.get("/staff/crematorium/figures?year=x").status_code == 200


@pytest.mark.parametrize("hours", [0, 10], ids=["in the morning", "in the evening"])
def test_the_sample_town_has_a_week_of_cremations_once(
    tmp_path_factory: pytest.TempPathFactory, hours: int
) -> None:
    town, here = desk(tmp_path_factory.mktemp("saijo-sample"), MORNING), MORNING + timedelta(hours=hours)
    try:
        with town.session() as session:
            told = samples.load(session, here)
            again = samples.load(session, here)
            states = [State(one.state) for one in session.scalars(select(Cremation))]
    finally:
        town.close()

    assert "/crematorium" in told[0]
    assert again == ()
    assert {State.HELD, State.CONFIRMED, State.TENTATIVE, State.CANCELLED} <= set(states)
