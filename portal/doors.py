"""Doors: who is asking, with which session, and what every route must say about who may enter."""

import base64
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast
from urllib.parse import urlencode

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from forms.procedure import Assurance
from portal import asking, sessions
from portal.asking import be_personal, db, figures_db, give_cookie, house, met, now, read_cookie
from portal.db import writing
from portal.opening import today
from portal.people import ResidentSeat, Staff, StaffSeat, in_force, mail_tokens, staff_seat
from portal.refused import Refused
from portal.sessions import FULL, WebSession
from portal.vault import digest

__all__ = [
    "Assurance", "Door", "Visitor", "csrf_token", "db", "device", "enter", "figures_db", "holders", "house", "now", "open_door",
    "resident", "resident_door", "safe_next", "seated_staff", "staff", "staff_door", "visitor",
]  # fmt: skip

VISIT, SESSION, STAFF, DEVICE = "kmado_visit", "kmado_session", "kmado_staff", "kmado_device"
RESIDENT_SIGN_IN, STAFF_SIGN_IN = "/me/sign-in", "/staff/sign-in"
STAFF_SECOND, STAFF_SWITCH = "/staff/second", "/staff/switch"
_SALT = 16

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Door:
    """Who may enter a route: anyone, a resident of at least a level, or staff with a permission."""

    kind: Literal["open", "resident", "staff"]
    level: Assurance = Assurance.none
    permission: str = ""


def open_door(view: View) -> View:
    """Anyone may enter."""
    return _hang(view, Door("open"))


def resident_door(level: Assurance = Assurance.contact) -> Callable[[View], View]:
    """A signed-in resident of at least this level may enter."""
    return lambda view: _hang(view, Door("resident", level=level))


def staff_door(permission: str = "") -> Callable[[View], View]:
    """Signed-in staff may enter whose roles in force today hold this permission; none named, all staff."""
    return lambda view: _hang(view, Door("staff", permission=permission))


def _hang(view: View, door: Door) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True)
class Visitor:
    """An anonymous browser; an unknown one has a token that opens nothing and is not sent."""

    token: str
    known: bool

    @property
    def hash(self) -> bytes:
        """How the browser stands in the database."""
        return digest(self.token)


def visitor(*, make: bool = False) -> Visitor:
    """This browser without its sign-ins; `make` gives it a cookie, for a form begins and must be found again."""
    be_personal()
    found: Visitor | None = met().get("visitor")
    if found is None:
        token = read_cookie(VISIT)
        found = met()["visitor"] = Visitor(token or secrets.token_urlsafe(32), known=bool(token))
    if found.known or not make:
        return found
    give_cookie(VISIT, found.token)
    return visitor()


def resident() -> ResidentSeat | None:
    """The resident who is signed in on this browser."""
    if "resident" not in met():
        met()["resident"] = _resident_seat()
    return cast("ResidentSeat | None", met()["resident"])


def staff() -> StaffSeat:
    """The member of staff who is signed in; routes behind a staff door always have one."""
    seat = seated_staff()
    if seat is None:
        raise Refused("staff_signed_out", 401, sign_in=STAFF_SIGN_IN)
    return seat


def seated_staff() -> StaffSeat | None:
    """The member of staff who is signed in with both factors and was here a moment ago, or nobody."""
    if "staff" not in met():
        met()["staff"] = _staff_seat()
    return cast("StaffSeat | None", met()["staff"])


def resident_session() -> WebSession | None:
    """The session of this browser's resident cookie, an idle one included."""
    return _session("resident", SESSION)


def staff_session() -> WebSession | None:
    """The session of this browser's staff cookie, half open and idle ones included."""
    return _session("staff", STAFF)


def holders() -> list[bytes]:
    """Everything the present browser may open cases and drafts with."""
    browser = visitor()
    mine = [browser.hash] if browser.known else []
    seat = resident()
    return mine if seat is None else [*mine, seat.holder]


def device() -> bytes | None:
    """The hash of this browser's device cookie, which it has once somebody signed in on it."""
    token = read_cookie(DEVICE)
    return digest(token) if token else None


