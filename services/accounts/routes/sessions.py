"""What a resident can look at and end: the browsers that are signed in, the answers that are kept."""

from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from forms.show import plain
from portal import i18n, saved_answers, sessions
from portal.doors import db, holders, house, now, resident, resident_door
from portal.opening import today
from portal.people import ResidentSeat
from portal.refused import Refused
from portal.saved_answers import Saved
from services.accounts.actions import erasing, kept, residents
from services.accounts.actions.kept import Answers
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
        kept.forget(db(), seat.id, request.form.get("field", "")[:60], now())
        return redirect("/me/answers?done=1", 303)
    found = kept.of_resident(db(), seat.id)
    order = list(house().pack.dictionary)
    known = sorted((one for one in found.saved if one.field in order), key=lambda one: order.index(one.field))
    rows = [_answer(found, one) for one in known]
    years = saved_answers.UNUSED_LIVES.days // 365
    return i18n.page("accounts/answers.html", rows=rows, years=years, done="done" in request.args)


def _answer(found: Answers, one: Saved) -> dict[str, object]:
    field = house().pack.dictionary[one.field]
    return {
        "key": one.field,
        "label": field.label,
        "value": plain(field, one.value, i18n.words().language.key),
        "source": _title(one.source),
        "number": _request(found, one.case_id),
        "agreed": i18n.day(today(one.consent_at)),
        "uses": [
            {"at": i18n.moment(use.at), "title": _title(use.procedure), **_told(found, use.case_id)}
            for use in found.uses.get(one.field, ())
        ],
    }


def _title(procedure: str) -> object:
    known = house().pack.procedures.get(procedure)
    return known.title if known else ""


def _request(found: Answers, case_id: UUID | None) -> str:
    one = found.requests.get(case_id) if case_id else None
    return one.receipt_no if one else ""


def _office(division: str) -> object:
    pack = house().pack
    try:
        return pack.division(division, today(now())).name
    except LookupError:
        # A division that nobody succeeded; the reception always answers for it.
        return pack.division(pack.town.reception, today(now())).name


def _told(found: Answers, case_id: UUID) -> dict[str, object]:
    """The number of the request, and how often its office looked at it."""
    one = found.requests.get(case_id)
    if one is None or one.looks is None:
        return {"number": one.receipt_no if one else "", "looks": 0}
    return {
        "number": one.receipt_no,
        "looks": one.looks.count,
        "office": _office(one.division),
        "last": i18n.moment(one.looks.last),
    }


@resident_door()
def forget_me() -> str | Response | tuple[str, int]:
    """The account itself is forgotten; what was filed stays with the town and is followed by its receipt number."""
    seat = _seat()
    if request.method != "POST":
        return i18n.page("accounts/erase.html", held=erasing.held(db(), seat, holders(), now()))
    try:
        erasing.forget(db(), seat, holders(), now())
    except Refused as refused:
        # A hold came between the page and the button: the page says which.
        held = erasing.held(db(), seat, holders(), now())
        return i18n.page("accounts/erase.html", held=held), refused.status
    unseat_resident()
    return redirect("/me/signed-out", 303)
