"""A family books a time without an account, and finds, changes or calls it off by the code on its paper and in its mail."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms import events
from forms.field import Value
from forms.step_form import StepForm
from forms.text import displayable
from forms.wording import Wording
from portal import i18n
from portal.doors import db, house, now, open_door, visitor
from portal.opening import today
from portal.pack.farewell import BookingOffice
from portal.refused import Refused
from portal.throttle import network
from portal.whom import contact
from services.window.actions import booked_days, bookings, checklist, preparing
from services.window.actions.bookings import EVENT, Opened, Wish
from services.window.routes.booking_form import DATED, answered, form_of, parts, still_asked
from services.window.rules import booking as rules
from services.window.rules.booking import Slot

Page = str | AnyResponse | tuple[str, int]
HERE = "/window/shibou/booking"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="booking_days")(days)
    blueprint.route(f"{HERE}/new", methods=["GET", "POST"], endpoint="booking_new")(new)
    blueprint.get(f"{HERE}/find", endpoint="booking_find")(find)
    blueprint.get(f"{HERE}/<code>", endpoint="booking")(booking)
    blueprint.route(f"{HERE}/<code>/change", methods=["GET", "POST"], endpoint="booking_change")(change)
    blueprint.route(f"{HERE}/<code>/cancel", methods=["GET", "POST"], endpoint="booking_cancel")(cancel)
    blueprint.get(f"{HERE}/<code>/list.pdf", endpoint="booking_paper")(paper)
    blueprint.route("/window/shibou/list", methods=["GET", "POST"], endpoint="farewell_list")(dated)


@open_door
def days() -> Page:
    """Which days and times are free at an office."""
    office = _office(request.args.get("office", ""))
    return i18n.page(
        "window/booking_days.html",
        office=office,
        offices=[(one, house().pack.office(one.office, today(now())).name) for one in _offices()],
        days=booked_days.free(db(), house().pack, office.office, now()),
        contact=_contact(office),
    )


@open_door
def new() -> Page:
    """The questions, and the booking itself; what was prepared on this browser need not be typed again."""
    if request.method == "GET" and "at" not in request.args:
        return redirect(url_for("window.booking_days"), 303)
    slot, kept = _wanted(), _prepared()
    form = form_of(still_asked(kept), kept, typed=request.method == "POST")
    if request.method == "GET" or form.searching:
        return _ask(slot, form)
    if not form.validate():
        return _ask(slot, form), 422
    hidden = request.form.get("shielded") == "yes"
    wish = Wish(
        slot=slot,
        answers={**kept, **answered(form)},
        locale=i18n.words().language.key,
        shielded=hidden,
        mail_is_safe=request.form.get("mail_is_safe") == "yes",
    )
    try:
        made = bookings.book(db(), wish, now(), network=network(request.remote_addr))
    except Refused as refused:
        if refused.code not in ("slot_taken", "slot_unknown"):
            raise
        return _ask(slot, form, taken=refused.code), refused.status
    return redirect(url_for("window.booking", code=made.code, made="1"), 303)


@open_door
def find() -> Page:
    """The code typed by hand, for whoever has the paper and not the mail."""
    typed = request.args.get("code", "")[:100]
    code = rules.read_code(typed)
    if code:
        return redirect(url_for("window.booking", code=code), 303)
    wrong = bool(typed.strip())
    page = i18n.page("window/booking_find.html", typed=displayable(typed), wrong=wrong, errors=wrong or None)
    return (page, 422) if wrong else page


@open_door
def booking(code: str) -> Response:
    """The booking: when, where, what to bring, and what can be done with it."""
    found = _found(code)
    return _quiet(i18n.page("window/booking.html", made="made" in request.args, **_told(found)))


@open_door
def change(code: str) -> Response:
    """Another time; pressing one is enough."""
    found = _found(code)
    fault = ""
    if request.method == "POST":
        try:
            moved = bookings.move(db(), found, _wanted(), now())
            return _quiet(redirect(url_for("window.booking", code=moved.code, made="1"), 303))
        except Refused as refused:
            if refused.code not in ("slot_taken", "slot_unknown"):
                raise
            fault = refused.code
    office = _office(request.args.get("office", "") or found.slot.office)
    page = i18n.page(
        "window/booking_change.html",
        days=booked_days.free(db(), house().pack, office.office, now()),
        fault=fault,
        errors=fault or None,
        **_told(found),
    )
    return _quiet((page, 409) if fault else page)


@open_door
def cancel(code: str) -> Response:
    """Called off, after one more question."""
    found = _found(code)
    if request.method == "POST":
        bookings.cancel(db(), found, now())
        return _quiet(i18n.page("window/booking_cancelled.html", contact=_told(found)["contact"]))
    return _quiet(i18n.page("window/booking_cancel.html", **_told(found)))


@open_door
def paper(code: str) -> Response:
    """The booking and the dated list in one PDF."""
    found = _found(code)
    lang = i18n.words().language.key
    head = booking_head(found, lang, bring_list(found.answers))
    return _pdf(checklist.pdf(house().printer, house().pack, found.answers, lang, today(now()), head))


@open_door
def dated() -> Page:
    """The dated list for whoever does not book; the day of death comes by the form and stands in no address."""
    kept = {key: value for key, value in _prepared().items() if key in DATED}
    form = form_of(DATED, kept, typed=request.method == "POST")
    if request.method == "POST" and form.validate():
        answers = answered(form)
        lang = i18n.words().language.key
        return _pdf(checklist.pdf(house().printer, house().pack, answers, lang, today(now())))
    page = i18n.page("window/farewell_list.html", form=form, contact=_contact(None))
    return (page, 422) if request.method == "POST" else page


def booking_head(found: Opened, lang: str, bring: tuple[Wording, ...]) -> dict[str, object]:
    """What heads the paper: when and where the family is expected."""
    pack, slot = house().pack, found.slot
    office = pack.office(slot.office, slot.day)
    division = checklist.division(pack, found.booking.division, slot.day)
    return {
        "when": f"{checklist.written(slot.day, lang)} {slot.starts}",
        "office": office.name.say(lang).text,
        "place": bookings.receiving(pack, slot.office).place.say(lang).text,
        "address": office.address.say(lang).text,
        "phone": division.phone,
        "code": found.code,
        "bring": tuple(one.say(lang).text for one in bring),
    }


def _wanted() -> Slot:
    """The time that was asked for, at an office that receives families."""
    slot = rules.slot(request.values.get("at", ""))
    if slot is None or house().pack.farewell.at(slot.office) is None:
        raise Refused("slot_unknown", 404)
    return slot


def _prepared() -> dict[str, Value]:
    """What this browser has prepared of the event; nothing is kept by looking."""
    if not visitor().known:
        return {}
    found = preparing.find(db(), visitor().hash, EVENT, now())
    return dict(found.answers) if found else {}


def _offices() -> tuple[BookingOffice, ...]:
    return house().pack.farewell.offices


def _office(id: str) -> BookingOffice:
    """The office that was asked for, else the first; a town that receives nobody has no such page."""
    if not _offices():
        abort(404)
    return house().pack.farewell.at(id) or _offices()[0]


def _ask(slot: Slot, form: StepForm, taken: str = "") -> str:
    pack = house().pack
    office = bookings.receiving(pack, slot.office)
    near = [one for one in booked_days.free(db(), pack, slot.office, now()) if one.open] if taken else []
    return i18n.page(
        "window/booking_new.html",
        slot=slot,
        office=office,
        office_name=pack.office(slot.office, slot.day).name,
        form=form,
        parts=parts(form),
        taken=taken,
        days=near[:5],
        hidden=request.form.get("shielded") == "yes",
        safe=request.form.get("mail_is_safe") == "yes",
        contact=_contact(office),
    )


def _found(code: str) -> Opened:
    return bookings.find(db(), code, now(), network(request.remote_addr))


def _told(found: Opened) -> dict[str, object]:
    pack, slot = house().pack, found.slot
    office = bookings.receiving(pack, slot.office)
    return {
        "booking": found.booking,
        "code": found.code,
        "slot": slot,
        "office": office,
        "office_name": pack.office(slot.office, slot.day).name,
        "changes": rules.may_change(found.booking.state, slot, now()),
        "bring": bring_list(found.answers),
        "mailed": bool(found.answers.get("email")) and (not found.booking.shielded or found.mail_is_safe),
        "contact": _contact(office),
    }


def bring_list(answers: Mapping[str, Value]) -> tuple[Wording, ...]:
    """What to bring for everything that follows from the answers, each thing once."""
    pack, day = house().pack, today(now())
    event = pack.events.get(EVENT)
    if event is None:
        return ()
    chosen = events.chosen(event, answers, day)
    return events.bring(pack.procedures[one.procedure] for one in chosen if pack.offered(one.procedure, day))


def _contact(office: BookingOffice | None) -> dict[str, object]:
    pack, day = house().pack, today(now())
    division = pack.division(office.division if office else pack.town.reception, day)
    return contact(division, pack.office(division.office, day), day)


def _pdf(body: bytes) -> Response:
    headers = {"Content-Disposition": 'inline; filename="okuyami.pdf"', "Cache-Control": "no-store"}
    return Response(body, mimetype="application/pdf", headers=headers)


def _quiet(page: Page) -> Response:
    """The address is a secret: no other page learns it, and no shared browser keeps what it shows."""
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
