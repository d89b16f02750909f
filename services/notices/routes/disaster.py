"""災害のときの案内: an administrator's page that turns front page, greeting and menu at once."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import disaster
from portal.doors import db, house, now, staff, staff_door
from portal.people import staff_names
from services.notices.actions import switching
from services.notices.actions.switching import SWITCH, WORD
from services.notices.routes.frame import shown

ROOT = "/staff/notices/disaster"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(ROOT, endpoint="disaster")(page)
    blueprint.post(f"{ROOT}/on", endpoint="disaster_on")(on)
    blueprint.post(f"{ROOT}/off", endpoint="disaster_off")(off)


@staff_door(SWITCH)
def page() -> str:
    """How it stands, and the one thing that can be done about it."""
    row = db().get(disaster.DisasterMode, 1)
    by = row.changed_by if row else None
    return shown(
        "notices/staff/disaster.html",
        standing=disaster.read(db()),
        changed=row,
        who=staff_names(db(), frozenset({by})).get(by, "") if by else "",
        word=WORD,
        longest=disaster.LONGEST,
        has_line=house().settings.line,
        done=request.args.get("done", ""),
    )


@staff_door(SWITCH)
def on() -> Response:
    """It is a disaster, or the headline is another."""
    words = {lang: request.form.get(lang, "") for lang in ("ja", "easy", "en")}
    switching.begin(db(), words, request.form.get("word", ""), staff().id, now())
    return _done("on")


@staff_door(SWITCH)
def off() -> Response:
    """It is over."""
    switching.end(db(), request.form.get("word", ""), staff().id, now())
    return _done("off")


def _done(what: str) -> Response:
    disaster.forget(house().db)
    return redirect(url_for("notices.disaster", done=what), 303)
