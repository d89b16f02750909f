"""The room's addresses: everybody under /notices, staff under /staff/notices."""

from flask import Blueprint

from portal.refused import Refused
from services.notices.routes import choosing, disaster, frame, public, staff

blueprint = Blueprint("notices", __name__, template_folder="../templates")
for part in (public, choosing, disaster, staff):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
