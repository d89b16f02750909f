"""予約 for staff: who comes on which day and what became of it, bookings taken on the telephone, sheets for the divisions."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms import show
from portal import desk_frame, i18n, shielded
from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.pack import lists
from portal.refused import Refused
from portal.words import LANGUAGES
from services.window.actions import beforehand, booked_days, bookings, checklist, receiving
from services.window.actions.booked_days import SERVE
from services.window.actions.bookings import Opened, Wish
from services.window.routes.booking_form import BOOKING, answered, form_of, parts
from services.window.routes.bookings import booking_head, bring_list
from services.window.rules import booking as rules
from services.window.rules.booking import Slot, State

Page = str | AnyResponse | tuple[str, int]
HERE = "/staff/window/bookings"
ONE = f"{HERE}/<uuid:booking_id>"
WHEREABOUTS = "case.whereabouts"
ACTS = {"came": State.CAME, "missed": State.MISSED, "back": State.BOOKED, "cancel": State.CANCELLED}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="staff_bookings")(day)
    blueprint.route(f"{HERE}/new", methods=["GET", "POST"], endpoint="staff_booking_new")(new)
    blueprint.get(f"{HERE}/sheets.pdf", endpoint="staff_booking_sheets")(sheets)
    blueprint.get(ONE, endpoint="staff_booking")(one)
    blueprint.get(f"{ONE}/list.pdf", endpoint="staff_booking_paper")(paper)
    blueprint.route(f"{ONE}/change", methods=["GET", "POST"], endpoint="staff_booking_change")(change)
    blueprint.post(f"{ONE}/do/<act>", endpoint="staff_booking_act")(act)
    blueprint.post(f"{ONE}/start", endpoint="staff_booking_start")(start)


def shown(name: str, /, **context: Any) -> str:
    """A page of the room within the frame of all staff pages."""
    return i18n.page(name, **{**desk_frame.frame(), **context})


@staff_door(SERVE)
def day() -> str:
    """Everybody who is expected on a day."""
    on = _day(request.args.get("day", ""))
    found = booked_days.of_day(db(), staff(), on, now())
    return shown(
        "window/staff_bookings.html",
        on=on,
        today=today(now()),
        before=(on - timedelta(days=1)).isoformat(),
        after=(on + timedelta(days=1)).isoformat(),
        found=[(one, _told(one)) for one in found],
        offices=_names(on),
        receives=bool(_mine()),
        coming=booked_days.next_day(db(), staff(), on),
    )


@staff_door(SERVE)
def new() -> Page:
    """Somebody telephones: a time is chosen, the questions are asked, and the code is read aloud."""
    slot = rules.slot(request.values.get("at", ""))
    if slot is None:
        return _choose("window/staff_booking_times.html", request.args.get("office", ""))
    if slot.office not in _mine():
        abort(404)
    form = form_of(BOOKING, {}, typed=request.method == "POST")
    if request.method == "GET" or form.searching:
        return _ask(slot, form)
    if not form.validate():
        return _ask(slot, form), 422
    locale = request.form.get("locale", "ja")
    wish = Wish(
        slot=slot,
        answers=answered(form),
        locale=locale if locale in LANGUAGES else "ja",
        shielded=request.form.get("shielded") == "yes",
        mail_is_safe=request.form.get("mail_is_safe") == "yes",
    )
    try:
        made = bookings.book(db(), wish, now(), seat=staff())
    except Refused as refused:
        if refused.code not in ("slot_taken", "slot_unknown"):
            raise
        return _ask(slot, form, taken=refused.code), refused.status
    return redirect(url_for("window.staff_booking", booking_id=made.booking.id, done="made"), 303)


@staff_door(SERVE)
def one(booking_id: UUID) -> str:
    """One booking with what was answered, as far as this seat may see it."""
    found = booked_days.looked(db(), staff(), booking_id, now())
    return shown("window/staff_booking.html", done=request.args.get("done", ""), **_page(found))


@staff_door(SERVE)
def act(booking_id: UUID, act: str) -> AnyResponse:
    """One press: came, did not come, called off, or a slip of the hand put right."""
    to = ACTS.get(act)
    if to is None:
        abort(404)
    booked_days.become(db(), staff(), booking_id, to, now())
    return redirect(url_for("window.staff_booking", booking_id=booking_id, done=act), 303)


@staff_door(SERVE)
def start(booking_id: UUID) -> AnyResponse:
    """They are here: the counter's page opens with everything they answered."""
    visit_id = receiving.start(db(), staff(), booking_id, now())
    return redirect(url_for("window.visit", visit_id=visit_id), 303)


