"""A booking taken at the counter or by telephone: one page, the same claims and the same rules as for everybody."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.refused import Refused
from portal.vault import vault_of
from portal.words import LANGUAGES
from services.crematorium.actions import booking, firms, looking, reach
from services.crematorium.actions.booking import Told
from services.crematorium.actions.wishes import BY_STAFF, Wish
from services.crematorium.models.firms import Undertaker
from services.crematorium.routes import typed
from services.crematorium.routes.book import told_form
from services.crematorium.routes.frame import BESIDE, TAKEN, shown
from services.crematorium.routes.typed import Form

Page = str | Response | tuple[str, int]
HERE = "/staff/crematorium/new"


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route(HERE, methods=["GET", "POST"], endpoint="use_new")(new)


@staff_door(reach.BOOK)
def new() -> Page:
    """Ask for everything on one page; what cannot be had is answered with what can."""
    reach.hall(db(), staff(), reach.BOOK)
    form = typed.read(by_staff=True)
    if request.method == "GET" or form.asks.searching:
        return _ask(form)
    if not form.asks.validate() or form.who() is None:
        return _ask(form, faulty=True), 422
    wish, told = _wish(form)
    try:
        row = booking.book(db(), wish, told, now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        offers = (
            looking.alternatives(db(), form.hall, wish, now(), by_staff=True) if refused.code in TAKEN else ()
        )
        return _ask(form, refused=refused, offers=offers), refused.status
    return redirect(url_for("crematorium.use", cremation_id=row.id, done="made"), 303)


def _wish(form: Form) -> tuple[Wish, Told]:
    """What is wanted and what was told; of a registered business the booking is the business's."""
    firm, who = _firm(), form.who()
    if who is None:
        raise Refused("answers_incomplete")
    answers = {key: value for key, value in form.asks.values().items() if value not in (None, "", [])}
    if firm is not None:
        answers |= {"company_name": firm.name, "email": firm.mail}
    mail, phone = str(answers.get("email") or ""), str(answers.get("phone") or "")
    channel, locale = request.form.get("channel", ""), request.form.get("locale", "")
    wish = Wish(
        furnace=form.furnace.key,
        starts=form.starts,
        sort=form.sort(answers).key,
        who=who,
        once_key=typed.once_key(form.token),
        along=form.along(),
        relief=form.relief(),
        channel=channel if channel in BY_STAFF else "telephone",
        firm=firm.id if firm else None,
        holder=reach.holder(vault_of(db()), firm=firm.id if firm else None, mail=mail, phone=phone),
        made_by=staff().id,
    )
    return wish, Told(answers, locale=locale if locale in LANGUAGES else "ja")


def _firm() -> Undertaker | None:
    """The registered business that calls, where it is one."""
    try:
        return firms.get(db(), UUID(request.form.get("firm", "")))
    except ValueError:
        return None


def _ask(
    form: Form,
    *,
    faulty: bool = False,
    refused: Refused | None = None,
    offers: tuple[looking.Admission, ...] = (),
) -> str:
    return shown(
        "crematorium/staff/new.html",
        firms=firms.listed(db()),
        typed=request.form,
        faulty=faulty,
        refused=refused,
        errors=faulty or refused,
        offers=offers,
        **told_form(form),
    )
