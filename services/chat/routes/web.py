"""質問する: a talk on one page, with a form that works without a script."""

import re
from math import ceil

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from chatbot.dialogue.replies import Option, Options, Passage
from portal import crowd, i18n, service
from portal.doors import db, house, now, open_door, resident, visitor
from portal.home import reception, todays
from portal.refused import Refused
from portal.throttle import network
from services.chat import outside
from services.chat.actions import minds, opinions, streets, talks, worlds
from services.chat.actions.minds import Minds
from services.chat.actions.talks import LONGEST, Door
from services.chat.routes import own
from services.chat.routes.frame import spoken
from services.chat.rules.keeping import Lines

HERE = "/chat"
# Somebody may read English and write Japanese; whoever reads it aloud has to know.
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")
Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="index")(index)
    blueprint.post(HERE, endpoint="say")(say)
    blueprint.post(f"{HERE}/new", endpoint="begin_anew")(begin_anew)


@open_door
def index() -> str:
    """The talk so far, and the box."""
    return page(talks.load(db(), door()))


@open_door
def say() -> Page:
    """Something was written or pressed: answered on the same page, so that it reads on."""
    typed, action = request.form.get("said", ""), request.form.get("action", "")
    seen = talks.load(db(), door())
    if not typed.strip() and not action:
        return page(seen, wrong="empty"), 422
    slow_down()
    heard = talks.heard(typed, action, pressed(seen, action))
    talks.say(db(), door(), heard, lambda: worlds.world(town(), i18n.words().language.key), now())
    return redirect(url_for("chat.index", _anchor="newest"), 303)


@open_door
def begin_anew() -> Response:
    """What was said is erased, and the page is empty again."""
    talks.forget(db(), door())
    return redirect(url_for("chat.index"), 303)


def door() -> Door:
    """This browser's own talk."""
    return Door("chat", visitor(make=True).hash)


def town() -> worlds.Town:
    """The town as it is at this moment."""
    model = outside.model(house().settings)
    complete = model.complete if model else None
    return worlds.Town(
        house().pack, todays(), house().words.words, now(), complete, minds_here().answer, own.requests,
        lambda asked, words: service.vacancies(house().services, db(), asked, words, now()),
        lambda trouble: streets.begin(db(), trouble, "chat", now()),
    )  # fmt: skip


def minds_here() -> Minds:
    """The mind of this process: loaded by the first question."""
    settings, noted = house().settings, minds.noting(house().meter)
    found: Minds = current_app.extensions.setdefault(
        "minds",
        Minds(minds.folder(settings), opinions=lambda finder: opinions.of(settings, finder), noted=noted),
    )
    return found


def page(talk: Lines, wrong: str = "") -> str:
    """The talk on its page."""
    return i18n.page(
        "chat/index.html",
        lines=talk.lines,
        spoken=spoken,
        japanese=_JAPANESE.search,
        longest=LONGEST,
        wrong=wrong,
        errors=bool(wrong),
        contact=reception(),
    )


def pressed(talk: Lines, action: str) -> str:
    """The words of what was pressed, as they stood on the page; nothing of what a stranger made up."""
    options = [
        option
        for line in reversed(talk.lines)
        for part in line.replies
        if isinstance(part, Options)
        for option in part.options
    ]
    found = next((one for one in options if one.action == action), None)
    return _words(found) if found else ""


def slow_down() -> None:
    """A network that asks more than people do is asked to wait; whoever is signed in is counted alone."""
    seat, forms = resident(), house().settings.forms_per_network
    if not forms:
        return
    whose = seat.holder.hex() if seat else network(request.remote_addr)
    limit = crowd.ALONE if seat else crowd.together(forms)
    wait = house().crowd.let_in(f"chat {whose}", limit, now())
    if wait:
        raise Refused("too_many_tries", 429, minutes=ceil(wait.total_seconds() / 60))


def _words(option: Option) -> str:
    return option.say.text if isinstance(option.say, Passage) else str(spoken(option.say).striptags())
