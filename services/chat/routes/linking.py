"""LINE で知らせを受け取る: consent in plain words, then LINE asks its own side; and the way back."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import friends, i18n
from portal.doors import Assurance, db, house, now, resident, resident_door
from portal.people import ResidentSeat
from portal.service import MyPage
from portal.words import N_
from services.chat.actions import garbage_wishes, linking
from services.chat.routes.garbage import PAGE as GARBAGE


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(linking.PAGE, methods=["GET", "POST"], endpoint="line_link")(link)
    blueprint.post("/line/unlink", endpoint="line_unlink")(unlink)


def my_pages(seat: ResidentSeat) -> tuple[MyPage, ...]:
    """What マイページ shows of it, in a town that has a LINE account."""
    if not house().settings.line:
        return ()
    known = friends.linked(db(), seat.id)
    text = N_("受け取っています") if known else N_("受け取っていません")
    pages = (MyPage(linking.PAGE, N_("LINEで知らせを受け取る"), "chat", text),)
    if not garbage_wishes.offered(house().pack):
        return pages
    return (*pages, MyPage(GARBAGE, N_("ごみの日のお知らせ"), "bin"))


@resident_door(Assurance.contact)
def link() -> str:
    """What will come by LINE and what will not; agreed, the way on to LINE."""
    _there()
    token = request.values.get("linkToken", "")
    if request.method == "POST":
        agree = linking.begin(db(), _seat().id, token, house().settings.line_agree_url, now())
        return i18n.page("chat/line_agree.html", agree=agree)
    return i18n.page(
        "chat/line_link.html",
        token=token,
        linked=friends.linked(db(), _seat().id),
        done=request.args.get("done", ""),
    )


@resident_door(Assurance.contact)
def unlink() -> Response:
    """No notices there any more."""
    _there()
    linking.unlink(db(), _seat().id, now())
    return redirect(url_for("chat.line_link", done="unlinked"), 303)


def _seat() -> ResidentSeat:
    seat = resident()
    assert seat is not None  # noqa: S101 (the door let only a signed-in resident in)
    return seat


def _there() -> None:
    if not house().settings.line:
        abort(404)
