"""A person's accounts become one: what was booked under the old one stands under the one that stays."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forms.procedure import Assurance
from portal import links
from portal.db import Database, new_id, writing
from portal.people import ResidentSeat, resident_holder
from services.accounts.actions import residents
from services.appointments.actions import booking, own
from tests.services.appointments.builders import CARD, at, told, wish
from tests.services.reservations.builders import furnished

MAIL = "hanako@example.jp"
BROWSER = residents.Browser("192.0.2.1", None)


def link(session: Session, purpose: str, now: datetime, person: UUID | None = None) -> str:
    """The secret of a link in a mail to Hanako."""
    with writing(session):
        return links.make(session, purpose, now, residents.LINK_LASTS, person_id=person, value=MAIL)


def test_the_appointments_of_an_account_known_by_mail_come_along(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        old = residents.open_link(session, link(session, residents.SIGN_IN, now), BROWSER, now).resident_id
        new = residents.sign_in_by_identity(
            session, "https://card.example", "hanako", Assurance.login, BROWSER, now
        ).resident_id
        row = booking.hold(session, wish(at(11, 24, 10)), now)
        handed = told(session, CARD, 1, now, email=None)
        booking.confirm(session, row.id, replace(handed, holders=(resident_holder(old),)), now)
        assert own.mine(session, (resident_holder(new),), (), now) == ((), ())

        seat = ResidentSeat(new, Assurance.login, (), new_id())
        residents.add_mail(session, link(session, residents.ADD_MAIL, now, new), seat, now)

        coming, _ = own.mine(session, (resident_holder(new),), (), now)
        assert [one.row.id for one in coming] == [row.id]
        assert own.mine(session, (resident_holder(old),), (), now) == ((), ())
