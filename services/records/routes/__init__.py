"""The room's addresses: 廃棄簿, what is done with them, holds, and the table of classes."""

from flask import Blueprint

from portal.refused import Refused
from services.records.routes import acts, books, holds
from services.records.routes.frame import refused

blueprint = Blueprint("records", __name__, template_folder="../templates")
for part in (books, acts, holds):
    part.register(blueprint)
blueprint.register_error_handler(Refused, refused)
