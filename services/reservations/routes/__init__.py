"""The room's addresses: residents look under /reservations, staff under /staff/reservations."""

from flask import Blueprint

from portal.refused import Refused
from services.reservations.routes import (
    blocks,
    buildings,
    calendar,
    counter,
    details,
    favourites,
    feeds,
    frame,
    groups,
    holding,
    lottery,
    mine,
    papers,
    photos,
    public,
    series,
    staff_groups,
    staff_rounds,
    staff_waiting,
    subscribed,
    uses,
    waiting,
)

blueprint = Blueprint("reservations", __name__, template_folder="../templates")
PARTS = (
    public, feeds, subscribed, lottery, holding, details, mine, favourites, groups,
    waiting,
    calendar, blocks, papers, photos, uses, counter, staff_rounds, staff_groups, staff_waiting, buildings,
    series,
)  # fmt: skip
for part in PARTS:
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
