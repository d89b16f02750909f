"""予約: three short pages of questions, one page to look at everything once more, and the booking itself."""

from math import ceil
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import show
from portal import crowd, i18n
from portal.doors import Assurance, db, holders, house, now, open_door, resident
from portal.refused import Refused
from portal.throttle import network
from portal.vault import vault_of
from portal.whole import compressed
from services.crematorium.actions import booking, firms, looking, reach
from services.crematorium.actions.booking import Looked, Told
from services.crematorium.actions.wishes import Wish, lawful
from services.crematorium.models.firms import Undertaker
from services.crematorium.routes import parts, typed
from services.crematorium.routes.frame import BESIDE, TAKEN, page
from services.crematorium.routes.typed import Form

Page = str | Response
# Of the forms that a network may begin at once so great a part may be bookings.
PART = 1 / 8


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/crematorium/book", methods=["GET", "POST"], endpoint="book")(book)


@open_door
def book() -> Page:
    """Three short pages of questions, the page on which everything is looked at once more, and the booking."""
    seat = resident()
    firm = firms.of_resident(db(), seat.id if seat else None)
    form = typed.read(firm=firm is not None)
    step, _, edited = request.form.get("step", "").partition("-")
    at = parts.asked()
    if request.method == "GET" or form.asks.searching:
        return compressed(ask(form, firm, at))
    if step == "edit":
        return compressed(ask(form, firm, int(edited) if edited in {"1", "2"} else parts.DEAD))
    if step in {"next", "back"}:
        return _turn(form, firm, at, on=step == "next")
    form.asks.validate()
    faulty = parts.wrong(form)
    if faulty is not None:
        return compressed(ask(form, firm, faulty, faulty=True), 422)
    return _send(form, firm, step)


def _turn(form: Form, firm: Undertaker | None, at: int, *, on: bool) -> Page:
    """The page before, or the next once this one and those before it are without a fault."""
    if not on:
        return compressed(ask(form, firm, max(at - 1, parts.DEAD)))
    form.asks.validate()
    faulty = parts.wrong(form, at)
    if faulty is not None:
        return compressed(ask(form, firm, faulty, faulty=True), 422)
    try:
        # Whoever is too early learns it before they type the rest.
        answers = form.asks.values()
        lawful(form.sort(answers), form.starts, answers)
    except Refused as refused:
        return compressed(ask(form, firm, parts.DEAD, refused=refused), refused.status)
    # A form that was not checked yet: what nobody was asked is not blamed.
    return compressed(ask(typed.read(firm=firm is not None), firm, min(at + 1, parts.LAST)))


def _send(form: Form, firm: Undertaker | None, step: str) -> Page:
    """Look at all of it once more, or book it."""
    wish, told = wish_of(form, firm)
    try:
        looked = booking.look(db(), wish, told, now())
        looking.still_free(db(), form.hall, wish)
        if step != "book":
            return _check(form, firm, wish, looked)
        return _book(wish, told)
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        offers = looking.alternatives(db(), form.hall, wish, now()) if refused.code in TAKEN else ()
        at = parts.REFUSED_ON.get(refused.code, parts.LAST)
        return compressed(ask(form, firm, at, refused=refused, offers=offers), refused.status)


def wish_of(form: Form, firm: Undertaker | None) -> tuple[Wish, Told]:
    """What is wanted, and what was told, of a form without a fault."""
    seat, who = resident(), form.who()
    if who is None:
        raise Refused("answers_incomplete")
    answers = {key: value for key, value in form.asks.values().items() if value not in (None, "", [])}
    if firm is not None:
        # What is written to the undertaker goes where it does business, not to somebody who may leave it.
        answers |= {"company_name": firm.name, "email": firm.mail}
    holder = reach.holder(
        vault_of(db()),
        firm=firm.id if firm else None,
        resident=seat.id if seat else None,
        mail=str(answers.get("email") or ""),
        phone=str(answers.get("phone") or ""),
    )
    wish = Wish(
        furnace=form.furnace.key,
        starts=form.starts,
        sort=form.sort(answers).key,
        who=who,
        once_key=typed.once_key(form.token),
        along=form.along(),
        relief=form.relief(),
        firm=firm.id if firm else None,
        holder=holder,
    )
    told = Told(
        answers,
        locale=i18n.words().language.key,
        # An undertaker's booking belongs to the business, whoever of its people typed it.
        holders=() if firm else holders(),
        login=seat is not None and seat.level >= Assurance.login,
    )
    return wish, told


def _book(wish: Wish, told: Told) -> Response:
    seat, forms = resident(), house().settings.forms_per_network
    if forms:
        whose = seat.holder.hex() if seat else network(request.remote_addr)
        limit = crowd.ALONE if seat else crowd.together(ceil(forms * PART))
        wait = house().crowd.let_in(f"crematorium {whose}", limit, now())
        if wait:
            raise Refused("too_many_tries", 429, minutes=ceil(wait.total_seconds() / 60))
    row = booking.book(db(), wish, told, now())
    return redirect(url_for("crematorium.receipt", cremation_id=row.id, done="booked"), 303)


def ask(
    form: Form,
    firm: Undertaker | None,
    at: int = parts.DEAD,
    *,
    faulty: bool = False,
    refused: Refused | None = None,
    offers: tuple[looking.Admission, ...] = (),
) -> str:
    """A page of questions, with what was typed before."""
    return page(
        "crematorium/book.html",
        part=parts.part(form, at),
        pages=len(parts.STEPS) + 1,
        firm=firm,
        faulty=faulty,
        refused=refused,
        errors=faulty or refused,
        offers=offers,
        **told_form(form),
    )


def told_form(form: Form) -> dict[str, Any]:
    """What every page about one form shows."""
    free = looking.free_extras(db(), form.hall, form.furnace, form.starts)
    along, who = form.along(), form.who()
    return {
        "form": form,
        "free": free,
        "along": along,
        "who": who,
        "relief": form.relief(),
        "sort": request.values.get("sort", ""),
        "day": typed.day_of(form),
    }


def _check(form: Form, firm: Undertaker | None, wish: Wish, looked: Looked) -> str:
    lang = i18n.words().language.key
    rows = [
        [
            {"label": one.ask.label, "value": show.plain(one.ask.field, one.value, lang)}
            for one in parts.part(form, at).fields
            if one.value not in (None, "", [])
        ]
        for at in range(len(parts.STEPS))
    ]
    return page(
        "crematorium/check.html",
        firm=firm,
        rows=rows,
        typed=parts.typed(),
        pages=len(parts.STEPS) + 1,
        looked=looked,
        wish=wish,
        **told_form(form),
    )
