"""利用停止: staff close a unit or a building for a time and open it again."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.opening import midnight, today
from portal.pack.buildings import Building, Unit
from portal.people import staff_names
from portal.refused import Refused
from services.reservations.actions import blocking, calendar, reach
from services.reservations.actions.blocking import Closing
from services.reservations.actions.reach import MANAGE, READ
from services.reservations.models.bookings import Booking
from services.reservations.routes import typed
from services.reservations.routes.frame import shown
from services.reservations.rules.states import BlockKind

HERE = "/staff/reservations/blocks"
# What is wrong with what was written is told above the form, and what was typed stays in it.
BESIDE = frozenset({"block_time", "reason_needed", "individual_number_in_text", "use_taken"})
_LAST = 400


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="blocks")(listed)
    blueprint.route(f"{HERE}/new", methods=["GET", "POST"], endpoint="block_new")(new)
    blueprint.post(f"{HERE}/<uuid:block_id>/open", endpoint="block_open")(reopen)
    blueprint.post(f"{HERE}/<uuid:block_id>/finish", endpoint="block_finish")(finish)


@staff_door(READ)
def listed() -> str:
    """Every block from today on."""
    begin = midnight(today(now()))
    end = midnight(today(now()).replace(year=today(now()).year + 2, day=1))
    mine = reach.buildings(db(), staff())
    found = [(one, block) for one in mine for block in calendar.standing_blocks(db(), one, begin, end)]
    by = frozenset(block.made_by for _, block in found if block.made_by)
    return shown(
        "reservations/staff/blocks.html",
        found=sorted(found, key=lambda pair: (pair[1].starts_at, pair[1].id)),
        names=staff_names(db(), by),
        left={block.id: len(blocking.left_under(db(), one, block)) for one, block in found},
        manages=frozenset(one.key for one in mine if staff().may(MANAGE, one.operator)),
        done=request.args.get("done", ""),
    )


@staff_door(MANAGE)
def new() -> str | Response | tuple[str, int]:
    """Close a time; where bookings stand they are listed, and nothing is closed."""
    mine = reach.buildings(db(), staff(), MANAGE)
    if request.method == "GET":
        return _ask(mine)
    building, unit = place(request.form.get("place", ""))
    try:
        wish = _closing(building, unit)
        blocking.block(db(), wish, staff(), now(), sweep=_confirmed(wish))
    except Refused as refused:
        if refused.code == "bookings_in_the_way":
            found = blocking.in_the_way(db(), wish)
            return _ask(mine, refused.code, building, list(found)), refused.status
        if refused.code not in BESIDE:
            raise
        return _ask(mine, refused.code), refused.status
    return redirect(url_for("reservations.blocks", done="closed"), 303)


@staff_door(MANAGE)
def reopen(block_id: UUID) -> Response:
    """Open it again."""
    blocking.unblock(db(), block_id, staff(), now())
    return redirect(url_for("reservations.blocks", done="opened"), 303)


@staff_door(MANAGE)
def finish(block_id: UUID) -> Response:
    """Cancel what is left under a block whose sweep did not come to its end."""
    left = blocking.finish(db(), block_id, staff(), now())
    return redirect(url_for("reservations.blocks", done="left" if left else "closed"), 303)


def place(key: str) -> tuple[Building, Unit | None]:
    """A building, or a unit of it, as the form names it."""
    house, _, unit = key.partition("/")
    building = reach.building(db(), staff(), house, MANAGE)
    return building, typed.unit(building, unit) if unit else None


def _closing(building: Building, unit: Unit | None) -> Closing:
    kind, reason = _kind(request.form.get("kind", "")), request.form.get("reason", "")
    return Closing(building, unit, typed.moment("from"), typed.moment("to"), kind, reason)


def _confirmed(wish: Closing) -> bool:
    """Whether somebody has seen what will be cancelled, and nothing of it is different since."""
    seen = request.form.get("plan", "")
    return bool(seen) and seen == blocking.plan(blocking.in_the_way(db(), wish))


def _kind(key: str) -> BlockKind:
    return BlockKind(key) if key in set(BlockKind) else BlockKind.CLOSED


def _ask(
    mine: tuple[Building, ...],
    code: str = "",
    building: Building | None = None,
    standing: list[Booking] | None = None,
) -> str:
    return shown(
        "reservations/staff/block_new.html",
        mine=mine,
        typed=request.form if request.method == "POST" else request.args,
        today=today(now()),
        code=code,
        errors=code,
        longest=blocking.LONGEST_REASON,
        building=building,
        standing=standing or (),
        receipts=calendar.receipts(db(), standing or ()),
        plan=blocking.plan(standing or ()),
    )
