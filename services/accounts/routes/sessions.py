"""What a resident can look at and end: the browsers that are signed in, the answers that are kept."""

from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from forms.show import plain
from portal import i18n, saved_answers, sessions
from portal.db import writing
from portal.doors import db, house, now, resident, resident_door
from portal.people import ResidentSeat
from services.accounts.actions import erasing, residents
from services.accounts.routes.browser import unseat_resident


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/me/sessions", methods=["GET", "POST"])(mine)
    blueprint.route("/me/answers", methods=["GET", "POST"])(answers)
    blueprint.route("/me/erase", methods=["GET", "POST"])(forget_me)


def _seat() -> ResidentSeat:
    seat = resident()
    assert seat is not None  # noqa: S101 (the door let only a signed-in resident in)
    return seat


@resident_door()
def mine() -> str | Response:
    """The browsers that are signed in; any of them can be signed out from here."""
    seat = _seat()
    if request.method == "POST":
        return _end(seat)
    rows = [
        {
            "id": one.id,
            "label": one.label,
            "made": i18n.moment(one.made_at),
            "seen": i18n.moment(one.seen_at),
            "here": one.id == seat.session_id,
        }
        for one in sessions.of_person(db(), "resident", seat.id, now())
    ]
    return i18n.page("accounts/sessions.html", rows=rows, done="done" in request.args)


def _end(seat: ResidentSeat) -> Response:
    chosen = _uuid(request.form.get("session", ""))
    residents.revoke(db(), seat, now(), chosen)
    if chosen is None or chosen == seat.session_id:
        unseat_resident()
        return redirect("/me/signed-out", 303)
    return redirect("/me/sessions?done=1", 303)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@resident_door()
def answers() -> str | Response:
    """What is kept to be filled in next time, and the button that forgets it."""
    seat = _seat()
    if request.method == "POST":
        with writing(db()) as session:
            saved_answers.forget(session, seat.id)
        return redirect("/me/answers?done=1", 303)
    dictionary, lang = house().pack.dictionary, i18n.words().language.key
    rows = [
        {"label": dictionary[key].label, "value": plain(dictionary[key], value, lang)}
        for key, value in saved_answers.of_resident(db(), seat.id).items()
        if key in dictionary
    ]
    return i18n.page("accounts/answers.html", rows=rows, done="done" in request.args)


@resident_door()
def forget_me() -> str | Response:
    """The account itself is forgotten; what was filed stays with the town and is followed by its receipt number."""
    seat = _seat()
    if request.method != "POST":
        return i18n.page("accounts/erase.html")
    with writing(db()) as session:
        erasing.erase(session, seat.id)
    unseat_resident()
    return redirect("/me/signed-out", 303)
