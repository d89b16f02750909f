"""お気に入りの部屋: kept in a cookie of the browser that holds nothing but rooms, or in the account of whoever signed in."""

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import i18n
from portal.asking import be_personal, give_cookie, read_cookie
from portal.doors import db, house, now, open_door, resident
from portal.refused import Refused
from portal.vault import vault_of
from portal.whole import compressed
from services.reservations.actions import favourites, looking, wishes
from services.reservations.actions.favourites import Place

COOKIE = "kmado_rooms"
# As long as browsers keep a cookie at all.
_LASTS = timedelta(days=400)
# A cookie that is longer is not read whole.
_LONGEST = 1000


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/reservations/favourites", methods=["GET", "POST"], endpoint="favourites")(rooms)


@open_door
def rooms() -> Response:
    """The rooms somebody keeps; `?room=` asks whether one more is to be kept, and a form keeps it or lets one go."""
    be_personal()
    kept = _kept()
    if request.method == "POST":
        _store(_changed(kept))
        return redirect(url_for("reservations.favourites"), 303)
    asked = _place(request.args["room"]) if "room" in request.args else None
    page = i18n.page(
        "reservations/favourites.html",
        rooms=favourites.coming(db(), kept, now()),
        asked=looking.find(house().pack, *asked) if asked and asked not in kept else None,
        seat=resident(),
    )
    return compressed(page)


def _changed(kept: tuple[Place, ...]) -> tuple[Place, ...]:
    if "drop" in request.form:
        gone = _place(request.form["drop"])
        return tuple(one for one in kept if one != gone)
    return favourites.added(kept, _place(request.form.get("keep", "")))


def _place(text: str) -> Place:
    building, _, unit = text.partition("/")
    looking.find(house().pack, building, unit)
    return building, unit


def _kept() -> tuple[Place, ...]:
    """The account's and the browser's; what the town has no more is left out."""
    return favourites.there(house().pack, (*favourites.of(db(), _holder()), *_in_cookie()))


def _in_cookie() -> list[Place]:
    pairs = [one.partition("/") for one in read_cookie(COOKIE).split(".")[: favourites.MOST]]
    return [(building, unit) for building, _, unit in pairs]


def _holder() -> bytes | None:
    seat = resident()
    return wishes.holder(vault_of(db()), resident=seat.id) if seat else None


def _store(places: tuple[Place, ...]) -> None:
    """In the account of whoever is signed in, and then no longer in the browser."""
    holder = _holder()
    if holder is not None:
        favourites.keep(db(), holder, places, now())
        give_cookie(COOKIE, "")
        return
    value = ".".join("/".join(one) for one in places)
    if len(value) > _LONGEST:
        raise Refused("favourites_full", 409, most=favourites.MOST)
    give_cookie(COOKIE, value, _LASTS)
