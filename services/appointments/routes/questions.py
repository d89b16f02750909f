"""問診票: answered by whoever may open the booking, one person at a time; printed by who keeps the list of the day."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from forms.answers import japanese_today
from forms.step_form import StepForm, page_form
from portal import i18n
from portal.doors import db, holders, house, now, open_door, resident, staff, staff_door
from portal.inbox import Actor
from portal.opening import today
from portal.postcodes import areas
from portal.refused import Refused
from services.appointments.actions import own, questions, reach
from services.appointments.routes.days import DAY
from services.appointments.routes.details import CASE
from services.appointments.routes.frame import asked_day, whom
from services.appointments.routes.mine import tokens

Page = str | AnyResponse | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    own_place = "/appointments/mine/<uuid:appointment_id>/questions/<int:place>"
    blueprint.route(own_place, methods=["GET", "POST"], endpoint="own_questions")(mine)
    blueprint.get(f"{DAY}/questions.pdf", endpoint="questions_pdf")(paper)


@open_door
def mine(appointment_id: UUID, place: int) -> Page:
    """The questions for one person, with what was answered before."""
    found = own.held(db(), appointment_id, holders(), tokens(), now())
    person = next((one for one in found.party if one.place == place), None)
    asked = found.found.asked_of(person.matters) if person else ()
    if not asked:
        raise Refused("use_unknown", 404)
    which = (appointment_id, place)
    make = page_form(asked, {}, lookup=areas, today=japanese_today())
    typed = request.form if request.method == "POST" else None
    form: StepForm = make(formdata=typed, data=questions.told(db(), which))
    open_still = questions.may_answer(found.found, found.row, now())
    if typed is not None and form.validate():
        said = {key: value for key, value in form.values().items() if value not in (None, "", [])}
        seat = resident()
        questions.answer(db(), found.found, which, said, Actor("resident", seat.id if seat else None), now())
        return redirect(f"{CASE}{found.row.case_id}", 303)
    names = own.names(db(), found.row)
    page = i18n.page(
        "appointments/questions.html", found=found.found, row=found.row, form=form, open=open_still,
        name=names[place] if place < len(names) else "", errors=typed is not None, contact=whom(found.found),
    )  # fmt: skip
    return (page, 422) if typed is not None else page


@staff_door(reach.READ)
def paper(key: str) -> Response:
    """The 問診票 of a day, or of one person; whoever prints them has looked at every name on them."""
    found = reach.bookable(db(), staff(), key)
    if not found.questions:
        raise Refused("calendar_unknown", 404)
    on = asked_day() or today(now())
    body = questions.pdf(db(), staff(), found, on, house().printer, now(), _only())
    headers = {
        "Content-Disposition": f'inline; filename="{key}-{on}-monshin.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(body, mimetype="application/pdf", headers=headers)


def _only() -> questions.Key | None:
    """The one person whose sheet is wanted, where the address names one."""
    place = request.args.get("place", "")
    try:
        return (UUID(request.args.get("of", "")), int(place)) if place.isascii() and place.isdigit() else None
    except ValueError:
        return None
