"""How the API speaks: who is asking, JSON with a tag, and problems in the form of RFC 9457."""

from typing import Any, cast

import msgspec
from flask import Response, request
from werkzeug.exceptions import HTTPException

from portal import logs, throttle
from portal.doors import db, house, now
from portal.log_lines import Log
from portal.opening import today
from portal.refused import Refused
from portal.throttle import TooMany
from services.connections.actions import tokens
from services.connections.rules.document import PROBLEM, said
from services.connections.rules.endpoints import FAULTS, ROOT, Endpoint
from services.connections.rules.granting import Grant, bearer
from services.connections.rules.questions import Question, Wrong, read
from services.connections.rules.shapes import Problem, Shape

log = Log("portal.api")
ALLOWED = "GET, HEAD, OPTIONS"
# What the shell refuses before a view is reached, as the API says it.
_OTHERS = {404: "missing", 405: "method", 429: "often"}


class Nothing(Question, frozen=True):
    """No parameter is known."""


def grant() -> Grant:
    """What the token of this request allows, once it is counted; refused without a living one."""
    shown = bearer(request.headers.get("Authorization", ""))
    found = tokens.known(db(), shown, now(), _lineage) if shown else None
    if found is None:
        raise Refused("token", 401)
    tokens.count(db(), found, now(), house().settings.api_per_minute)
    return found


def asked(endpoint: Endpoint) -> Any:
    """The question in the address, as the endpoint declares it."""
    return read(endpoint.question or Nothing, {name: request.args.getlist(name) for name in request.args})


def told(endpoint: Endpoint, answer: Shape) -> Response:
    """An answer of the shape that the endpoint declares, or that nothing has changed."""
    if type(answer) is not endpoint.answer:
        raise TypeError(f"{endpoint.name} answers with {endpoint.answer}, not with {type(answer)}")
    body = msgspec.json.encode(answer)
    # What is not as the document says never leaves.
    msgspec.json.decode(body, type=endpoint.answer)
    response = Response(body, 200, mimetype="application/json")
    response.add_etag()
    return conditional(response, public=endpoint.public)


def conditional(response: Response, *, public: bool) -> Response:
    """Say 304 where the asker has it already; what somebody filed is kept by nobody on the way."""
    response.headers["Cache-Control"] = "public, max-age=300" if public else "no-store"
    return cast(Response, response.make_conditional(request))


def problem(code: str) -> Response:
    """What was wrong and what to do."""
    fault = FAULTS[code]
    body = Problem(
        type=f"{ROOT}#{code}", title=said(fault.title), status=fault.status, detail=said(fault.advice)
    )
    response = Response(msgspec.json.encode(body), fault.status, mimetype=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    if code == "token":
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    if code == "method":
        response.headers["Allow"] = ALLOWED
    return response


def refused(error: Refused) -> Response:
    """A refusal as a problem; what the token may not see looks like what is not there."""
    if isinstance(error, TooMany):
        return _wait(error)
    return problem(error.code if error.code in FAULTS else _OTHERS.get(error.status, "missing"))


def _wait(error: TooMany) -> Response:
    response = problem("often")
    seconds = throttle.wait(db(), error.claim, now()).total_seconds()
    response.headers["Retry-After"] = str(max(1, int(seconds) + 1))
    return response


def unreadable(error: Wrong) -> Response:
    """A parameter that cannot be read."""
    return problem("parameter")


def missing(error: HTTPException) -> Response:
    """What the framework turns away."""
    return problem(_OTHERS.get(error.code or 500, "parameter" if (error.code or 500) < 500 else "failed"))


def failed(error: Exception) -> Response:
    """Our own fault; the log says where, not what."""
    log.error("failed", caught=error, endpoint=request.endpoint)
    logs.failed("api")
    return problem("failed")


def _lineage(division: str) -> frozenset[str]:
    return house().pack.lineage(division, today(now()))
