"""The room's addresses: residents look under /appointments, staff under /staff/appointments."""

from flask import Blueprint

from portal.refused import Refused
from services.appointments.routes import (
    changing,
    counter,
    days,
    details,
    draws,
    feeds,
    frame,
    holding,
    mine,
    public,
    questions,
    roster,
    shifting,
)

blueprint = Blueprint("appointments", __name__, template_folder="../templates")
PARTS = (mine, feeds, draws, public, holding, details, changing, counter, days, questions, shifting, roster)
for part in PARTS:
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