def csrf_token() -> str:
    """The token a form carries; calling it makes the page personal, so only pages with a form do."""
    anchor = read_cookie(STAFF) or read_cookie(SESSION) or visitor(make=True).token
    be_personal()
    # A fresh salt each time: the same bytes in every answer could be guessed through compression.
    salt = secrets.token_bytes(_SALT)
    return base64.urlsafe_b64encode(salt + _proof(salt, anchor)).decode().rstrip("=")


def is_csrf_token(token: str) -> bool:
    """Whether a token was made for a cookie this browser holds; a form may be older than a sign-in."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return False
    salt, proof = raw[:_SALT], raw[_SALT:]
    anchors = filter(None, map(read_cookie, (STAFF, SESSION, VISIT)))
    return any(hmac.compare_digest(proof, _proof(salt, anchor)) for anchor in anchors)


def _proof(salt: bytes, anchor: str) -> bytes:
    return hmac.digest(
        house().secret_key, b"csrf\0" + salt + anchor.encode("utf-8", "surrogatepass"), "sha256"
    )


def safe_next(path: str | None, otherwise: str) -> str:
    """A path of our own to go on to; an address elsewhere is never followed."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return otherwise
    return path[:500]


def init(app: Flask) -> None:
    """Sessions and cookies for every request, the form token for every template."""
    asking.init(app)
    app.jinja_env.globals["csrf_token"] = csrf_token


def enter(door: Door) -> Response | None:
    """Let the request pass, or answer it here."""
    if door.kind == "resident":
        return _enter_resident(door)
    if door.kind == "staff":
        return _enter_staff(door)
    return None


def _enter_resident(door: Door) -> Response | None:
    seat = resident()
    if seat is not None and seat.level >= door.level:
        return None
    return _ask_to_sign_in(RESIDENT_SIGN_IN, "signed_out" if seat is None else "stronger_sign_in_needed")


def _enter_staff(door: Door) -> Response | None:
    seat = seated_staff()
    if seat is None:
        return _ask_staff(staff_session())
    if door.permission and not seat.may(door.permission):
        raise Refused("not_permitted", 403)
    return None


def _ask_staff(found: WebSession | None) -> Response:
    if found is None:
        return _ask_to_sign_in(STAFF_SIGN_IN, "staff_signed_out")
    if found.level < FULL:
        return _ask_to_sign_in(STAFF_SECOND, "staff_signed_out")
    return _ask_to_sign_in(STAFF_SWITCH, "staff_idle")


def _ask_to_sign_in(where: str, code: str) -> Response:
    # A form that was sent is not thrown away: the page of the refusal keeps what was typed.
    if request.method not in ("GET", "HEAD"):
        raise Refused(code, 401, sign_in=where)
    path = request.full_path if request.query_string else request.path
    return redirect(f"{where}?{urlencode({'next': path})}", 303)


def _session(kind: sessions.Kind, cookie: str) -> WebSession | None:
    if cookie not in met():
        token = read_cookie(cookie)
        met()[cookie] = _living(kind, token) if token else None
    return cast("WebSession | None", met()[cookie])


def _living(kind: sessions.Kind, token: str) -> WebSession | None:
    be_personal()
    found = sessions.find(db(), kind, token, now())
    if found is None or sessions.is_idle(found, now()) or not sessions.is_stale(found, now()):
        return found
    with writing(db()) as session:
        sessions.touch(session, found, now())
    return found


def _resident_seat() -> ResidentSeat | None:
    found = resident_session()
    if found is None or sessions.is_idle(found, now()):
        return None
    tokens = mail_tokens(db(), found.person_id)
    return ResidentSeat(found.person_id, Assurance(found.level), tokens, found.id)


def _staff_seat() -> StaffSeat | None:
    found = staff_session()
    if found is None or found.level < FULL or sessions.is_idle(found, now()):
        return None
    person, day = db().get(Staff, found.person_id), today(now())
    if person is None or not in_force(person.since, person.until, day):
        return None
    return staff_seat(db(), person, day, found.id, _lineage)


def _lineage(division: str) -> frozenset[str]:
    return house().pack.lineage(division, today(now()))
