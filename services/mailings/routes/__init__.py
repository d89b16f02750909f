"""The room's addresses: residents answer under /mailings, staff look after mailings under /staff/mailings."""

from flask import Blueprint

from portal.refused import Refused
from services.mailings.routes import addressees, desk, frame, residents, transfers

blueprint = Blueprint("mailings", __name__, template_folder="../templates")
for part in (residents, desk, addressees, transfers):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
