"""今日の仕事: the page that the desk opens on."""

from collections.abc import Mapping

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.words import N_
from services.desk.actions import today, watching
from services.desk.actions.standing import READ
from services.desk.routes.frame import elsewhere_in_the_menu, shown
from services.desk.rules import Work

WORKS: Mapping[Work, str] = {
    Work.DUE: N_("きょうまで・期限超過"),
    Work.ARRIVED: N_("新しく届いたもの"),
    Work.CORRECTED: N_("補正の回答あり"),
    Work.PROPOSED: N_("決裁するもの"),
    Work.PAID: N_("支払いのあったもの"),
    Work.LAPSED: N_("補正の期限切れ"),
    Work.NOBODYS: N_("担当なし"),
}
# Before there was a page of the day, /staff was the list, and bookmarks of its filters still lead there.
_OF_THE_LIST = frozenset({"tab", "whose", "procedure", "division", "after"})


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/staff", endpoint="today")(day)


@staff_door()
def day() -> str | Response:
    """What waits today; whoever has no cases goes to the first page that is theirs."""
    seat = staff()
    if not seat.may(READ):
        return redirect(elsewhere_in_the_menu(), 303)
    if _OF_THE_LIST & request.args.keys():
        return redirect(url_for("desk.inbox") + "?" + request.query_string.decode("ascii", "replace"), 303)
    watching.listed(db(), seat, "today", now())
    found = today.day(db(), seat, now())
    return shown(
        "desk/today.html",
        day=found,
        today=now(),
        works=WORKS,
        addresses={work: url_for("desk.inbox", work=str(work)) for work in Work},
        procedures=house().pack.procedures,
    )
