"""The room's addresses: residents talk under /chat, editors look after what is answered under /staff/knowledge."""

from flask import Blueprint

from portal.refused import Refused
from services.chat.routes import (
    asked,
    days,
    desk,
    figures,
    files,
    frame,
    garbage,
    line,
    linking,
    message,
    simulator,
    web,
)

blueprint = Blueprint("chat", __name__, template_folder="../templates")
for part in (web, message, days, desk, files, asked, figures, line, linking, garbage, simulator):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
