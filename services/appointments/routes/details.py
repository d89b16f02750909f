"""What is asked while a time is held: who comes and how to reach them; looked at once more, then booked."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from forms import show
from forms.answers import japanese_today
from forms.procedure import Ask
from forms.step_form import AskField, StepForm, page_form
from portal import i18n
from portal.doors import Assurance, db, holders, house, now, open_door, resident, visitor
from portal.opening import today
from portal.pack.appointments import Bookable
from portal.postcodes import areas
from portal.refused import Refused
from services.appointments.actions import booking, charging, eligible, handing, looking, moving, own
from services.appointments.actions.handing import FAMILY
from services.appointments.models import Appointment
from services.appointments.routes.frame import applies, place_of, whom
from services.appointments.routes.holding import TAKEN, gone, once_key
from services.appointments.rules import charges
from services.appointments.rules.states import State

Page = str | Response | tuple[str, int]
CASE = "/applications/"
# Asked of everybody once; all other questions of the request are about the first of the party.
CONTACT = ("phone", "email", "support_wanted", "note")


@dataclass(frozen=True)
class Forms:
    """The questions of a page: about each of the party, and how to reach them."""

    people: tuple[StepForm, ...]
    contact: StepForm

    @property
    def every(self) -> tuple[StepForm, ...]:
        """All of them in the order of the page."""
        return (*self.people, self.contact)

    def validate(self) -> bool:
        """Whether all of it can be stored; every fault is found at once."""
        return not [one for one in self.every if not one.validate()]

    def answers(self) -> dict[str, Any]:
        """What was typed, as the request keeps it."""
        first, *rest = (_told(one) for one in self.people)
        return {**first, FAMILY: rest, **_told(self.contact)}


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/appointments/booking/<uuid:token>", methods=["GET", "POST"], endpoint="details")(
        details
    )


@open_door
def details(token: UUID) -> Page:
    """The questions, the page on which everything is looked at once more, and the booking itself."""
    row = held(token)
    if row.case_id is not None:
        return redirect(f"{CASE}{row.case_id}", 303)
    found = looking.find(db(), row.bookable)
    forms = forms_of(found, row.people, typed=request.method == "POST")
    if request.method == "GET" or request.form.get("step") == "edit":
        return _ask(token, row, found, forms)
    whole = forms.validate()
    wrong = eligible.faults(db(), row, found, forms.answers()) if whole else ()
    if wrong or not whole:
        return _ask(token, row, found, forms, wrong=wrong, errors=True), 422
    return (
        _book(token, row, found, forms)
        if request.form.get("step") == "book"
        else _check(token, row, found, forms)
    )


def forms_of(found: Bookable, people: int, *, typed: bool) -> Forms:
    """The questions as the procedure asks them, those about a person once for each of the party."""
    procedure, _ = handing.form(house().pack, found)
    asks: dict[str, Ask] = {ask.key: ask for ask in procedure.asks}
    family = next((step.repeat.asks for step in procedure.steps if step.repeat), ())
    inner = {ask.key for ask in family}
    first = tuple(
        ask for key, ask in asks.items() if key not in CONTACT and key != FAMILY and key not in inner
    )
    made = [_form(first, "p1-", typed=typed)]
    made += [_form(family, f"p{place}-", typed=typed) for place in range(2, people + 1) if family]
    return Forms(tuple(made), _form(tuple(asks[key] for key in CONTACT if key in asks), "", typed=typed))


def relief_of(found: Bookable) -> str:
    """The 減免 that is claimed."""
    asked = request.form.get("relief", "")
    return asked if asked in {one.key for one in found.reliefs} else ""


def held(token: UUID) -> Appointment:
    """The hold of this browser's form; to everybody else there is none."""
    if not visitor().known:
        raise Refused("use_unknown", 404)
    query = select(Appointment).where(Appointment.once_key == once_key(token))
    found = db().scalar(query)
    if found is None or found.state in (State.CANCELLED, State.CALLED_OFF):
        raise Refused("use_unknown", 404)
    return found


def _form(asks: tuple[Ask, ...], prefix: str, *, typed: bool) -> StepForm:
    make = page_form(asks, {}, lookup=areas, today=japanese_today())
    form: StepForm = make(formdata=request.form if typed else None, data={}, prefix=prefix)
    return form


def _told(form: StepForm) -> dict[str, Any]:
    return {key: value for key, value in form.values().items() if value not in (None, "", [])}


def _ask(
    token: UUID,
    row: Appointment,
    found: Bookable,
    forms: Forms,
    *,
    wrong: tuple[tuple[int, str], ...] = (),
    errors: bool = False,
    refused: Refused | None = None,
) -> str:
    return i18n.page(
        "appointments/details.html",
        forms=forms,
        wrong=wrong,
        refused=refused,
        errors=errors,
        **_shown(token, row, found),
    )


def _check(token: UUID, row: Appointment, found: Bookable, forms: Forms) -> str:
    lang = i18n.words().language.key
    shares = [yen for _, yen in charging.bill(db(), found, row, forms.answers())]
    day, relief = today(row.starts_at), relief_of(found)
    return i18n.page(
        "appointments/check.html",
        shares=shares,
        spared=sum(charges.relieved(found, yen, relief, day) for yen in shares),
        rows=[
            [
                {"label": one.ask.label, "value": show.plain(one.ask.field, one.value, lang)}
                for one in form
                if isinstance(one, AskField) and one.value not in (None, "", [])
            ]
            for form in forms.every
        ],
        typed=[
            (name, value) for name, value in request.form.items(multi=True) if name not in ("_token", "step")
        ],
        **_shown(token, row, found),
    )


def _shown(token: UUID, row: Appointment, found: Bookable) -> dict[str, Any]:
    until = row.hold_until
    live = row.state in (State.HELD, State.WAITING)
    return {
        "found": found,
        "row": row,
        "party": own.party(db(), found, row),
        "here": url_for("appointments.details", token=token),
        "relief": relief_of(found),
        "second": moving.second_of(db(), row) if found.doses else None,
        "second_here": url_for("appointments.held_second", token=token),
        "applies": row.state != State.WAITING and applies(found),
        "until": until if until and until > now() and live else None,
        "place": place_of(own.place(db(), found, row)),
        "contact": whom(found),
    }


def _book(token: UUID, row: Appointment, found: Bookable, forms: Forms) -> Page:
    seat = resident()
    handed = handing.handed(
        db(),
        found,
        forms.answers(),
        now(),
        locale=i18n.words().language.key,
        holders=holders(),
        login=seat is not None and seat.level >= Assurance.login,
    )
    try:
        case = booking.confirm(db(), row.id, handed, now(), relief_of(found))
    except Refused as refused:
        if refused.code in ("yearly_used_up", "applied_before"):
            return _ask(token, row, found, forms, refused=refused, errors=True), refused.status
        if refused.code not in TAKEN:
            raise
        return gone(found, refused), refused.status
    return redirect(f"{CASE}{case.id}", 303)
