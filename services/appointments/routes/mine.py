"""わたしの予約: what this browser or this resident has booked, and its part of the request's page."""

from flask import Blueprint
from sqlalchemy.orm import Session

from forms import qr
from portal import i18n
from portal.doors import db, holders, now, open_door, resident
from portal.inbox import Case
from services.appointments.actions import draws, own, questions
from services.appointments.routes.frame import place_of


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/appointments/mine", endpoint="mine")(mine)


def panel(session: Session, case: Case) -> str | None:
    """The appointments on the page of the resident's own case."""
    found = own.of_case(session, case, now())
    if not found:
        return None
    return i18n.page(
        "appointments/own_panel.html",
        owns=found,
        case=case,
        code=qr.svg(case.receipt_no, i18n.gettext("受付番号のQRコード")),
        numbers=draws.numbers(session, [one.row.id for one in found]),
        answered=questions.answered(session, [one.row.id for one in found]),
        places=[place_of(own.place(session, one.found, one.row)) for one in found],
    )


@open_door
def mine() -> str:
    """Everything booked, what is still to come first."""
    coming, over = own.mine(db(), holders(), tokens(), now())
    return i18n.page("appointments/mine.html", coming=coming, over=over, seat=resident())


def tokens() -> tuple[bytes, ...]:
    """The mail tokens of whoever is signed in."""
    seat = resident()
    return seat.mail_tokens if seat else ()
