"""What can be done on the phone of the made-up LINE, and the event that tells of each."""

from collections.abc import Callable
from typing import Any

from flask import request

from portal.db import new_id
from portal.doors import house, now
from portal.opening import today
from portal.pack.line_menus import Menu
from services.chat.actions import simulator
from services.chat.actions.simulator import Phone
from services.chat.rules import simulated
from services.chat.rules.line_shapes import Json

LARGEST = 12 * 1024 * 1024
_LONGEST, _PLACES = 500, 4
# The event, and what the phone's owner sees of it; None where nothing was done.
Done = tuple[Json, Json | None] | None


def _say(phone: Phone) -> Done:
    text, group = request.form.get("text", "").strip()[:_LONGEST], in_group()
    if not text:
        return None
    called = group and request.form.get("called") == "1"
    content: Json = simulated.mentioned(text) if called else {"type": "text", "text": text}
    return simulated.message(phone.user, new_id(), now(), content, group=group), content


def _press(phone: Phone) -> Done:
    alias, words = request.form.get("alias", ""), request.form.get("words", "")[:300]
    if alias:
        with phone.change() as kept:
            kept.menu = alias if menu_of(alias) else kept.menu
    shown = {"type": "text", "text": words} if words and not alias else None
    return simulated.pressed(phone.user, new_id(), now(), request.form.get("data", "")[:300], alias), shown


def _place(phone: Phone) -> Done:
    found = next((one for one in places() if one["id"] == request.form.get("place")), None)
    if found is None:
        return None
    content = {
        "type": "location",
        "title": found["title"],
        "address": found["address"],
        "latitude": float(found["lat"]),
        "longitude": float(found["lon"]),
    }
    return simulated.message(phone.user, new_id(), now(), content), content


def _photo(phone: Phone) -> Done:
    sent = request.files.get("photo")
    content = sent.read(LARGEST) if sent and sent.filename else simulator.sample_photo(now())
    sent_by_phone: Json = {"type": "image", "contentProvider": {"type": "line"}}
    told = simulated.message(phone.user, new_id(), now(), sent_by_phone)
    phone.keep_picture(told["message"]["id"], content)
    return told, {"type": "image", "name": told["message"]["id"]}


def _follow(phone: Phone) -> Done:
    """Added, blocked, and let in again."""
    with phone.change() as kept:
        unblocked, kept.blocked = kept.blocked, kept.followed
        kept.followed = not kept.followed
    if kept.followed:
        told = {"isUnblocked": unblocked}
        return simulated.event(phone.user, "follow", new_id(), now(), follow=told), None
    return simulated.event(phone.user, "unfollow", new_id(), now()), None


def _join(phone: Phone) -> Done:
    """The phone's group takes the account in, or puts it out."""
    with phone.change() as kept:
        kept.joined = not kept.joined
    kind = "join" if kept.joined else "leave"
    return simulated.event(phone.user, kind, new_id(), now(), group=True), None


def _unsend(phone: Phone) -> Done:
    """A message taken back, as a friend may for a day."""
    taken = simulator.take_back(phone, request.form.get("line", ""))
    if taken is None:
        return None
    told, group = {"messageId": taken["id"]}, taken["talk"] == simulator.GROUP
    return simulated.event(phone.user, "unsend", new_id(), now(), group=group, unsend=told), None


ACTS: dict[str, Callable[[Phone], Done]] = {
    "say": _say,
    "press": _press,
    "place": _place,
    "photo": _photo,
    "follow": _follow,
    "join": _join,
    "unsend": _unsend,
}


def menu_of(alias: str) -> Menu | None:
    """The menu of an alias, or the usual one; None where the town has none of that name."""
    menus = house().pack.line
    key = alias.rpartition("-")[0]
    return (
        next((one for one in menus.menus if one.key == key), menus.usual if not alias else None)
        if menus
        else None
    )


def places() -> list[dict[str, Any]]:
    """A few of the town's own facilities, to stand at."""
    rows = house().pack.listing("facilities", today(now()))
    return [
        {"id": row["ID"], "title": row["名称"], "address": row["所在地_連結表記"], "lat": row["緯度"], "lon": row["経度"]}
        for row in rows
        if row["緯度"] and row["経度"]
    ][:_PLACES]  # fmt: skip


def in_group() -> bool:
    """Whether it is done in the group's talk."""
    return request.form.get("talk") == simulator.GROUP
