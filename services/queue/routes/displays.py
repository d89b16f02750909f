"""The large display of a hall: drawn by the server, asked for every second, shown and spoken in Japanese and in English."""

from flask import Blueprint, Response, send_file

from portal import i18n
from portal.doors import db, house, open_door
from portal.refused import Refused
from services.queue.actions import days, speaking
from services.queue.actions.looking import Called
from services.queue.routes.frame import board, for_all, office_name
from services.queue.rules import spoken

# So many counters fit on a screen that is read from ten metres.
_MOST = 7


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/queue/display/<office>", endpoint="display")(display)
    blueprint.get("/queue/display/<office>/now", endpoint="display_now")(display_now)
    blueprint.get("/queue/speech/<clip>.wav", endpoint="speech")(speech)


@open_door
def display(office: str) -> Response:
    """The whole screen; it reloads itself where no script runs."""
    response = for_all(_drawn(office, "queue/display.html"))
    # The screen speaks by itself, with nobody there to press a button.
    features = "camera=(), microphone=(), geolocation=(), autoplay=(self)"
    response.headers["Permissions-Policy"] = features
    return response


@open_door
def display_now(office: str) -> Response:
    """What changes on it."""
    return for_all(_drawn(office, "queue/display_now.html"))


@open_door
def speech(clip: str) -> Response:
    """A few words, where this machine can speak; a display's browser speaks itself where it cannot."""
    path = speaking.find(db(), clip)
    if path is None:
        raise Refused("clip_unknown", 404)
    response = send_file(path.absolute(), mimetype="audio/wav", max_age=86_400)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _drawn(office: str, template: str) -> str:
    queue = days.find(db(), office)
    i18n.speak_only("ja")
    now = board(office)
    return i18n.page(
        template,
        board=now,
        name=office_name(queue),
        calls=[(one, _said(one)) for one in now.calls[:_MOST]],
        en=house().words.words("en").text,
        english="en",
    )


def _said(call: Called) -> dict[str, tuple[str, str]]:
    """The clips and the sentence of a call, by language."""
    return {
        lang: (
            " ".join(spoken.clips(lang, call.letter, call.number, call.counter)),
            spoken.whole(lang, call.letter, call.number, call.counter),
        )
        for lang in spoken.LANGUAGES
    }
