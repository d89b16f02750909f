"""The room's addresses: everybody under /reports, staff under /staff/reports."""

from flask import Blueprint

from portal.refused import Refused
from services.reports.routes import acts, frame, new, public, staff

blueprint = Blueprint("reports", __name__, template_folder="../templates")
for part in (public, new, staff, acts):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
