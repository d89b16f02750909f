"""抽選 for staff: rounds opened and followed, wishes taken on the telephone and from paper, the public number, winners to call."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import audit
from portal.db import writing
from portal.doors import db, house, now, staff, staff_door
from portal.opening import TOKYO, midnight
from portal.people import staff_names
from portal.refused import Refused
from services.reservations.actions import drawing, entries, groups, reach, rounds
from services.reservations.actions.entries import BOOK, By
from services.reservations.actions.rounds import MANAGE, Plan
from services.reservations.models.groups import Group
from services.reservations.models.rounds import Entry, Round
from services.reservations.routes.frame import shown
from services.reservations.routes.lottery import BESIDE, house_of, told
from services.reservations.routes.wishes import form_of, said_in, shown_wish, typed_in
from services.reservations.rules import rounds as rules

Page = str | Response | tuple[str, int]
HERE = "/staff/reservations/rounds"
ONE = f"{HERE}/<uuid:round_id>"
PLANS = frozenset({"lottery_plan", "lottery_days", "individual_number_in_text", "use_taken"})
ENTERED = BESIDE | {"lottery_groups_only", "group_none", "group_several", "group_not_in_force"}
TYPED = frozenset({"lottery_number", "lottery_number_differs"})
CHANNELS = ("telephone", "paper", "window")


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="staff_rounds")(listed)
    blueprint.route(f"{HERE}/new", methods=["GET", "POST"], endpoint="staff_round_new")(new)
    blueprint.get(ONE, endpoint="staff_round")(one)
    blueprint.post(f"{ONE}/number", endpoint="staff_round_number")(number)
    blueprint.post(f"{ONE}/call-off", endpoint="staff_round_call_off")(call_off)
    blueprint.route(f"{ONE}/entry", methods=["GET", "POST"], endpoint="staff_entry_new")(entry)
    blueprint.route(f"{ONE}/entry/<uuid:entry_id>", methods=["GET", "POST"], endpoint="staff_entry")(entry)
    blueprint.post(f"{ONE}/entry/<uuid:entry_id>/withdraw", endpoint="staff_entry_withdraw")(withdraw)
    blueprint.post(f"{ONE}/wins/<uuid:win_id>/<act>", endpoint="staff_win_act")(act)


@staff_door(BOOK)
def listed() -> str:
    """Every round of the buildings one works for."""
    mine = reach.buildings(db(), staff(), BOOK)
    found = [
        (row, house_of(row), told(row)["stage"], entries.count(db(), row.id))
        for row in rounds.shown(db(), now(), [one.key for one in mine])
    ]
    return shown(
        "reservations/staff/rounds.html", rounds=found, opens=any(rounds.may_draw(one) for one in _managed())
    )


@staff_door(MANAGE)
def new() -> Page:
    """A new round."""
    houses = _managed()
    if not houses:
        raise Refused("facility_unknown", 404)
    code = ""
    if request.method == "POST":
        try:
            row = rounds.open_round(db(), staff(), _plan(), now())
        except Refused as refused:
            if refused.code not in PLANS:
                raise
            code = refused.code
        else:
            return redirect(url_for("reservations.staff_round", round_id=row.id, done="opened"), 303)
    page = shown(
        "reservations/staff/round_new.html", houses=[(one, rounds.may_draw(one)) for one in houses],
        typed=request.form, picked=request.form.getlist("units"), code=code, errors=bool(code),
    )  # fmt: skip
    return (page, 422) if code else page


@staff_door(BOOK)
def one(round_id: UUID) -> Page:
    """A round with everybody in it, by number; who has won is shown by name, and that is noted."""
    return _one(_find(round_id))


def _one(row: Round, code: str = "") -> Page:
    building, people = house_of(row), entries.of(db(), row.id)
    wins = [
        {
            "win": win,
            "entry": entry,
            **shown_wish(building, _wish(entry, win.wish)),
            **entries.opened(db(), entry),
        }
        for win, entry in drawing.of_round(db(), row.id)
        if win.settled_at is None
    ]
    if wins:
        with writing(db()) as session:
            seen = [found["entry"].id for found in wins]
            audit.saw_each(session, "staff", staff().id, "read", entries.SUBJECT, seen, now())
    typists = staff_names(db(), frozenset(one for one in (row.typed_by, row.entropy_by) if one))
    page = shown(
        "reservations/staff/round.html", row=row, **told(row), people=[_line(building, one) for one in people],
        wins=wins, typists=typists, manages=staff().may(MANAGE, building.operator), me=staff().id,
        done=request.args.get("done", ""), code=code, errors=bool(code),
    )  # fmt: skip
    return (page, 409) if code else page


@staff_door(MANAGE)
def number(round_id: UUID) -> Page:
    """The public number, as this member of staff looked it up."""
    try:
        holds = rounds.type_number(db(), staff(), round_id, request.form.get("number", ""), now())
    except Refused as refused:
        if refused.code not in TYPED:
            raise
        return _one(_find(round_id), refused.code)
    return _back(round_id, "both" if holds else "typed")


@staff_door(MANAGE)
def call_off(round_id: UUID) -> Page:
    """No draw after all."""
    rounds.call_off(db(), staff(), round_id, now())
    return _back(round_id, "called_off")


@staff_door(BOOK)
def entry(round_id: UUID, entry_id: UUID | None = None) -> Page:
    """Wishes told on the telephone, at the counter or on paper, in the same draw as all others."""
    row = _find(round_id)
    kept = _entry(row, entry_id) if entry_id else None
    if request.method == "GET":
        contact = entries.opened(db(), kept) if kept else {}
        if kept:
            with writing(db()) as session:
                audit.saw(session, "staff", staff().id, "read", entries.SUBJECT, kept.id, now())
        return _form(row, typed_in(row, kept, contact), kept)
    channel = request.form.get("channel", "")
    mail = request.form.get("mail", "")[:200].strip()
    said = said_in(house_of(row), row, "ja", mail if "@" in mail else "")
    try:
        by = By(seat=staff(), channel=channel if channel in CHANNELS else CHANNELS[0], group=_group(kept))
        made = entries.enter(db(), row.id, said, by, now(), kept.id if kept else None)
    except Refused as refused:
        if refused.code not in ENTERED:
            raise
        return _form(row, dict(request.form), kept, refused.code, dict(refused.values)), 422
    return redirect(url_for("reservations.staff_round", round_id=row.id, done=made.who), 303)


@staff_door(BOOK)
def withdraw(round_id: UUID, entry_id: UUID) -> Page:
    """Somebody called and takes part no more."""
    row = _find(round_id)
    entries.withdraw(db(), _entry(row, entry_id), ("staff", staff().id), now())
    return _back(row.id, "withdrawn")


@staff_door(BOOK)
def act(round_id: UUID, win_id: UUID, act: str) -> Page:
    """What somebody said on the telephone: they will use it, or will not."""
    row, win = _find(round_id), drawing.one(db(), win_id)
    acts = {"use": drawing.confirm, "leave": drawing.give_up}
    if win.round_id != row.id or act not in acts:
        raise Refused("lottery_unknown", 404)
    acts[act](db(), win, ("staff", staff().id), now())
    return _back(row.id, act)


def _find(round_id: UUID) -> Round:
    return rounds.find_for(db(), staff(), round_id, BOOK)


def _managed() -> list[Any]:
    pack, seat = house().pack, staff()
    return [one for one in pack.buildings.values() if seat.may(MANAGE, one.operator) and rounds.may_draw(one)]


def _entry(row: Round, entry_id: UUID) -> Entry:
    found = db().get(Entry, entry_id, populate_existing=True)
    if found is None or found.round_id != row.id:
        raise Refused("lottery_entry_unknown", 404)
    return found


def _group(kept: Entry | None) -> Group | None:
    """The registered group that takes part: as it was, or as staff name it."""
    named = request.form.get("group", "").strip()[:100]
    if kept is not None:
        return db().get(Group, kept.group_id) if kept.group_id else None
    return groups.called(db(), named, now()) if named else None


def _wish(entry: Entry, id: str) -> rules.Wish:
    return next(one for one in rules.read(entry.wishes) if one.id == id)


def _line(building: Any, entry: Entry) -> dict[str, Any]:
    return {"entry": entry, "wishes": [shown_wish(building, one) for one in rules.read(entry.wishes)]}


def _back(round_id: UUID, done: str) -> Response:
    return redirect(url_for("reservations.staff_round", round_id=round_id, done=done), 303)


def _form(
    row: Round,
    typed: dict[str, Any],
    kept: Entry | None,
    code: str = "",
    values: dict[str, Any] | None = None,
) -> str:
    return shown(
        "reservations/staff/entry.html", row=row, **told(row), **form_of(house_of(row), row), typed=typed, kept=kept,
        code=code, values=values or {}, channels=CHANNELS, errors=bool(code),
    )  # fmt: skip


def _plan() -> Plan:
    """What was filled in; a day that cannot be read makes no round."""
    form = request.form
    # The rules stand beside each building of the form, as its own data has them.
    key = form.get("building", "")
    try:
        return Plan(
            building=key,
            title=form.get("title", "")[:100].strip(),
            units=tuple(form.getlist("units")),
            first_day=date.fromisoformat(form.get("first_day", "")),
            last_day=date.fromisoformat(form.get("last_day", "")),
            opens_at=_start("opens", now()),
            closes_at=_end("closes"),
            confirm_by=_end("confirm"),
            entropy_named=form.get("entropy_named", "")[:200].strip(),
            most_wishes=int(form.get("most_wishes", "")),
            cap=int(form.get("cap", "")),
            residents_first=form.get(f"residents_first-{key}") == "yes",
            carry=form.get(f"carry-{key}") == "yes",
        )
    except ValueError:
        raise Refused("lottery_days", 422) from None


def _start(name: str, otherwise: datetime) -> datetime:
    """The morning of a day; today is at once."""
    found = midnight(date.fromisoformat(request.form.get(name, "")))
    return max(found, otherwise)


def _end(name: str) -> datetime:
    """The end of a day's office hours."""
    return datetime.combine(date.fromisoformat(request.form.get(name, "")), time(17, 0), TOKYO)
