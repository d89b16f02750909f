"""The counter's page: call the next number, again, absent, on to another band, finish; everything by the keyboard."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import i18n
from portal.doors import db, house, now, staff, staff_door
from portal.pack.queues import Queue
from portal.people import staff_names
from services.queue.actions import calling, days, desk, issuing
from services.queue.actions.days import MANAGE, SERVE
from services.queue.actions.issuing import Wish
from services.queue.routes.frame import board, changed, office_name, shown
from services.queue.rules.tickets import Channel, Need

Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/queue", endpoint="desk_index")(index)
    blueprint.get("/staff/queue/<office>", endpoint="desk")(page)
    blueprint.get("/staff/queue/<office>/now", endpoint="desk_now")(page_now)
    blueprint.post("/staff/queue/<office>/<act>", endpoint="desk_act")(act)


@staff_door(SERVE)
def index() -> Page:
    """The offices one works in; where there is one, its page."""
    mine = days.offices_of(db(), staff(), SERVE, now())
    queues = [one for one in house().pack.queues if one.office in mine]
    if len(queues) == 1:
        return redirect(url_for("queue.desk", office=queues[0].office), 303)
    return shown("queue/staff/index.html", queues=[(one, office_name(one)) for one in queues])


@staff_door(SERVE)
def page(office: str) -> str:
    """The counter, and who waits."""
    queue = _mine(office)
    found = desk.see(db(), staff(), queue, now())
    return shown(
        "queue/staff/desk.html",
        **_line(queue),
        name=office_name(queue),
        my=found.mine,
        current=found.current,
        counters=found.counters,
        names=staff_names(db(), frozenset(one.staff_id for one in found.counters if one.staff_id)),
        kinds=Need,
        bands=(pairs := _pairs(queue)),
        onward=[one for one in pairs if found.current is None or one[0] != found.current.band],
        may_manage=queue.office in days.offices_of(db(), staff(), MANAGE, now()),
        done=request.args.get("done", ""),
        given=request.args.get("given", "")[:5],
    )


@staff_door(SERVE)
def page_now(office: str) -> Response:
    """Who waits, for a page that asks every few seconds."""
    queue = _mine(office)
    response = Response(i18n.page("queue/staff/line.html", **_line(queue)), mimetype="text/html")
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@staff_door(SERVE)
def act(office: str, act: str) -> Page:
    """One thing done at a counter."""
    if act not in ACTS:
        abort(404)
    queue = _mine(office)
    done, given = ACTS[act](queue) or act, ""
    if done.startswith("issue."):
        done, _, given = done.partition(".")
    changed()
    return redirect(url_for("queue.desk", office=office, done=done, given=given or None), 303)


def _sit(queue: Queue) -> None:
    over = request.form.get("over") == "yes"
    calling.sit(db(), staff(), queue, _number("counter"), now(), over=over)


def _next(queue: Queue) -> str:
    return "next" if calling.call_next(db(), staff(), queue, _seen(), now()) else "nobody"


def _transfer(queue: Queue) -> None:
    calling.transfer(db(), staff(), queue, _seen(), request.form.get("band", ""), now())


def _leave(queue: Queue) -> None:
    issuing.leave_from(db(), queue, _ticket(), now(), staff())


def _issue(queue: Queue) -> str:
    needs = ",".join(request.form.getlist("needs"))
    wish = Wish(request.form.get("band", ""), needs, Channel.COUNTER, i18n.words().language.key)
    return f"issue.{issuing.issue(db(), queue, wish, now(), staff()).label}"


# What a button does; one that has more to tell than its own name gives it.
ACTS: Mapping[str, Callable[[Queue], str | None]] = {
    "sit": _sit,
    "rise": lambda queue: calling.rise(db(), staff(), queue, now()),
    "next": _next,
    "again": lambda queue: calling.again(db(), staff(), queue, _seen(), now()),
    "absent": lambda queue: calling.absent(db(), staff(), queue, _seen(), now()),
    "finish": lambda queue: calling.finish(db(), staff(), queue, _seen(), now()),
    "transfer": _transfer,
    "back": lambda queue: calling.back(db(), staff(), queue, _ticket(), now()),
    "leave": _leave,
    "issue": _issue,
}


def _seen() -> str:
    """The ticket that the page showed at the counter."""
    return request.form.get("seen", "")


def _pairs(queue: Queue) -> list[tuple[str, str]]:
    """The kinds of business as a list to choose from."""
    key = i18n.words().language.key
    return [(one.letter, f"{one.letter} {one.title.say(key).text}") for one in queue.bands]


def _mine(office: str) -> Queue:
    return days.find_for(db(), staff(), office, SERVE, now())


def _line(queue: Queue) -> dict[str, object]:
    return {"board": board(queue.office), "line": desk.line(db(), queue, now()), "queue": queue}


def _number(name: str) -> int:
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def _ticket() -> UUID:
    try:
        return UUID(request.form.get("ticket", ""))
    except ValueError:
        abort(404)
