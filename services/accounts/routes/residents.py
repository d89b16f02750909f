"""Residents: the page that asks for an address, the link that comes by mail, マイページ, and the way out."""

from collections.abc import Iterator

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from forms.faults import Fault, Unfit
from forms.field import Field
from forms.kinds.mail import read_email
from forms.wording import Wording
from portal import i18n, links, saved_answers
from portal.asking import read_cookie
from portal.doors import (
    RESIDENT_SIGN_IN,
    SESSION,
    Assurance,
    db,
    house,
    now,
    open_door,
    resident,
    resident_door,
    resident_session,
    safe_next,
)
from portal.opening import today
from portal.people import ResidentSeat, mail_addresses
from portal.refused import Refused
from services.accounts.actions import residents
from services.accounts.routes.browser import browser, said, seat_resident, unseat_resident
from services.accounts.routes.providers import offered

HOME = "/applications/"
MAIL = Field(
    "mail", "email", Wording({"ja": "メールアドレス", "easy": "メールアドレス", "en": "E-mail address"})
)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/me")(me)
    blueprint.route("/me/sign-in", methods=["GET", "POST"])(sign_in)
    blueprint.get("/me/sign-in/sent")(sent)
    blueprint.route("/me/link/<token>", methods=["GET", "POST"])(link)
    blueprint.route("/me/mail", methods=["GET", "POST"])(add_mail)
    blueprint.route("/me/mail/<token>", methods=["GET", "POST"])(confirm_mail)
    blueprint.post("/me/sign-out")(sign_out)
    blueprint.get("/me/signed-out")(signed_out)


@resident_door()
def me() -> str:
    """マイページ: what is kept of the resident, and where to go on."""
    seat = resident()
    assert seat is not None  # noqa: S101 (the door let only a signed-in resident in)
    return i18n.page(
        "accounts/me.html",
        seat=seat,
        by_card=seat.level >= Assurance.login,
        addresses=mail_addresses(db(), seat.id),
        saved=len(saved_answers.of_resident(db(), seat.id)),
        more=list(_more(seat)),
    )


def _more(seat: ResidentSeat) -> Iterator[dict[str, object]]:
    """Pages of other rooms for whoever is signed in."""
    words = i18n.words()
    for one in house().services:
        for page in one.my_pages(seat) if one.my_pages else ():
            text = words.gettext(page.text) if page.text else ""
            yield {"href": page.href, "words": words.gettext(page.words), "icon": page.icon, "text": text}


@open_door
def sign_in() -> str | Response | tuple[str, int]:
    """The same answer for every address: whether one is known is nobody's business."""
    onward = safe_next(request.values.get("next"), "")
    if request.method != "POST":
        return _ask(onward)
    try:
        residents.ask_link(db(), _address(), browser(), now(), next_path=onward)
    except Unfit as unfit:
        return _ask(onward, unfit=unfit), 422
    except Refused as refused:
        return _ask(onward, refused=refused), refused.status
    return redirect(f"{RESIDENT_SIGN_IN}/sent", 303)


def _ask(onward: str, *, unfit: Unfit | None = None, refused: Refused | None = None) -> str:
    return i18n.page(
        "accounts/sign_in.html",
        next=onward,
        typed=request.form.get("mail", ""),
        field=MAIL,
        fault=_fault(unfit),
        errors=unfit is not None,
        problem=said(refused) if refused else None,
        providers=offered(staff=False),
        idle=resident_session() is not None and resident() is None,
        adding=False,
    )


def _fault(unfit: Unfit | None) -> Fault | None:
    return unfit.fault if unfit else None


def _address() -> str:
    address = read_email({"value": request.form.get("mail", "")}, MAIL, today(now()))
    if address is None:
        raise Unfit("required")
    return address


@open_door
def sent() -> str:
    """What to do now."""
    return i18n.page("accounts/sent.html", minutes=residents.LINK_LASTS.seconds // 60)


@open_door
def link(token: str) -> str | Response | tuple[str, int]:
    """Looking at the link does nothing; only the button uses it up, since mail scanners open every link."""
    try:
        if request.method != "POST":
            links.look(db(), residents.SIGN_IN, token, now())
            return i18n.page("accounts/link.html", problem=None, button="sign_in")
        signed = residents.open_link(db(), token, browser(), now(), replaces=read_cookie(SESSION))
    except Refused as refused:
        return i18n.page("accounts/link.html", problem=said(refused), again=RESIDENT_SIGN_IN), refused.status
    seat_resident(signed.token)
    return redirect(safe_next(signed.next_path, HOME), 303)


@resident_door(Assurance.login)
def add_mail() -> str | Response | tuple[str, int]:
    """Somebody who signed in with a card says where they can be reached."""
    seat = resident()
    assert seat is not None  # noqa: S101 (the door let only a signed-in resident in)
    unfit: Unfit | None = None
    if request.method == "POST":
        try:
            residents.ask_link(db(), _address(), browser(), now(), add_to=seat.id)
            return redirect(f"{RESIDENT_SIGN_IN}/sent", 303)
        except Unfit as found:
            unfit = found
    body = i18n.page(
        "accounts/sign_in.html",
        next="",
        typed=request.form.get("mail", ""),
        field=MAIL,
        fault=_fault(unfit),
        errors=unfit is not None,
        providers=[],
        adding=True,
    )
    return (body, 422) if unfit else body


@resident_door(Assurance.login)
def confirm_mail(token: str) -> str | Response | tuple[str, int]:
    """The link that adds an address works only where its asker is signed in."""
    seat = resident()
    assert seat is not None  # noqa: S101 (the door let only a signed-in resident in)
    try:
        if request.method != "POST":
            links.look(db(), residents.ADD_MAIL, token, now())
            return i18n.page("accounts/link.html", problem=None, button="add_mail")
        residents.add_mail(db(), token, seat, now())
    except Refused as refused:
        return i18n.page("accounts/link.html", problem=said(refused), again="/me/mail"), refused.status
    return redirect("/me", 303)


@open_door
def sign_out() -> Response:
    """The session ends, and this browser forgets what it began."""
    token = read_cookie(SESSION)
    if token:
        residents.sign_out(db(), token, now())
    unseat_resident()
    return redirect("/me/signed-out", 303)


@open_door
def signed_out() -> str:
    """That it is done, in words."""
    return i18n.page("accounts/signed_out.html")
