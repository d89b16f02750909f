"""What is asked while a time is held: who it is for and how to reach them; looked at once more, then booked."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from forms import show
from forms.answers import japanese_today
from forms.field import Value
from forms.procedure import Ask
from forms.step_form import AskField, StepForm
from portal import i18n
from portal.doors import Assurance, db, holders, house, now, open_door, resident, visitor
from portal.opening import today
from portal.pack.buildings import Building, Unit, Who
from portal.postcodes import areas
from portal.refused import Refused
from portal.vault import vault_of
from services.reservations.actions import booking, groups, handing, instead, looking, waiting, wishes
from services.reservations.actions.booking import Terms
from services.reservations.models.bookings import Booking
from services.reservations.models.groups import Group
from services.reservations.routes.along import carried
from services.reservations.routes.everybody import whom
from services.reservations.routes.holding import LOST, elsewhere, gone, once_key
from services.reservations.rules import prices
from services.reservations.rules.prices import Bill
from services.reservations.rules.states import State

Page = str | Response | tuple[str, int]
# What is asked here; how many come and what for was asked before the time was held.
ASKED = ("name", "name_kana", "phone", "email", "company_name", "use_purpose", "note")
CASE = "/applications/"


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/reservations/booking/<uuid:token>", methods=["GET", "POST"], endpoint="details")(
        details
    )


@open_door
def details(token: UUID) -> Page:
    """The questions, the page on which everything is looked at once more, and the booking itself."""
    row = _held(token)
    if row.state == State.CANCELLED:
        return _closed(row)
    if row.case_id is not None:
        return redirect(f"{CASE}{row.case_id}", 303)
    form = form_of(_known(row), typed=request.method == "POST")
    if request.method == "GET" or request.form.get("step") == "edit":
        return _ask(token, row, form)
    if not form.validate():
        return _ask(token, row, form, faulty=True), 422
    if request.form.get("step") != "book":
        return _check(token, row, form)
    return _sent(row, form)


def _known(row: Booking) -> dict[str, str]:
    """What whoever waited for this time said then."""
    wait = waiting.of_hold(db(), row) if row.channel == waiting.CHANNEL and row.case_id is None else None
    if wait is None:
        return {}
    said = waiting.contact(db(), wait)
    return {
        key: text for key, text in (("name", said.name), ("phone", said.phone), ("email", said.mail)) if text
    }


def form_of(known: Mapping[str, str], *, typed: bool) -> StepForm:
    """The questions as the procedure asks them; its class is made once for a town."""
    dictionary = house().pack.dictionary
    place = ("reservations", *ASKED)
    made = dictionary.shelf.get(place)
    if made is None:
        procedure, _ = handing.form(house().pack)
        asks: Mapping[str, Ask] = {ask.key: ask for ask in procedure.asks}
        fields: dict[str, Any] = {key: AskField(ask=asks[key]) for key in ASKED if key in asks}
        made = dictionary.shelf.setdefault(place, type("StepForm", (StepForm,), fields))
    make = partial(made, before={}, lookup=areas, today=japanese_today())
    form: StepForm = make(formdata=request.form if typed else None, data=dict(known))
    return form


def _held(token: UUID) -> Booking:
    """The hold of this browser's form; to everybody else there is none."""
    if not visitor().known:
        raise Refused("use_unknown", 404)
    query = select(Booking).where(Booking.once_key == once_key(token))
    found = db().scalar(query)
    if found is None or _over(found):
        raise Refused("use_unknown", 404)
    return found


def _over(row: Booking) -> bool:
    """Whether nothing is left of it to show: who was still typing is told what became of it."""
    return row.state == State.CANCELLED and (row.case_id is not None or request.method == "GET")


def _ask(token: UUID, row: Booking, form: StepForm, *, faulty: bool = False) -> str:
    found, room = looking.find(house().pack, row.building, row.unit)
    return i18n.page(
        "reservations/details.html",
        form=form,
        fields=[one for one in form if isinstance(one, AskField)],
        errors=faulty,
        lent={one.key: _count(one.key) for one in found.lends(room)},
        relief=_relief(found, row),
        groups=_groups(),
        **_told(token, row, found, room),
    )


def _check(token: UUID, row: Booking, form: StepForm) -> str:
    found, room = looking.find(house().pack, row.building, row.unit)
    lang = i18n.words().language.key
    rows = [
        {"label": one.ask.label, "value": show.plain(one.ask.field, one.value, lang)}
        for one in form
        if isinstance(one, AskField) and one.value not in (None, "", [])
    ]
    bill = _bill(row, found, room)
    return i18n.page(
        "reservations/check.html",
        rows=rows,
        lines=lines(found, room, bill),
        bill=bill,
        settled=_settled(found, row),
        fee_from=found.rules.free_until_days,
        late=prices.fee(found, bill.yen, row.starts_at, now()),
        typed=carried(),
        **_told(token, row, found, room),
    )


