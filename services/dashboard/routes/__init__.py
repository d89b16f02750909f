"""The room's addresses."""

from flask import Blueprint

from portal.refused import Refused
from services.dashboard.routes import entering, overview, procedures, rooms, satisfaction
from services.dashboard.routes.frame import refused

blueprint = Blueprint("dashboard", __name__, template_folder="../templates")
for part in (overview, procedures, rooms, satisfaction, entering):
    part.register(blueprint)
blueprint.register_error_handler(Refused, refused)
