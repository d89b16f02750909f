"""The room's addresses: residents look under /reservations, staff under /staff/reservations."""

from flask import Blueprint

from portal.refused import Refused
from services.reservations.routes import (
    blocks,
    calendar,
    details,
    feeds,
    frame,
    holding,
    lottery,
    mine,
    papers,
    public,
    staff_rounds,
)

blueprint = Blueprint("reservations", __name__, template_folder="../templates")
for part in (public, feeds, lottery, holding, details, mine, calendar, blocks, papers, staff_rounds):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
