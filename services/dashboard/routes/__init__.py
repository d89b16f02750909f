"""The room's addresses."""

from flask import Blueprint

from portal.refused import Refused
from services.dashboard.routes import (
    entering,
    next_step,
    overview,
    procedures,
    reports,
    rooms,
    satisfaction,
    towns,
)
from services.dashboard.routes.frame import refused

blueprint = Blueprint("dashboard", __name__, template_folder="../templates")
for part in (overview, procedures, rooms, satisfaction, next_step, towns, reports, entering):
    part.register(blueprint)
blueprint.register_error_handler(Refused, refused)
