"""Hand over: everything becomes cases at once or nothing does, what was typed is gone, and the figures are there."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.db import Database
from portal.inbox import Case
from portal.opening import today
from portal.outbox import Outbox
from portal.people import StaffSeat
from portal.printing import Printer
from portal.refused import Refused
from portal.vault import DataKey
from services.window.actions import handing_over, planning, visits
from services.window.actions.visits import Nothing, Open
from services.window.models.visits import Visit
from tests.portal.cases import hinata
from tests.services.applications.builders import furnished
from tests.services.window.visiting import WATER, begun, confirmed, filled, plan, seat, sheets


def handed(session: Session, by: StaffSeat, visit: Open, now: datetime) -> tuple[Case, ...]:
    """Hand a visit over."""
    return handing_over.hand_over(session, by, visit, plan(visit, now), hinata(), sheets(), now)


def test_a_visit_becomes_cases_of_the_counter_and_leaves_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = confirmed(session, by, now)

        (case,) = handed(session, by, visit, now)

        assert (case.channel, case.way, case.procedure) == ("window", "window", "suido_kaishi")
        assert inbox.answers(session, case)["name"] == "見本 花子"
        assert session.get(DataKey, visit.row.key_id) is None
        kept = session.get_one(Visit, visit.id)
        assert (kept.sealed, kept.cases) == (None, [str(case.id)])
        assert session.scalars(select(Outbox.template)).all() == ["receipt"]


def test_what_was_shown_stands_in_the_history_and_no_copy_does(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()

        (case,) = handed(session, by, confirmed(session, by, now), now)

        lines = {
            line.kind: (text, line.actor_id) for line, text in inbox.history(session, case, public_only=False)
        }
        assert lines["window_filed"] == ("運転免許証", by.id)


def test_who_must_not_be_found_is_shielded_from_the_first_moment(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = confirmed(session, by, now)
        asked = partial(replace, safe_way="counter")
        visit = visits.alter(session, by, visit, asked, "typed", now)

        (case,) = handed(session, by, visit, now)

        assert visit.row.confirmed_at is not None
        assert (case.shielded, case.safe_way) == (True, "counter")
        assert session.scalars(select(Outbox.template)).all() == []


def test_a_second_press_finds_the_same_cases(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = confirmed(session, by, now)
        first = handed(session, by, visit, now)

        second = handed(session, by, visit, now)

        assert [case.id for case in second] == [case.id for case in first]
        assert session.scalar(select(func.count()).select_from(Case)) == 1


@pytest.mark.parametrize(
    ("lacking", "code"),
    [("answers", "answers_incomplete"), ("papers", "papers_not_seen"), ("word", "visit_unconfirmed")],
)
def test_what_is_not_ready_is_not_handed_over(
    database: Database, now: datetime, lacking: str, code: str
) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = filled(session, by, now, **({"name": None} if lacking == "answers" else {}))
        if lacking == "papers":
            visit = visits.papers_seen(session, by, visit, ["health_certificate"], now)

        with pytest.raises(Refused, match=code):
            handed(session, by, visit, now)

        assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_what_somebody_else_changed_meanwhile_is_looked_at_first(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = confirmed(session, by, now)
        with database.session() as other:
            visits.save(other, by, visits.find(other, by, visit.id, now), {"name": "見本 華子"}, {}, now)
        stale = visits.Open(Visit(**{**_row(visit.row), "version": visit.row.version - 1}), visit.content)

        with pytest.raises(Refused, match="visit_changed"):
            handed(session, by, stale, now)


def test_forms_of_an_outage_arrive_when_the_paper_did(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by, paper = seat(), now - timedelta(days=2, hours=1)
        wanted = Nothing(procedures=("suido_kaishi",), answers=WATER, arrived_at=paper)
        visit = visits.find(session, by, visits.begin(session, by, wanted, now), now)
        visit = visits.papers_seen(session, by, visit, ["questions"], now)

        (case,) = handed(session, by, visit, now)

        assert case.arrived_at == paper
        assert [row.n for row in ledger.counts(session, "filed", today(paper), today(paper))] == [1]
        kinds = {line.kind for line, _ in inbox.history(session, case, public_only=False)}
        assert "window_filed_afterwards" in kinds


def test_one_pdf_holds_every_form_and_ends_the_time_at_the_counter(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = confirmed(session, by, now)
        handed(session, by, visit, now + timedelta(minutes=4))
        row = visits.ended(session, by, visit.id)

        pdf = handing_over.packet(session, by, row, Printer(hinata()), now + timedelta(minutes=6))

        assert pdf.startswith(b"%PDF")
        day = today(now)
        taken = {one.channel: one.value for one in ledger.counts(session, "counter_minutes", day, day)}
        assert taken == {"window/confirm": 0, "window": 6, "window/print": 6}
        assert [one.n > 0 for one in ledger.counts(session, "prefilled", day, day)] == [True]


def test_a_procedure_left_for_another_day_becomes_no_case(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = begun(session, by, now, "suido_kaishi", "inu_touroku")

        visit = planning.choose(session, by, visit, now, drop=["inu_touroku"])

        assert [one.key for one in plan(visit, now).procedures] == ["suido_kaishi"]


def _row(row: Visit) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in Visit.__table__.columns}