@staff_door(SERVE)
def change(booking_id: UUID) -> Page:
    """Another time, agreed on the telephone."""
    found = booked_days.looked(db(), staff(), booking_id, now())
    if request.method == "GET":
        office = request.args.get("office", "") or found.slot.office
        return _choose("window/staff_booking_change.html", office, **_page(found))
    slot = rules.slot(request.form.get("at", ""))
    if slot is None or slot.office not in _mine():
        raise Refused("slot_unknown", 422)
    bookings.move(db(), found, slot, now(), seat=staff())
    return redirect(url_for("window.staff_booking", booking_id=booking_id, done="moved"), 303)


@staff_door(SERVE)
def paper(booking_id: UUID) -> Response:
    """The booking and the dated list in the family's language, to be posted or handed over."""
    found = booked_days.looked(db(), staff(), booking_id, now())
    if not found.answers:
        raise Refused("booking_over", 409)
    pack, lang = house().pack, found.booking.locale
    head = booking_head(found, lang, bring_list(found.answers))
    return _pdf(checklist.pdf(house().printer, pack, found.answers, lang, today(now()), head), "okuyami")


@staff_door(SERVE)
def sheets() -> Response:
    """The sheets of the seat's own divisions for all who come on a day, whichever office receives them."""
    on = _day(request.args.get("day", ""))
    body = beforehand.pdf(db(), staff(), house().printer, beforehand.coming(db(), on), now())
    return _pdf(body, f"okuyami-{on:%Y%m%d}")


def _choose(name: str, office_id: str, **context: Any) -> str:
    mine = _mine()
    if not mine:
        abort(404)
    office = office_id if office_id in mine else mine[0]
    return shown(
        name,
        **{
            **context,
            "chosen": office,
            "mine": [(one, house().pack.office(one, today(now())).name) for one in mine],
            "days": booked_days.free_for_staff(db(), house().pack, office, now()),
        },
    )


def _ask(slot: Slot, form: Any, taken: str = "") -> str:
    pack = house().pack
    return shown(
        "window/staff_booking_new.html",
        slot=slot,
        office=bookings.receiving(pack, slot.office),
        office_name=pack.office(slot.office, slot.day).name,
        form=form,
        parts=parts(form),
        taken=taken,
        hidden=request.form.get("shielded") == "yes",
        safe=request.form.get("mail_is_safe") == "yes",
        locale=request.form.get("locale", "ja"),
    )


def _page(found: Opened) -> dict[str, Any]:
    pack, lang = house().pack, i18n.words().language.key
    told = _told(found)
    fields = ((pack.dictionary.get(key), value) for key, value in told.items())
    sheets = beforehand.sheets(pack, found.answers, today(now())) if found.answers else ()
    return {
        "found": found,
        "booking": found.booking,
        "slot": found.slot,
        "office": pack.farewell.at(found.slot.office),
        "office_name": pack.office(found.slot.office, found.slot.day).name,
        "rows": [
            {"label": one.label, "value": show.plain(one, value, lang)}
            for one, value in fields
            if one and value
        ],
        "covered": len(told) < len(found.answers),
        "sheets": sheets,
        "may": [name for name, to in ACTS.items() if rules.may_become(found.booking.state, to)],
        "late": found.slot.moment <= now(),
    }


def _told(found: Opened) -> Mapping[str, Any]:
    """The answers a seat may see: where somebody hidden is, only who may see it in a case too."""
    if not found.booking.shielded or staff().may(WHEREABOUTS, found.booking.division):
        return found.answers
    return shielded.cover(found.answers, house().pack.dictionary)


def _mine() -> list[str]:
    """The offices whose bookings this seat answers for."""
    return [one.office for one in house().pack.farewell.offices if staff().may(SERVE, one.division)]


def _names(on: date) -> dict[str, object]:
    return {one.id: one.name for one in house().pack.offices(on)}


def _day(typed: str) -> date:
    return lists.day(typed) or today(now())


def _pdf(body: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(body, mimetype="application/pdf", headers=headers)
