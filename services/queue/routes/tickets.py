"""A ticket's own page: before whom, how long, at which counter; a notice, an arrival, a goodbye; and numbers from elsewhere."""

from math import ceil

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.answers import read
from forms.faults import Fault
from forms.field import Field
from forms.wording import Wording
from portal import crowd, i18n
from portal.asking import give_cookie, read_cookie
from portal.doors import db, house, now, open_door
from portal.home import reception
from portal.opening import today
from portal.refused import Refused
from portal.throttle import network
from services.queue.actions import days, issuing, looking, notices
from services.queue.actions.issuing import Wish
from services.queue.actions.looking import Board, Standing
from services.queue.models import Day, Ticket
from services.queue.routes.frame import board, changed, lately, office_name
from services.queue.rules.tickets import Channel, Need, State, asked

TICKET = "kmado_ticket"
MAIL = Field(
    "mail", "email", Wording({"ja": "メールアドレス", "easy": "メールアドレス", "en": "E-mail address"})
)
Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/queue/take/<office>", methods=["GET", "POST"], endpoint="take")(take)
    blueprint.get("/queue/ticket/<token>", endpoint="ticket")(ticket)
    blueprint.get("/queue/ticket/<token>/now", endpoint="ticket_now")(ticket_now)
    blueprint.post("/queue/ticket/<token>/<act>", endpoint="ticket_act")(act)
    blueprint.route("/queue/arrive/<office>/<code>", methods=["GET", "POST"], endpoint="arrive")(arrive)


@open_door
def take(office: str) -> Page:
    """A number from elsewhere: it counts when its holder is in the hall."""
    queue = days.find(db(), office)
    if request.method == "GET":
        return i18n.page(
            "queue/take.html", board=board(office), name=office_name(queue), needs=Need, contact=reception()
        )
    _not_too_many()
    needs = ",".join(request.form.getlist("needs"))
    wish = Wish(request.form.get("band", ""), needs, Channel.REMOTE, i18n.words().language.key)
    issued = issuing.issue(db(), queue, wish, now())
    changed()
    give_cookie(TICKET, issued.token)
    return redirect(url_for("queue.ticket", token=issued.token), 303)


@open_door
def ticket(token: str) -> Response:
    """How the ticket stands."""
    return _quiet(_page(issuing.by_token(db(), token, now()), token))


@open_door
def ticket_now(token: str) -> Response:
    """The part of the page that changes, for a browser that asks for it every few seconds."""
    found = issuing.by_token(db(), token, now())
    of = lately(db().get_one(Day, found.day_id).office)
    it = looking.standing(db(), found, of)
    response = _quiet(i18n.page("queue/ticket_now.html", **_shown(it, of, token)))
    response.set_etag(looking.tag(it))
    return response.make_conditional(request)


@open_door
def act(token: str, act: str) -> Page:
    """A wish for a notice, an arrival, a goodbye."""
    found = issuing.by_token(db(), token, now())
    match act:
        case "notice":
            address = read(MAIL, {"value": request.form.get("mail", "")}, today(now()))
            if address.fault or not address.value:
                fault = address.fault or Fault("required")
                return _quiet(_page(found, token, fault=fault, typed=request.form.get("mail", ""))), 422  # type: ignore[return-value]
            notices.ask(db(), found, str(address.value), i18n.words().language.key, now())
        case "arrive":
            try:
                code = request.form.get("code", "")
                issuing.arrive_by_code(db(), found, code, network(request.remote_addr), now())
            except Refused as refused:
                if refused.code != "queue_code":
                    raise
                return _quiet(_page(found, token, wrong_code=True)), 422  # type: ignore[return-value]
        case "leave":
            issuing.leave(db(), found.id, now())
        case _:
            raise Refused("ticket_unknown", 404)
    changed()
    return redirect(url_for("queue.ticket", token=token, done=act), 303)


@open_door
def arrive(office: str, code: str) -> Page:
    """The QR code in the hall: the browser that took a number knows it."""
    days.find(db(), office)
    token = read_cookie(TICKET)
    if request.method == "GET" or not token:
        known = bool(token)
        return _quiet(i18n.page("queue/arrive.html", known=known, code=code[:10], contact=reception()))
    found = issuing.by_token(db(), token, now())
    issuing.arrive_by_code(db(), found, code, network(request.remote_addr), now())
    changed()
    return redirect(url_for("queue.ticket", token=token, done="arrive"), 303)


def _page(
    found: Ticket, token: str, *, fault: Fault | None = None, wrong_code: bool = False, typed: str = ""
) -> str:
    of = _board(found)
    it = looking.standing(db(), found, of)
    return i18n.page(
        "queue/ticket.html",
        **_shown(it, of, token),
        pin=issuing.pin(db(), found) if it.state is State.AWAY else "",
        told=notices.asked(db(), found.id),
        done=request.args.get("done", ""),
        fault=fault,
        wrong_code=wrong_code,
        code=request.form.get("code", "")[:20],
        typed=typed,
        errors=fault is not None or wrong_code,
        contact=reception(),
    )


def _board(found: Ticket) -> Board:
    return board(db().get_one(Day, found.day_id).office)


def _shown(it: Standing, of: Board, token: str) -> dict[str, object]:
    return {
        "it": it,
        "queue": of.queue,
        "band": of.queue.band(it.ticket.band),
        "needs": asked(it.ticket.needs),
        "name": office_name(of.queue),
        "token": token,
    }


def _not_too_many() -> None:
    """One household does not take the town's numbers."""
    limit = house().settings.forms_per_network
    if limit:
        wait = house().crowd.let_in(
            f"queue {network(request.remote_addr)}", crowd.together(min(limit, 20)), now()
        )
        if wait:
            raise Refused("too_many_tries", 429, minutes=ceil(wait.total_seconds() / 60))


def _quiet(page: str) -> Response:
    """The address opens the ticket: no other page learns it, and no shared browser keeps what it shows."""
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
