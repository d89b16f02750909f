"""The API's addresses: each reads its question, calls one action and answers in the shape it declares."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import HTTPException
from werkzeug.routing import PathConverter

from portal import files
from portal.doors import db, now, open_door
from portal.opening import today
from portal.refused import Refused
from services.connections.actions import catalogue, following, reading
from services.connections.routes import answering
from services.connections.routes.answering import asked, grant, told
from services.connections.rules.endpoints import ENDPOINTS, ROOT, Endpoint
from services.connections.rules.questions import Wrong

blueprint = Blueprint("api", __name__)


class Anything(PathConverter):
    """The rest of an address, line breaks and all: what is not there is told as a problem, never as a page for people."""

    regex = r"(?s:[^/].*?)"


def _know(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["anything"] = Anything


# Before the addresses that are written with it.
blueprint.record_once(_know)
CHANGING = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"]


def procedures(endpoint: Endpoint) -> Response:
    """What the town offers."""
    asked(endpoint)
    return told(endpoint, catalogue.procedures(db(), today(now())))


def procedure(endpoint: Endpoint, key: str) -> Response:
    """One procedure."""
    asked(endpoint)
    return told(endpoint, catalogue.procedure(db(), key, today(now())))


def cases(endpoint: Endpoint) -> Response:
    """A page of cases."""
    allowed, question = grant(), asked(endpoint)
    return told(endpoint, reading.listed(db(), allowed, question, now()))


def case(endpoint: Endpoint, case_id: UUID) -> Response:
    """One case."""
    allowed = _plain(endpoint)
    return told(endpoint, reading.one(db(), allowed, case_id, now()))


def history(endpoint: Endpoint, case_id: UUID) -> Response:
    """What happened to it."""
    allowed = _plain(endpoint)
    return told(endpoint, reading.history(db(), allowed, case_id, now()))


def attached(endpoint: Endpoint, case_id: UUID) -> Response:
    """Its files."""
    allowed = _plain(endpoint)
    return told(endpoint, reading.attached(db(), allowed, case_id, now()))


def file(endpoint: Endpoint, case_id: UUID, file_id: UUID) -> Response:
    """One of its files; a file never changes, so its id is its tag."""
    allowed = _plain(endpoint)
    found, content = reading.one_file(db(), allowed, case_id, file_id, now())
    # The first piece is opened before anything is sent: a file that was changed is a fault, never half an answer.
    response = Response(b"".join(content), mimetype=found.media_type)
    name = quote(files.name(db(), found), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.set_etag(found.id.hex)
    return answering.conditional(response, public=False)


def changes(endpoint: Endpoint) -> Response:
    """What happened since."""
    allowed, question = grant(), asked(endpoint)
    return told(endpoint, following.changes(db(), allowed, question, now()))


def _plain(endpoint: Endpoint) -> Any:
    """The token of a request that asks for nothing more than what its address says."""
    allowed = grant()
    asked(endpoint)
    return allowed


def nothing(rest: str) -> Response:
    """No such address."""
    raise Refused("missing", 404)


def only_reading(rest: str) -> Response:
    """Nothing can be changed from outside, whatever the address."""
    raise Refused("method", 405)


def methods(rest: str) -> Response:
    """What may be done at these addresses, for whoever asks by OPTIONS; no other site is let in."""
    response = Response(status=204)
    response.headers["Allow"] = answering.ALLOWED
    return response


VIEWS: dict[str, Callable[..., Response]] = {
    "procedures": procedures, "procedure": procedure, "cases": cases, "case": case, "history": history,
    "files": attached, "file": file, "changes": changes,
}  # fmt: skip
_PARTS = {"{key}": "<key>", "{case_id}": "<uuid:case_id>", "{file_id}": "<uuid:file_id>"}


def _view(endpoint: Endpoint) -> Callable[..., Response]:
    def answer(**parts: Any) -> Response:
        return VIEWS[endpoint.name](endpoint, **parts)

    return open_door(answer)


def _rule(path: str) -> str:
    for part, rule in _PARTS.items():
        path = path.replace(part, rule)
    return ROOT + path


# A system has no form of ours to bring a token from, and it changes nothing.
only_reading.no_csrf = "answers 405 to whatever is sent"  # type: ignore[attr-defined]
for one in ENDPOINTS:
    blueprint.get(_rule(one.path), endpoint=one.name, provide_automatic_options=False)(_view(one))
for name, view, how in (
    ("nothing", nothing, ["GET"]),
    ("only_reading", only_reading, CHANGING),
    ("methods", methods, ["OPTIONS"]),
):
    # The framework's own answer to OPTIONS would count in what is only there to be refused.
    blueprint.route(f"{ROOT}/<anything:rest>", endpoint=name, methods=how, provide_automatic_options=False)(
        open_door(view)
    )
blueprint.register_error_handler(Refused, answering.refused)
blueprint.register_error_handler(Wrong, answering.unreadable)
blueprint.register_error_handler(HTTPException, answering.missing)
blueprint.register_error_handler(Exception, answering.failed)
