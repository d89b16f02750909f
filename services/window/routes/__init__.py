"""The room's addresses: residents prepare under /window, staff serve under /staff/window."""

from flask import Blueprint

blueprint = Blueprint("window", __name__, template_folder="../templates")
