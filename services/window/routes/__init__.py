"""The room's addresses: residents prepare under /window, staff serve under /staff/window."""

from flask import Blueprint

from services.window.routes import (
    confirming,
    counter,
    guide,
    handed,
    pointing,
    prepare,
    slip,
    visit,
    visit_acts,
)  # fmt: skip

blueprint = Blueprint("window", __name__, template_folder="../templates")
for part in (guide, prepare, slip, counter, visit, visit_acts, confirming, handed, pointing):
    part.register(blueprint)
