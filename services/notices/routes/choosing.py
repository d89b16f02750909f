"""知らせの設定: what a friend on LINE wants to be told of; by the link of their talk, or signed in once linked."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.wording import Wording
from portal import friends, i18n, links, wishes
from portal.audiences import AGE, AGES, CATEGORY, DISTRICT
from portal.doors import Assurance, db, house, now, open_door, resident, resident_door
from portal.people import ResidentSeat
from portal.refused import Refused
from portal.service import MyPage
from portal.words import N_
from services.notices.actions import wishing


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(f"{wishes.PAGE}/<token>", methods=["GET", "POST"], endpoint="choose")(choose)
    blueprint.route(wishes.PAGE, methods=["GET", "POST"], endpoint="choose_mine")(mine)


def my_pages(seat: ResidentSeat) -> tuple[MyPage, ...]:
    """What マイページ shows, once an account is linked."""
    if not house().settings.line or friends.linked(db(), seat.id) is None:
        return ()
    return (MyPage(wishes.PAGE, N_("LINEの知らせの設定"), "bell"),)


@open_door
def choose(token: str) -> str | Response:
    """By the link of the talk: whoever holds that phone."""
    found = links.look(db(), wishes.PURPOSE, token, now())
    if found.person_id is None:
        raise Refused("link_unknown", 404)
    return _page(found.person_id, url_for("notices.choose", token=token))


@resident_door(Assurance.contact)
def mine() -> str | Response:
    """Signed in, the account that was linked."""
    seat = resident()
    friend = friends.linked(db(), seat.id) if seat else None
    if friend is None:
        return redirect("/line/link", 303)
    return _page(friend.id, wishes.PAGE)


def _page(friend: UUID, here: str) -> str | Response:
    pack = house().pack
    if request.method == "POST":
        told = {kind: request.form.getlist(kind) for kind in (DISTRICT, AGE, CATEGORY)}
        wishing.choose(db(), friend, told)
        return redirect(f"{here}?done=yes", 303)
    chosen = wishes.chosen(db(), friend)
    districts = [(one.key, Wording(one.name)) for one in pack.collections.districts]
    return i18n.page(
        "notices/choose.html",
        here_is=here,
        done=request.args.get("done"),
        districts=_options(DISTRICT, districts, chosen[DISTRICT]),
        ages=_options(AGE, [(key, i18n.words().gettext(said)) for key, said in AGES.items()], chosen[AGE]),
        categories=_options(
            CATEGORY, [(one.key, one.title) for one in pack.notices.categories], chosen[CATEGORY]
        ),
    )


def _options(
    kind: str, offered: Sequence[tuple[str, object]], chosen: frozenset[str]
) -> list[dict[str, object]]:
    return [
        {"id": f"{kind}-{key}", "value": key, "label": title, "selected": key in chosen}
        for key, title in offered
    ]
