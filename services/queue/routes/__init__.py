"""The room's addresses: everybody looks under /queue, staff call under /staff/queue."""

from flask import Blueprint

from portal.refused import Refused
from services.queue.routes import displays, frame, hall, manage, public, staff, tickets

blueprint = Blueprint("queue", __name__, template_folder="../templates")
for part in (public, tickets, hall, displays, staff, manage):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
