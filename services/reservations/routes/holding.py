"""A time that was chosen: until when, what for, how many; then it is held for some minutes while somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import crowd, i18n, waiting_room
from portal.db import new_id
from portal.doors import db, house, now, open_door, resident, visitor
from portal.opening import TOKYO, today
from portal.pack.buildings import Building, Unit, Who
from portal.refused import Refused
from portal.throttle import network
from portal.vault import vault_of
from services.reservations.actions import booking, looking
from services.reservations.actions.booking import Offer, Wish
from services.reservations.routes.along import along, carried, same_end, with_use
from services.reservations.routes.everybody import whom
from services.reservations.rules import prices, prices_shown, rushes, spans

Page = str | Response | tuple[str, int]
HOLD = "/reservations/hold"
# Refusals after which other times are offered.
TAKEN = frozenset({"use_taken", "seats_taken", "equipment_taken"})
# Who has no booking left in that month can book in another, or elsewhere.
LOST = TAKEN | {"quota_used_up"}
# Hundreds may stand behind one address of a telephone company; a program that holds everything is slowed down: of the
# forms that a network may begin at once so great a part may be holds.
HOLDS = 1 / 4
_MOST = 99_999
NAMES = ("until", "purpose", "people", "who", "token")


@dataclass(frozen=True)
class Chosen:
    """What the address or the form says: a room and when to begin, and what was typed so far."""

    building: Building
    unit: Unit
    starts: datetime
    typed: dict[str, str]


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route(HOLD, methods=["GET", "POST"], endpoint="hold")(hold)


@open_door
def hold() -> Page:
    """The few questions about the use; sent in, the time is held."""
    chosen = _chosen()
    rush = rushes.rush(chosen.building, chosen.starts)
    waits = waiting_room.stop(rush, lambda: whom(chosen.building), carried())
    if waits is not None:
        return waits
    if request.method == "GET" or request.form.get("step") == "begin":
        return _ask(chosen, {})
    wrong = _faults(chosen)
    if wrong:
        return _ask(chosen, wrong), 422
    wish, token = _wish(chosen)
    try:
        slow_down()
        booking.hold(db(), wish, now())
    except Refused as refused:
        if not elsewhere(refused):
            raise
        offers = booking.alternatives(db(), wish, now()) if refused.code in TAKEN else ()
        return gone(wish, refused, offers), refused.status
    # What was typed already goes along in the form itself: a 307 has it sent once more to the address it leads to.
    return redirect(url_for("reservations.details", token=token), 307 if carried() else 303)


def elsewhere(refused: Refused) -> bool:
    """Whether another time may help; what is not there, and a house that is too crowded, say so on a page of their own."""
    return refused.status < 500 and refused.status != 404


def slow_down() -> None:
    """A network that takes more than people do is asked to wait."""
    seat, forms = resident(), house().settings.forms_per_network
    if forms:
        whose = seat.holder.hex() if seat else network(request.remote_addr)
        limit = crowd.ALONE if seat else crowd.together(ceil(forms * HOLDS))
        wait = house().crowd.let_in(f"reservations {whose}", limit, now())
        if wait:
            raise Refused("too_many_tries", 429, minutes=ceil(wait.total_seconds() / 60))


def gone(wish: Wish, refused: Refused, offers: Sequence[Offer]) -> str:
    """Not this time, since somebody was faster or for any other reason: what can be had instead, each with one press."""
    pack = house().pack
    found, room = looking.find(pack, wish.building, wish.unit)
    return i18n.page(
        "reservations/gone.html",
        code=refused.code,
        values=refused.values,
        wish=wish,
        building=found,
        unit=room,
        waits=refused.code == "use_taken" and found.rules.wait_hours,
        taken=refused.code in LOST,
        carried=carried(),
        along=with_use(wish),
        typed=request.form,
        day=today(wish.starts),
        offers=[(one, *looking.find(pack, one.building, one.unit), new_id()) for one in offers],
        contact=whom(found),
    )


def once_key(token: UUID) -> UUID:
    """The key of a hold: of this browser and its form, so that the address alone opens nothing to anybody else."""
    mark = vault_of(db()).token("booking.once", f"{visitor(make=True).hash.hex()}:{token}")
    return UUID(bytes=mark[:16])


def _chosen() -> Chosen:
    asked = request.values
    found, room = looking.find(house().pack, asked.get("building", ""), asked.get("unit", ""))
    starts = moment(asked.get("from", ""))
    if starts is None:
        raise Refused("not_offered_then", 422)
    return Chosen(found, room, starts, {name: asked.get(name, "").strip()[:60] for name in NAMES})


def moment(text: str) -> datetime | None:
    """A moment as addresses write it, in Japan where it names no other place."""
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found.astimezone(TOKYO) if found.tzinfo else found.replace(tzinfo=TOKYO)


def _endings(chosen: Chosen) -> tuple[datetime, ...]:
    day = today(chosen.starts)
    offered = looking.days_of(db(), chosen.building, day, 1, now(), (chosen.unit,))[day][chosen.unit.key]
    return spans.endings(chosen.building, chosen.unit, offered, chosen.starts)


def _ask(chosen: Chosen, wrong: dict[str, str]) -> str:
    ends = _endings(chosen)
    offered = [one.isoformat() for one in ends]
    again = same_end(chosen.starts)
    first = chosen.typed["until"] or (again if again in offered else "".join(offered[:1]))
    kinds = [one for one in Who if prices.lets(chosen.unit, one)]
    return i18n.page(
        "reservations/hold.html",
        building=chosen.building,
        unit=chosen.unit,
        starts=chosen.starts,
        ends=[(one, _yen(chosen, one, kinds)) for one in ends],
        until=first,
        fees=[
            (one, yen)
            for one in kinds
            if (yen := prices_shown.least(chosen.unit, one, today(chosen.starts))) is not None
        ],
        kinds=kinds,
        typed=chosen.typed,
        carried=carried(),
        along=along(),
        purposes=[one for key in chosen.unit.purposes if (one := chosen.building.purpose(key)) is not None],
        most=chosen.unit.seats or chosen.unit.people,
        wrong=wrong,
        errors=bool(wrong),
        token=chosen.typed["token"] or new_id(),
        contact=whom(chosen.building),
    )


def _yen(chosen: Chosen, ends: datetime, kinds: list[Who]) -> list[tuple[Who, int]]:
    return [(who, prices.price(chosen.building, chosen.unit, chosen.starts, ends, who).yen) for who in kinds]


def _faults(chosen: Chosen) -> dict[str, str]:
    """What is missing or wrong, by the name of its input."""
    typed, unit = chosen.typed, chosen.unit
    wrong = {}
    if moment(typed["until"]) is None:
        wrong["until"] = "until"
    if typed["purpose"] not in unit.purposes:
        wrong["purpose"] = "purpose"
    people, most = number(typed["people"]), unit.seats or unit.people
    if not people:
        wrong["people"] = "people"
    elif most and people > most:
        wrong["people"] = "too_many"
    if typed["who"] not in list(Who):
        wrong["who"] = "who"
    return wrong


def number(text: str) -> int:
    """A number however it is typed: full width, with 人 behind it."""
    digits = text.removesuffix("人").removesuffix("名").strip()
    return min(int(digits), _MOST) if digits.isdecimal() and len(digits) < 9 else 0


def _wish(chosen: Chosen) -> tuple[Wish, UUID]:
    typed = chosen.typed
    ends = moment(typed["until"])
    try:
        token = UUID(typed["token"])
    except ValueError:
        token = new_id()
    wish = Wish(
        building=chosen.building.key,
        unit=chosen.unit.key,
        starts=chosen.starts,
        ends=ends or chosen.starts,
        purpose=typed["purpose"],
        people=number(typed["people"]),
        who=Who(typed["who"]),
        once_key=once_key(token),
        channel="online",
    )
    return wish, token
