"""From everything that was answered to the slip: the page that shows it once more, the QR code, the spoken code, the end."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for

from forms import events
from forms.qr import svg
from forms.together import Page as Sheet
from forms.together import Together
from portal import i18n
from portal.asking import give_cookie, read_cookie
from portal.doors import db, house, now, open_door
from portal.opening import today
from portal.refused import Refused
from portal.throttle import network
from services.window.actions import preparing, slips, spoken
from services.window.actions.slips import Standing
from services.window.routes import frame, prepare
from services.window.routes.frame import Page
from services.window.rules import tokens

# The tokens of this browser's slips, the newest first; they stand in no address and in no log.
COOKIE = "kmado_slips"
MOST = 5


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/window/<key>/prepare/check", methods=["GET", "POST"])(check)
    blueprint.get("/window/slip")(newest)
    blueprint.get("/window/slip/<uuid:slip_id>")(slip)
    blueprint.post("/window/slip/<uuid:slip_id>/code")(code)
    blueprint.route("/window/slip/<uuid:slip_id>/erase", methods=["GET", "POST"])(erase)


@open_door
def check(key: str) -> Page:
    """Everything that was answered, with links to change it; then the slip is made."""
    event = frame.event_of(key)
    held = frame.needed(event)
    form = frame.together(event, held.answers)
    if form.first_unanswered is not None:
        return prepare.onward(event, form)
    faulty = form.first_faulty()
    if faulty is not None:
        place = url_for("window.step", key=key, step=faulty.step.key, back="check")
        return redirect(place, 303)
    if request.method == "POST" and form.lasting:
        try:
            token = preparing.finish(db(), held, i18n.words().language.key, now())
        except Refused as refused:
            if refused.code != "draft_changed":
                raise
            # Another page of it was saved at this moment, or this is the second of two clicks.
            return redirect(url_for("window.check", key=key), 303)
        _keep([token, *_tokens()])
        return redirect(url_for("window.slip", slip_id=tokens.key(token).id), 303)
    asked = events.asked(event, held.answers, today(now()))
    change = url_for("window.questions", key=key)
    return i18n.page(
        "window/check.html",
        first=[frame.row(ask, held.answers.get(ask.key), change) for ask in asked],
        sheets=[_sheet(key, form, page) for page in form.pages],
        exits=form.exits,
        lasting=frame.listed(form.lasting),
        back=url_for("window.event", key=key),
        **frame.told(event),
    )


def _sheet(key: str, form: Together, page: Sheet) -> dict[str, object]:
    href = url_for("window.step", key=key, step=page.step.key, back="check")
    if not page.group:
        rows = [frame.row(ask, form.answers.get(ask.key), href) for ask in page.step.asks]
        return {"step": page.step, "rows": rows, "people": None}
    people = [
        {"name": form.name(page, place), "rows": prepare.rows(form, page, place)}
        for place in form.places(page)
    ]
    return {"step": page.step, "people": people, "href": href, "label": page.step.asks[0].label}


# ------------------------------------------------------------------ the slip


def _tokens() -> list[str]:
    found = (tokens.read(one) for one in read_cookie(COOKIE).split("."))
    return [one for one in found if one and not tokens.is_code(one)][:MOST]


def _keep(held: list[str]) -> None:
    """The cookie lives as long as the newest slip; the database forgets the older ones by itself."""
    give_cookie(COOKIE, ".".join(dict.fromkeys(held[:MOST])), tokens.SLIP_LIVES)


def _mine(slip_id: UUID) -> tuple[str, Standing]:
    """The slip of an address where this browser holds its token; for all others there is none."""
    token = next((one for one in _tokens() if tokens.key(one).id == slip_id), "")
    found = slips.look(db(), token, now()) if token else None
    if found is None:
        abort(404)
    return token, found


@open_door
def newest() -> Page:
    """The slips of this browser; where there is one, it is opened at once."""
    held = [found for token in _tokens() if (found := slips.look(db(), token, now()))]
    if len(held) == 1:
        return redirect(url_for("window.slip", slip_id=held[0].id), 303)
    listed = [{**_told(one), "href": url_for("window.slip", slip_id=one.id)} for one in held]
    return i18n.page("window/slips.html", slips=listed, contact=frame.reception())


@open_door
def slip(slip_id: UUID) -> Page:
    """The QR code, large; it is a preparation, and not yet a request."""
    token, found = _mine(slip_id)
    title = i18n.gettext("窓口で読み取るQRコード")
    return i18n.page(
        "window/slip.html",
        id=slip_id,
        qr=svg(token, title) if found.payload else "",
        contact=frame.reception(),
        **_told(found),
    )


def _told(found: Standing) -> dict[str, object]:
    """What is said of a slip: of which event, until when, and what to bring."""
    payload = found.payload
    event = house().pack.events.get(payload.event) if payload else None
    form = frame.together(event, payload.answers) if event and payload else None
    return {
        "event": event,
        "used": found.used_at,
        "until": i18n.moment(found.expires_at),
        "made": _day(found.made_at),
        "bring": events.bring(form.lasting) if form else (),
        "procedures": frame.listed(form.lasting) if form else [],
    }


def _day(moment: datetime) -> object:
    return i18n.day(today(moment))


@open_door
def code(slip_id: UUID) -> Page:
    """Eight letters to be said at the counter; asking again makes others."""
    token, found = _mine(slip_id)
    made = spoken.make(db(), token, network(request.remote_addr), now())
    return i18n.page(
        "window/spoken.html",
        id=slip_id,
        code=tokens.spaced(made),
        ends=i18n.moment(now() + tokens.CODE_LIVES),
        contact=frame.reception(),
        **_told(found),
    )


@open_door
def erase(slip_id: UUID) -> Page:
    """Gone at once, at the wish of whoever made it; asked once more before."""
    token, found = _mine(slip_id)
    if request.method == "POST":
        slips.erase(db(), token)
        _keep([one for one in _tokens() if one != token])
        return redirect(url_for("window.guides"), 303)
    return i18n.page("window/erase.html", id=slip_id, contact=frame.reception(), **_told(found))
