"""The room's addresses: everybody looks under /queue, staff call under /staff/queue."""

from flask import Blueprint

blueprint = Blueprint("queue", __name__, template_folder="../templates")
