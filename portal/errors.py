"""Error pages: what went wrong, what to do now, and everything that had been typed."""

from flask import Flask, Response, g, make_response, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmpty
from werkzeug.exceptions import HTTPException

from forms.paper import PaperMissing
from portal import logs
from portal.asking import house, now
from portal.i18n import page
from portal.log_lines import Log
from portal.opening import today
from portal.refused import Refused
from portal.whom import contact

log = Log("portal.errors")
# Larger forms are not repeated on an error page; the browser's back button still has them.
KEPT_BYTES = 200_000
# In so many seconds a program may ask again.
AGAIN = 30
# What is typed blind is not printed for the next person at the machine to read.
SECRET = frozenset({"_token", "password", "again", "present"})


def init(app: Flask) -> None:
    """Answer refusals, missing pages and failures with a page a person can use."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, missing)
    app.register_error_handler(PaperMissing, cannot_print)
    for gone in (OperationalError, InterfaceError, PoolEmpty):
        app.register_error_handler(gone, away)
    app.register_error_handler(Exception, failed)


def refused(error: Refused) -> tuple[str, int]:
    """The one error meant for people."""
    logs.told().add(error.code)
    return page("errors/refused.html", code=error.code, values=error.values, typed=typed()), error.status


def missing(error: HTTPException) -> tuple[str, int] | HTTPException:
    """A page that is not there, a method that is not offered, a body that is too large."""
    status = error.code or 500
    if status < 400:
        return error
    return page("errors/http.html", status=status, typed=typed()), status


def cannot_print(error: PaperMissing) -> tuple[str, int]:
    """The machine lacks what printing needs; whoever looks after it must know what."""
    log.error("cannot_print", package=error.package)
    return page("errors/paper.html", package=error.package), 503


def away(error: Exception) -> Response:
    """The database is away, full or too busy: nothing was done, nothing that was typed is lost, and somebody can be called."""
    log.error("database_away", caught=error, endpoint=request.endpoint)
    logs.failed("web")
    # The town as it was read at the start: whatever would ask the database once more would fail once more.
    town, day = house().db.info["pack"], today(now())
    division = town.division(town.town.reception, day)
    told = contact(division, town.office(division.office, day), day)
    answer = make_response(page("errors/away.html", typed=typed(), contact=told), 503)
    answer.headers["Retry-After"] = str(AGAIN)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def failed(error: Exception) -> tuple[str, int]:
    """Our own fault: nothing was done, nothing that was typed is lost, and the log says where, not what."""
    log.error("failed", caught=error, endpoint=request.endpoint)
    logs.failed("web")
    return page("errors/failed.html", request_id=g.get("request_id"), typed=typed()), 500


def typed() -> list[tuple[str, str]]:
    """What was sent with the form, to be sent again with one press."""
    # What another site sent is not this person's typing, so it is not offered again.
    if request.method != "POST" or g.get("from_elsewhere") or (request.content_length or 0) > KEPT_BYTES:
        return []
    try:
        return [(name, value) for name, value in request.form.items(multi=True) if name not in SECRET]
    except HTTPException:
        return []
