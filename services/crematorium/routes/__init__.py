"""The room's addresses: families and undertakers under /crematorium, staff under /staff/crematorium."""

from flask import Blueprint

from portal.refused import Refused
from services.crematorium.routes import book, calendar, frame, mine, papers, public, receipt, uses

blueprint = Blueprint("crematorium", __name__, template_folder="../templates")
for part in (public, book, receipt, mine, calendar, uses, papers):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
