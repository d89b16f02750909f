"""The room's addresses: batches under /staff/batches, the results that come back under /staff/batches/results."""

from flask import Blueprint

from portal.refused import Refused
from services.batches.routes import batches, frame, results

blueprint = Blueprint("batches", __name__, template_folder="../templates")
for part in (batches, results):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
