"""The machine in the hall: a large button for each kind of business, what somebody needs, and the ticket on paper."""

from datetime import timedelta

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import qr
from portal import i18n
from portal.asking import give_cookie
from portal.doors import db, house, now, open_door
from portal.pack.queues import Queue
from portal.refused import Refused
from services.queue.actions import days, issuing, looking
from services.queue.actions.issuing import Wish
from services.queue.models import Ticket
from services.queue.routes import frame
from services.queue.routes.frame import KIOSK, board, changed, office_name
from services.queue.rules.tickets import Channel, Need, asked

Page = str | Response | tuple[str, int]
_YEAR = timedelta(days=365)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/queue/kiosk", methods=["GET", "POST"], endpoint="kiosk")(kiosk)
    blueprint.get("/queue/kiosk/ticket/<token>", endpoint="kiosk_ticket")(ticket)
    blueprint.route("/queue/kiosk/arrive", methods=["GET", "POST"], endpoint="kiosk_arrive")(arrive)


@open_door
def kiosk() -> Page:
    """The start of the machine; any other browser is shown where to take a number."""
    if "key" in request.args:
        return _become(request.args["key"])
    queue = frame.kiosk()
    if queue is None:
        offices = [(one, office_name(one)) for one in house().pack.queues]
        return i18n.page("queue/no_kiosk.html", offices=offices)
    if request.method == "POST":
        needs = ",".join(request.form.getlist("needs"))
        wish = Wish(request.form.get("band", ""), needs, Channel.KIOSK, i18n.words().language.key)
        issued = issuing.issue(db(), queue, wish, now())
        changed()
        return redirect(url_for("queue.kiosk_ticket", token=issued.token), 303)
    return _start(queue)


@open_door
def ticket(token: str) -> Page:
    """The ticket, to be printed; its QR code leads to its own page and says nothing else."""
    queue = frame.kiosk()
    if queue is None:
        raise Refused("ticket_unknown", 404)
    found = issuing.by_token(db(), token, now())
    return _ticket(queue, found, token)


@open_door
def arrive() -> Page:
    """A number from elsewhere and the four digits of its page."""
    queue = frame.kiosk()
    if queue is None:
        raise Refused("queue_unknown", 404)
    typed = {key: request.form.get(key, "")[:20] for key in ("number", "pin")}
    found, wrong = None, False
    if request.method == "POST":
        try:
            found = issuing.arrive_at_machine(db(), queue, typed["number"], typed["pin"], now())
            changed()
        except Refused as refused:
            if refused.code != "queue_code":
                raise
            wrong = True
    label = looking.label_of(found) if found else ""
    page = i18n.page(
        "queue/kiosk_arrive.html",
        name=office_name(queue),
        label=label,
        wrong=wrong,
        typed=typed,
        errors=wrong,
    )
    return (page, 422) if wrong else page


def _become(key: str) -> Response:
    """A link from the staff page makes this browser the machine of one office."""
    if frame.kiosk_of(key) is None:
        raise Refused("queue_unknown", 404)
    give_cookie(KIOSK, key, _YEAR)
    return redirect(url_for("queue.kiosk"), 303)


def _start(queue: Queue) -> str:
    day = days.of(db(), queue, now())
    code = day.code if day else ""
    link = url_for("queue.arrive", office=queue.office, code=code, _external=False) if code else ""
    symbol = (
        qr.svg(house().settings.base_url + link, i18n.gettext("着いたことを知らせるQRコード")) if code else ""
    )
    return i18n.page(
        "queue/kiosk.html",
        board=board(queue.office),
        name=office_name(queue),
        needs=Need,
        code=code,
        symbol=symbol,
        remote=any(one.remote for one in queue.bands),
    )


def _ticket(queue: Queue, found: Ticket, token: str) -> Response:
    link = house().settings.base_url + url_for("queue.ticket", token=token)
    of = board(queue.office)
    response = make_response(
        i18n.page(
            "queue/kiosk_ticket.html",
            it=looking.standing(db(), found, of),
            band=queue.band(found.band),
            needs=asked(found.needs),
            name=office_name(queue),
            symbol=qr.svg(link, i18n.gettext("この番号のページのQRコード")),
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response
