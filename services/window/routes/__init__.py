"""The room's addresses: residents prepare under /window, staff serve under /staff/window."""

from flask import Blueprint

from services.window.routes import (
    bookings,
    cards,
    confirming,
    counter,
    guide,
    handed,
    pointing,
    prepare,
    slip,
    staff_bookings,
    visit,
    visit_acts,
)  # fmt: skip

blueprint = Blueprint("window", __name__, template_folder="../templates")
for part in (
    guide,
    prepare,
    slip,
    bookings,
    counter,
    visit,
    visit_acts,
    confirming,
    handed,
    pointing,
    cards,
    staff_bookings,
):
    part.register(blueprint)
