"""What the resident reads: everything once more in large letters, on the clerk's screen turned round or on a tablet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import show
from forms.procedure import Ask, Procedure, Sign
from forms.wording import Wording
from portal import i18n, throttle
from portal.doors import db, house, now, open_door, staff, staff_door, visitor
from portal.opening import today
from portal.refused import Refused
from services.window.actions import confirming, joining, planning, visits
from services.window.actions.planning import Plan
from services.window.actions.visits import Open
from services.window.rules import signing
from services.window.rules.serving import SERVE

Page = str | Response | tuple[str, int]
PAD, HAND = "pad-", "hand-"


@dataclass(frozen=True)
class Topic:
    """One topic to be read: its lines, each a question and what was answered."""

    title: Wording
    name: str
    lines: tuple[tuple[Wording, str], ...]

    def __repr__(self) -> str:
        return "Topic(…)"


@dataclass(frozen=True)
class Pad:
    """One form that is signed on the screen: what was drawn so far, or that its paper is signed instead."""

    form: Procedure
    path: str
    by_hand: bool

    @property
    def is_empty(self) -> bool:
        """Whether nobody has signed it on the screen."""
        return signing.is_empty(self.path)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/staff/window/<uuid:visit_id>/confirm", methods=["GET", "POST"], endpoint="confirm")(
        confirm
    )
    blueprint.get("/window/tablet", endpoint="tablet")(tablet)
    blueprint.post("/window/tablet", endpoint="bind_tablet")(bind_tablet)
    blueprint.post("/window/tablet/confirm", endpoint="confirm_tablet")(confirm_tablet)


@staff_door(SERVE)
def confirm(visit_id: UUID) -> Page:
    """The same on the clerk's own screen, turned to the resident."""
    found = visits.find(db(), staff(), visit_id, now())
    back = url_for("window.visit", visit_id=visit_id, lang=_back())
    if request.method == "GET":
        return _page(found, back=back)
    try:
        _confirm(found, ("staff", staff().id))
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        found = visits.find(db(), staff(), visit_id, now())
        return _page(found, back=back, refused=refused), refused.status
    return redirect(back + "#done", 303)


@open_door
def tablet() -> str:
    """What lies on the counter: a code to be typed once, an empty page that waits, or what is to be read."""
    lying = joining.on_tablet(db(), visitor().hash, now())
    if lying is None:
        return i18n.page("window/tablet_code.html", refused=None)
    found = joining.shown(db(), lying, now())
    if found is None:
        return i18n.page("window/tablet_waits.html", done="done" in request.args)
    return _page(found)


@open_door
def bind_tablet() -> Page:
    """The code that a clerk read out binds this browser to their seat for the day."""
    network = throttle.network(request.remote_addr)
    try:
        joining.bind_tablet(db(), request.form.get("code", ""), visitor(make=True).hash, network, now())
    except Refused as refused:
        if refused.status == 429:
            raise
        return i18n.page("window/tablet_code.html", refused=refused, errors=True), 422
    return redirect(url_for("window.tablet"), 303)


@open_door
def confirm_tablet() -> Page:
    """「まちがいありません」: the tablet waits for the next one, the clerk's page knows."""
    lying = joining.on_tablet(db(), visitor().hash, now())
    found = joining.shown(db(), lying, now()) if lying else None
    if found is None:
        return redirect(url_for("window.tablet"), 303)
    if "wrong" in request.form:
        joining.away(db(), found.id)
        return redirect(url_for("window.tablet"), 303)
    try:
        _confirm(found, ("resident", None))
    except Refused as refused:
        if refused.status == 422:
            return _page(found, refused=refused), 422
        if refused.status != 409:
            raise
        return redirect(url_for("window.tablet", changed="yes"), 303)
    joining.away(db(), found.id)
    return redirect(url_for("window.tablet", done="yes"), 303)


def _confirm(found: Open, actor: tuple[str, UUID | None]) -> None:
    plan = planning.plan(found, house().pack, today(now()))
    if not plan.is_whole:
        raise Refused("visit_changed", status=409)
    pads = {one.key: _drawn(one.key) for one in _padded(plan) if not _by_hand(one.key)}
    seen = request.form.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    confirming.confirm(db(), found, version, pads, actor, now())


def _page(found: Open, *, back: str = "", refused: Refused | None = None) -> str:
    plan = planning.plan(found, house().pack, today(now()))
    unsigned = refused if refused is not None and refused.status == 422 else None
    return i18n.page(
        "window/confirm.html",
        topics=tuple(topics(plan, i18n.words().language.key)),
        procedures=plan.together.lasting,
        pads=[Pad(one, _drawn(one.key), _by_hand(one.key)) for one in _padded(plan)],
        version=found.row.version,
        whole=plan.is_whole,
        back=back,
        changed=(refused is not None and unsigned is None) or "changed" in request.args,
        refused=unsigned,
        errors=unsigned,
        tongue=_back(),
    )


def _padded(plan: Plan) -> list[Procedure]:
    """The forms that are signed on the screen."""
    return [one for one in plan.together.lasting if one.sign is Sign.PAD]


def _drawn(key: str) -> str:
    return request.form.get(f"{PAD}{key}", "")


def _by_hand(key: str) -> bool:
    """Whether somebody would rather sign the paper than the screen."""
    return f"{HAND}{key}" in request.form


def _back() -> str:
    """The language of the clerk's own pages, to which the screen goes back."""
    asked = request.values.get("back", "")
    return asked if asked in ("ja", "easy", "en") else "ja"


def topics(plan: Plan, lang: str) -> Iterator[Topic]:
    """Everything that was answered, each answer once, in the order in which it was asked."""
    if plan.event and plan.asks:
        yield Topic(plan.event.title, "", _lines(plan.asks, plan.answers, lang))
    for page in plan.together.pages:
        if not page.step.repeat:
            yield Topic(page.step.title, "", _lines(page.step.asks, plan.answers, lang))
            continue
        for place in plan.together.places(page):
            item = plan.together.item(page, place)
            name = next((str(value) for key, value in item.items() if key.endswith("name") and value), "")
            yield Topic(page.step.title, name, _lines(plan.together.item_asks(page, place), item, lang))


def _lines(asks: tuple[Ask, ...], answers: Mapping[str, Any], lang: str) -> tuple[tuple[Wording, str], ...]:
    shown = ((ask.label, show.plain(ask.field, answers.get(ask.key), lang)) for ask in asks)
    return tuple((label, text) for label, text in shown if text)
