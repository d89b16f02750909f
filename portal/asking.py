"""Asking: what every request brings along, its house, its database session, its moment and its cookies."""

from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.house import House
from portal.log_lines import Log

log = Log("portal.asking")

Given = dict[str, tuple[str, timedelta | None]]


def init(app: Flask) -> None:
    """Close each request's session and send the cookies it gave."""
    app.teardown_appcontext(_close)
    app.after_request(_send_cookies)


def house() -> House:
    """What the rooms of this town share."""
    return cast(House, current_app.extensions["house"])


def db() -> Session:
    """The request's session on the database, opened when it is first asked for."""
    if "db_session" not in g:
        g.db_session = house().db.session()
    return cast(Session, g.db_session)


def figures_db() -> Session:
    """A session to read figures that may be a moment old: on the copy where there is one that answers, else the request's own."""
    copy = house().replica
    if copy is None:
        return db()
    if "figures_session" not in g:
        session = copy.session()
        try:
            session.connection()
            g.figures_session = session
        except DBAPIError as error:
            session.close()
            log.warning("replica_away", caught=type(error).__name__)
            g.figures_session = db()
    return cast(Session, g.figures_session)


def now() -> datetime:
    """The moment of this request, the same from its beginning to its end."""
    if "moment" not in g:
        g.moment = house().now()
    return cast(datetime, g.moment)


def met() -> dict[str, Any]:
    """Who was found behind the cookies so far, so that one request asks the database once."""
    return cast("dict[str, Any]", g.setdefault("met", {}))


def be_personal() -> None:
    """This answer is for one person's eyes: no cache on the way may keep it."""
    g.personal = True


def cookie_name(name: str) -> str:
    """In production the prefix keeps a neighbour under the city's domain from planting a cookie of its own."""
    return f"__Host-{name}" if house().settings.production else name


def read_cookie(name: str) -> str:
    """The value of one of our cookies as it will be after this answer."""
    given: Given = g.get("cookies_given", {})
    if name in given:
        return given[name][0]
    sent, full = request.cookies, cookie_name(name)
    # Looked for first: Werkzeug pays for each name that is not there with an exception.
    return sent[full][:1000] if full in sent else ""


def give_cookie(name: str, value: str, lasts: timedelta | None = None) -> None:
    """Send a cookie with this answer; an empty value takes it back, no `lasts` ends it with the browser."""
    g.setdefault("cookies_given", {})[name] = (value, lasts)
    met().clear()


def _close(_error: BaseException | None) -> None:
    for name in ("db_session", "figures_session"):
        opened: Session | None = g.pop(name, None)
        if opened is not None:
            opened.close()


def _send_cookies(response: Response) -> Response:
    given: Given = g.get("cookies_given", {})
    secure = house().settings.production
    for name, (value, lasts) in given.items():
        response.set_cookie(
            cookie_name(name),
            value,
            max_age=lasts if value else 0,
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
    if given or g.get("personal"):
        response.headers["Cache-Control"] = "no-store"
    return response
