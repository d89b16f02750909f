"""Which public facilities there are and what each offers: the same for everybody."""

from flask import Blueprint

from portal import i18n
from portal.doors import db, house, now, open_door
from portal.opening import today
from services.reservations.actions import looking


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/reservations", endpoint="index")(index)


@open_door
def index() -> str:
    """Every building with what can be booked in it, and what is free today."""
    day = today(now())
    found = [(one, looking.day_of(db(), one, day, now())) for one in house().pack.buildings.values()]
    return i18n.page("reservations/index.html", buildings=found)