def lines(found: Building, room: Unit, bill: Bill) -> list[dict[str, Any]]:
    """A bill in words: what for, how much of it, and what it costs."""
    names = {one.key: one.title for one in found.equipment}
    names |= {one.key: one.title for one in found.reliefs} | {one.key: one.title for one in room.bands}
    return [
        {"kind": one.kind, "title": names.get(one.key, room.title), "count": one.count, "yen": one.yen}
        for one in bill.lines
    ]


def _told(token: UUID, row: Booking, found: Building, room: Unit) -> dict[str, Any]:
    until = row.hold_until
    return {
        "building": found,
        "unit": room,
        "row": row,
        "purpose": found.purpose(row.purpose),
        "here": url_for("reservations.details", token=token),
        "until": until if until and until > now() and row.state == State.HELD else None,
        "contact": whom(found),
        "today": today(now()),
        "group": _group(),
    }


def _closed(row: Booking) -> Page:
    """The house was closed while somebody typed: the time is gone, what was typed is not."""
    lost, wish = Refused("not_offered_then", 409), instead.wish_of(row)
    return gone(wish, lost, booking.alternatives(db(), wish, now())), lost.status


def _sent(row: Booking, form: StepForm) -> Page:
    """Booked; or what can be had instead, with all that was typed."""
    terms = _terms(row, form)
    try:
        return _book(row, form, terms)
    except Refused as refused:
        if not elsewhere(refused):
            raise
        offers = instead.of_hold(db(), row, terms, now()) if refused.code in LOST else ()
        return gone(instead.wish_of(row), refused, offers), refused.status


def _terms(row: Booking, form: StepForm) -> Terms:
    """Whose it will be, and on which terms."""
    found, room = looking.find(house().pack, row.building, row.unit)
    vault, seat, group = vault_of(db()), resident(), _group()
    typed = form.values()
    holder = (
        groups.holder(vault, group.id)
        if group
        else wishes.holder(
            vault,
            resident=seat.id if seat else None,
            mail=str(typed.get("email") or ""),
            phone=str(typed.get("phone") or ""),
        )
    )
    lent = {one.key: _count(one.key) for one in found.lends(room)}
    return Terms(holder, _relief(found, row), lent, group.id if group else None)


def _book(row: Booking, form: StepForm, terms: Terms) -> Response:
    answers: dict[str, Value] = {
        key: value for key, value in form.values().items() if value not in (None, "", [])
    }
    answers["use_people"] = row.people
    seat, group = resident(), _group()
    if group is not None:
        answers["company_name"] = group.name
    handed = handing.handed(
        db(),
        answers,
        now(),
        locale=i18n.words().language.key,
        holders=holders(),
        login=seat is not None and seat.level >= Assurance.login,
    )
    case = booking.confirm(db(), row.id, handed, terms, now())
    return redirect(f"{CASE}{case.id}", 303)


def _bill(row: Booking, found: Building, room: Unit) -> Bill:
    lent = {one.key: _count(one.key) for one in found.lends(room)}
    return prices.price(found, room, row.starts_at, row.ends_at, Who(row.who), _relief(found, row), lent)


def _relief(found: Building, row: Booking) -> str:
    group = _group()
    if group is not None and (known := groups.relief(db(), group.id, found, today(row.starts_at))):
        return known
    asked = request.form.get("relief", "")
    return asked if asked in {one.key for one in found.reliefs} else ""


def _settled(found: Building, row: Booking) -> bool:
    """Whether the 減免 is a group's own, which showed its papers when it was registered."""
    group = _group()
    return group is not None and bool(groups.relief(db(), group.id, found, today(row.starts_at)))


def _groups() -> list[Group]:
    """The groups that whoever is signed in may book for."""
    seat = resident()
    return groups.books_for(db(), seat.id, seat.mail_tokens, now()) if seat else []


def _group() -> Group | None:
    """The group that was chosen; one that somebody may not book for, or no longer, is told of and not booked for."""
    asked = request.form.get("group", "")
    if not asked:
        return None
    found = next((one for one in _groups() if str(one.id) == asked), None)
    if found is None:
        raise Refused("group_unknown", 404)
    return found


def _count(key: str) -> int:
    typed = request.form.get(f"lent-{key}", "")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 0
