"""The administrator's pages about who is told: an address with its secret, its log, a trial, a new secret, an end."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import i18n
from portal.db import new_id
from portal.doors import db, now, staff, staff_door
from portal.people import staff_names
from portal.states import State
from portal.words import N_
from services.connections.actions import hooks, telling
from services.connections.outside import Answer
from services.connections.routes.frame import shown
from services.connections.routes.staff_tokens import division_name, divisions, once, ticks
from services.connections.rules.events import EVENTS, TEST, Wish, faults

ROOT = "/staff/connections/webhooks"
EVENT_WORDS = {
    EVENTS[State.ARRIVED]: N_("到達"),
    EVENTS[State.ACCEPTED]: N_("受付"),
    EVENTS[State.REVIEW]: N_("審査"),
    EVENTS[State.CORRECTION]: N_("補正待ち"),
    EVENTS[State.DECIDED]: N_("決定"),
    EVENTS[State.RETURNED]: N_("返戻"),
    EVENTS[State.WITHDRAWN]: N_("取下げ"),
    EVENTS[State.DONE]: N_("完了"),
    TEST: N_("試し"),
}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    one = f"{ROOT}/<uuid:hook_id>"
    blueprint.route(f"{ROOT}/new", methods=["GET", "POST"], endpoint="webhook_new")(new)
    blueprint.get(one, endpoint="webhook")(webhook)
    blueprint.post(f"{one}/try", endpoint="webhook_try")(try_out)
    blueprint.post(f"{one}/secret", endpoint="webhook_secret")(renew)
    blueprint.post(f"{one}/stop", endpoint="webhook_stop")(stop)
    blueprint.post(f"{one}/start", endpoint="webhook_start")(start)
    blueprint.post(f"{one}/end", endpoint="webhook_end")(end)


@staff_door("connections.manage")
def new() -> str | tuple[str, int]:
    """Ask where and what to tell, and show the secret once."""
    if request.method != "POST":
        return _ask(Wish("", "", tuple(EVENTS.values()), ()), ())
    wish = _wish()
    if wrong := faults(wish, hooks.policy(db())):
        return _ask(wish, wrong), 422
    number = once()
    secret = hooks.register(db(), staff(), wish, number, now())
    return shown(
        "connections/staff/webhook_made.html", secret=secret, hook=hooks.one(db(), number), both=False
    )


def _wish() -> Wish:
    known = divisions()
    return Wish(
        name=request.form.get("name", "").strip(),
        url=request.form.get("url", "").strip(),
        events=tuple(one for one in request.form.getlist("events") if one in EVENTS.values()),
        divisions=tuple(one for one in request.form.getlist("divisions") if one in known),
    )


def _ask(wish: Wish, wrong: tuple[str, ...]) -> str:
    return shown(
        "connections/staff/webhook_new.html",
        wish=wish,
        wrong=wrong,
        errors=bool(wrong),
        once=new_id(),
        events=[
            {"id": f"events-{one}", "value": one, "label": _event(one), "selected": one in wish.events}
            for one in EVENTS.values()
        ],
        divisions=ticks("divisions", divisions(), wish.divisions),
        ports=hooks.policy(db()).ports,
        plain=hooks.policy(db()).plain,
    )


def _event(name: str) -> Markup:
    """An event in the office's word, with the name that the receiver reads."""
    return Markup('{} <code class="faint">{}</code>').format(i18n.words().gettext(EVENT_WORDS[name]), name)


@staff_door("connections.manage")
def webhook(hook_id: UUID) -> str:
    """One address, and what was told there lately."""
    return _page(hook_id)


def _page(hook_id: UUID, tried: Answer | None = None) -> str:
    hook = hooks.one(db(), hook_id)
    return shown(
        "connections/staff/webhook.html",
        hook=hook,
        events={one: i18n.words().gettext(word) for one, word in EVENT_WORDS.items()},
        divisions=[division_name(one) for one in hook.divisions],
        maker=staff_names(db(), frozenset({hook.made_by})).get(hook.made_by, ""),
        both=hook.older_until if hook.older_until and hook.older_until > now() else None,
        deliveries=hooks.deliveries(db(), hook_id),
        tried=tried,
        done=request.args.get("done", ""),
    )


@staff_door("connections.manage")
def try_out(hook_id: UUID) -> str:
    """Send something now and show what came of it."""
    return _page(hook_id, telling.try_out(db(), staff(), hook_id, now()))


@staff_door("connections.manage")
def renew(hook_id: UUID) -> str:
    """A new secret, shown once."""
    secret = hooks.renew(db(), staff(), hook_id, now())
    return shown(
        "connections/staff/webhook_made.html", secret=secret, hook=hooks.one(db(), hook_id), both=True
    )


@staff_door("connections.manage")
def stop(hook_id: UUID) -> Response:
    """Tell it nothing for a while."""
    hooks.stop(db(), staff(), hook_id, now(), again=False)
    return redirect(url_for("connections.webhook", hook_id=hook_id, done="stopped"), 303)


@staff_door("connections.manage")
def start(hook_id: UUID) -> Response:
    """Go on telling it."""
    hooks.stop(db(), staff(), hook_id, now(), again=True)
    return redirect(url_for("connections.webhook", hook_id=hook_id, done="started"), 303)


@staff_door("connections.manage")
def end(hook_id: UUID) -> Response:
    """Tell it nothing any more."""
    hooks.end(db(), staff(), hook_id, now())
    return redirect(url_for("connections.overview", done="ended"), 303)
