"""The room's addresses: families and undertakers under /crematorium, staff under /staff/crematorium."""

from flask import Blueprint

from portal.refused import Refused
from services.crematorium.routes import (
    book,
    calendar,
    desk,
    firms,
    frame,
    mine,
    papers,
    pauses,
    public,
    receipt,
    uses,
)

blueprint = Blueprint("crematorium", __name__, template_folder="../templates")
for part in (public, book, receipt, mine, calendar, desk, uses, papers, pauses, firms):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
