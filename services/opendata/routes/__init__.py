"""The room's addresses: /opendata for people, files at addresses that stay, /opendata/api/v1 for programs."""

from flask import Blueprint

from services.opendata.routes import api, files, frame, maps, pages

blueprint = Blueprint("opendata", __name__, template_folder="../templates")
for part in (pages, maps, files, api):
    part.register(blueprint)
blueprint.after_request(frame.before_asking)
