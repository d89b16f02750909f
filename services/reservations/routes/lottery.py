"""The draws for residents: which are open, one's own wishes and what became of them, and everything needed to verify it."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import draw, i18n
from portal.doors import db, house, now, open_door, resident, resident_door
from portal.opening import today
from portal.pack.building_rules import DrawsFor
from portal.pack.buildings import Building
from portal.people import mail_addresses
from portal.refused import Refused
from portal.whom import contact
from services.reservations.actions import drawing, entries, entries_apart, groups, rounds
from services.reservations.actions.entries import By
from services.reservations.models.groups import Group
from services.reservations.models.rounds import Entry, Round
from services.reservations.routes.wishes import form_of, outcomes, said_in, typed_in
from services.reservations.rules.rounds import State

Page = str | AnyResponse | tuple[str, int]
HERE = "/reservations/lottery"
ONE = f"{HERE}/<uuid:round_id>"
VERIFIER = "verify_draw.py"
# What the form can put right; the page comes back with what was typed.
BESIDE = frozenset(
    {
        "lottery_person", "lottery_people", "lottery_purpose", "lottery_wishes", "lottery_wish", "lottery_wish_twice",
        "lottery_wish_closed", "lottery_twice", "individual_number_in_text", "lottery_under_two_names",
    }
)  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="lottery")(index)
    blueprint.get(f"{HERE}/{VERIFIER}", endpoint="lottery_verifier")(verifier)
    blueprint.get(ONE, endpoint="lottery_round")(one)
    blueprint.get(f"{ONE}/round.json", endpoint="lottery_record")(record)
    blueprint.route(f"{ONE}/entry", methods=["GET", "POST"], endpoint="lottery_entry")(entry)
    blueprint.route(f"{ONE}/withdraw", methods=["GET", "POST"], endpoint="lottery_withdraw")(withdraw)
    blueprint.post(f"{ONE}/wins/<uuid:win_id>/<act>", endpoint="lottery_act")(act)


@open_door
def index() -> str:
    """Every draw that has opened, newest first."""
    found = [
        (one, house().pack.buildings[one.building], stage(one, now())) for one in rounds.shown(db(), now())
    ]
    return i18n.page("reservations/lottery/index.html", rounds=found)


@open_door
def one(round_id: UUID) -> str:
    """One draw: its days, its rule, what is published of it, and what oneself wished for."""
    row = _open(round_id)
    mine = _mine(row)
    return i18n.page(
        "reservations/lottery/round.html", row=row, **told(row), **_names(row), mine=mine, sent=request.args.get("sent", ""),
        wishes=outcomes(db(), house_of(row), mine, now()) if mine else (),
    )  # fmt: skip


@open_door
def record(round_id: UUID) -> Response:
    """The list, and the draw once it was made, as a file to keep."""
    row = _open(round_id)
    body = rounds.body(db(), row.id)
    if body is None:
        raise Refused("lottery_unknown", 404)
    name = f'attachment; filename="round-{row.closes_at:%Y%m%d}.json"'
    return Response(body, mimetype="application/json", headers={"Content-Disposition": name})


@open_door
def verifier() -> Response:
    """The file that makes the draw, as it runs here."""
    text = Path(draw.__file__).read_text(encoding="utf-8")
    name = f'attachment; filename="{VERIFIER}"'
    return Response(text, mimetype="text/x-python", headers={"Content-Disposition": name})


@resident_door()
def entry(round_id: UUID) -> Page:
    """Wishes in their order: sent the first time, or changed."""
    row, seat = _open(round_id), resident()
    if seat is None or stage(row, now()) != "open":
        raise Refused("lottery_not_open", 409)
    mine, group = _mine(row), _group(row)
    if group is None and row.whom == DrawsFor.GROUPS:
        raise Refused("lottery_groups_only", 403)
    if request.method == "GET":
        # Which member of a group sent its entry, and their telephone, is not the others' to read.
        contact_too = entries.opened(db(), mine) if mine and group is None else {}
        return _form(row, typed_in(row, mine, contact_too), mine)
    said, code = said_in(house_of(row), row, i18n.words().language.key, _mail(seat.id)), ""
    values: dict[str, Any] = {}
    try:
        entries.enter(db(), row.id, said, By(resident=seat.id, group=group), now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        code, values = refused.code, dict(refused.values)
    if code:
        return _form(row, dict(request.form), mine, code, values), 422
    return _back(row, "yes")


@resident_door()
def withdraw(round_id: UUID) -> Page:
    """Take part no more, after one more question."""
    row, seat = _open(round_id), resident()
    mine = _mine(row)
    if mine is None or seat is None:
        raise Refused("lottery_entry_unknown", 404)
    if request.method == "GET":
        return i18n.page("reservations/lottery/withdraw.html", row=row, **told(row), **_names(row))
    entries.withdraw(db(), mine, ("resident", seat.id), now())
    return _back(row, "withdrawn")


@resident_door()
def act(round_id: UUID, win_id: UUID, act: str) -> Page:
    """Will use it, or will not."""
    row, seat, win = _open(round_id), resident(), drawing.one(db(), win_id)
    mine = _mine(row)
    if mine is None or seat is None or win.entry_id != mine.id:
        raise Refused("lottery_unknown", 404)
    acts = {"use": drawing.confirm, "leave": drawing.give_up}
    if act not in acts:
        raise Refused("lottery_unknown", 404)
    acts[act](db(), win, ("resident", seat.id), now())
    return _back(row, act)


def told(row: Round) -> dict[str, Any]:
    """What every page about a round says."""
    building = house_of(row)
    drawn = row.state in (State.DRAWN, State.DONE)
    division = house().pack.division(building.operator, today(now()))
    return {
        "building": building,
        "units": [unit for unit in building.units if unit.key in row.units.split()],
        "first": [one for one in house().pack.groups.classes if one.key in row.first.split()],
        "stage": stage(row, now()),
        "published": _published(row) if drawn else None,
        "contact": contact(division, house().pack.office(division.office, today(now())), today(now())),
    }


def _published(row: Round) -> dict[str, str]:
    """The secret that was promised, and the seed that follows from it."""
    secret = rounds.secret(db(), row)
    return {"secret": secret, "seed": draw.seed_of(secret, row.entropy or "", row.list_hash or "")}


def stage(row: Round, moment: datetime) -> str:
    """Where a round is, as pages name it."""
    if row.state == State.OPEN:
        return "soon" if moment < row.opens_at else "open" if moment < row.closes_at else "closing"
    return {State.CLOSED: "closed", State.DRAWN: "drawn", State.DONE: "done"}.get(State(row.state), "off")


def house_of(row: Round) -> Building:
    """The building of a round."""
    return rounds.house_of(house().pack, row.building)


def _open(round_id: UUID) -> Round:
    row = rounds.find(db(), round_id)
    if row.opens_at > now():
        raise Refused("lottery_unknown", 404)
    return row


def _mine(row: Round) -> Entry | None:
    """One's own entry, or that of the group for which one is here."""
    seat, group = resident(), _group(row)
    if group is not None:
        return entries_apart.of_group(db(), row.id, group.id)
    return entries.mine(db(), row.id, seat.id) if seat else None


