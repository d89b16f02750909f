"""The room's addresses: residents prepare under /window, staff serve under /staff/window."""

from flask import Blueprint

from services.window.routes import guide, prepare, slip

blueprint = Blueprint("window", __name__, template_folder="../templates")
for part in (guide, prepare, slip):
    part.register(blueprint)
