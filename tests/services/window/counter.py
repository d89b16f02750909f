"""A counter of the sample town with a visit at it, a reader on its PC and, where wanted, a recogniser."""

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from portal.db import new_id, writing
from portal.opening import today
from portal.people import Staff, StaffSeat, staff_seat
from services.window.actions import visits
from services.window.actions.visits import Nothing
from tests.harness.databases import sqlite_template
from tests.harness.live import Clock, make_app
from tests.services.desk.builders import Desk, Seat

ANSWERS = {
    "name": "見本 花子",
    "birth_date": "1955-04-01",
    "previous_address": {"postcode": "", "area": "見本県見本市", "street": "一丁目2", "building": ""},
}


def counter(folder: Path, clock: Clock, **more: Any) -> Desk:
    """The town with some settings of its own."""
    database = folder / "town.sqlite"
    shutil.copyfile(sqlite_template(), database)
    return Desk(make_app(folder / "var", clock, database_url=f"sqlite:///{database}", **more), clock)


def at(desk: Desk, seat: Seat) -> StaffSeat:
    """The same person for an action."""
    with desk.session() as session:
        staff = session.get_one(Staff, seat.id)
        return staff_seat(session, staff, today(desk.clock.moment), new_id(), lambda _: frozenset())


def visit(desk: Desk, seat: Seat, **answers: Any) -> UUID:
    """Somebody at this seat's counter who has said who they are."""
    with desk.session() as session:
        return visits.begin(
            session,
            at(desk, seat),
            Nothing(procedures=("tennyu",), answers={**ANSWERS, **answers}),
            desk.clock.moment,
        )


def kept(desk: Desk, seat: Seat, visit_id: UUID) -> dict[str, Any]:
    """What stands beside the answers, by document."""
    with desk.session() as session, writing(session):
        found = visits.find(session, at(desk, seat), visit_id, desk.clock.moment)
    return {source: dict(values) for source, values in found.content.cards.items()}