def _groups() -> list[Group]:
    seat = resident()
    return groups.books_for(db(), seat.id, seat.mail_tokens, now()) if seat else []


def _group(row: Round) -> Group | None:
    """The group of the address; where only groups take part, the first of one's own."""
    asked, mine = request.args.get("for", ""), _groups()
    if not asked:
        return mine[0] if mine and row.whom == DrawsFor.GROUPS else None
    found = next((one for one in mine if str(one.id) == asked), None)
    if found is None:
        raise Refused("group_unknown", 404)
    return found


def _names(row: Round) -> dict[str, Any]:
    """As whom one is here, and as whom else one could be."""
    group = _group(row)
    return {"group": group, "my_groups": _groups(), "whose": {"for": str(group.id)} if group else {}}


def _back(row: Round, sent: str) -> AnyResponse:
    whose: dict[str, Any] = {"for": request.args["for"]} if request.args.get("for") else {}
    return redirect(url_for("reservations.lottery_round", round_id=row.id, sent=sent, **whose), 303)


def _mail(resident_id: UUID) -> str:
    found = mail_addresses(db(), resident_id)
    return found[0] if found else ""


def _form(
    row: Round,
    typed: dict[str, Any],
    mine: Entry | None,
    code: str = "",
    values: dict[str, Any] | None = None,
) -> str:
    return i18n.page(
        "reservations/lottery/entry.html", row=row, **told(row), **form_of(house_of(row), row), **_names(row), typed=typed,
        code=code, values=values or {}, mine=mine, errors=bool(code),
    )  # fmt: skip
