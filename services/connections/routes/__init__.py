"""The room's addresses: /api/v1 for systems outside, /staff/connections for the administrator who lets them in."""

from flask import Blueprint

from portal.refused import Refused
from services.connections.routes import api, frame, reference, staff_hooks, staff_tokens

blueprint = Blueprint("connections", __name__, template_folder="../templates")
for part in (reference, staff_tokens, staff_hooks):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
blueprint.register_blueprint(api.blueprint)
