"""Rounds: opened with a secret promised and the time kept apart, closed with the list fixed, called off."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit, draw, ledger
from portal.db import must_write, new_id, writing
from portal.opening import midnight, today
from portal.pack import Pack
from portal.pack.buildings import Building, Policy, Unit
from portal.people import StaffSeat
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.tables import SlotClaim
from portal.vault import DataKey, vault_of
from services.reservations.models.groups import Group
from services.reservations.models.rounds import Carry, Entry, Record, Round
from services.reservations.rules import claims, rounds
from services.reservations.rules.rounds import Listed, State

MANAGE = "facility.manage"
SEALED = "lottery_round.sealed"
SUBJECT = "lottery_round"
LOTTERY = "lottery"
_AT_ONCE = 500
# Somebody may ask after the days of use why they lost.
_KEPT = timedelta(days=60)
MOST_WISHES, MOST_WINS = 10, 10


@dataclass(frozen=True)
class Plan:
    """What a round is made from."""

    building: str
    title: str
    units: tuple[str, ...]
    first_day: date
    last_day: date
    opens_at: datetime
    closes_at: datetime
    confirm_by: datetime
    entropy_named: str
    most_wishes: int = 5
    cap: int = 2
    residents_first: bool = True
    carry: bool = True


def house_of(pack: Pack, key: str) -> Building:
    """A building by its address."""
    found = pack.buildings.get(key)
    if found is None:
        raise Refused("facility_unknown", 404)
    return found


def may_draw(building: Building) -> tuple[Unit, ...]:
    """The rooms that a building gives away by lot; they have parts of the day that everybody means alike."""
    return tuple(one for one in building.units if one.policy == Policy.LOTTERY and one.bands)


def find(session: Session, round_id: UUID) -> Round:
    """A round, or a refusal."""
    found = session.get(Round, round_id, populate_existing=True)
    if found is None:
        raise Refused("lottery_unknown", 404)
    return found


def find_for(session: Session, seat: StaffSeat, round_id: UUID, permission: str = MANAGE) -> Round:
    """A round of a building whose operator this member of staff works for; to others there is none."""
    found = find(session, round_id)
    pack: Pack = session.info["pack"]
    if not seat.may(permission, house_of(pack, found.building).operator):
        raise Refused("lottery_unknown", 404)
    return found


def shown(session: Session, now: datetime, buildings: Sequence[str] | None = None) -> list[Round]:
    """Rounds in the order of their closing, newest first; residents see those that have opened."""
    query = select(Round).order_by(Round.closes_at.desc(), Round.id).limit(60)
    if buildings is None:
        return list(session.scalars(query.where(Round.opens_at <= now, Round.state != State.CALLED_OFF)))
    return list(session.scalars(query.where(Round.building.in_(buildings))))


def open_round(session: Session, seat: StaffSeat, plan: Plan, now: datetime) -> Round:
    """Promise a secret, and keep every free step of the rooms for the draw, so that nobody who comes first takes it."""
    pack: Pack = session.info["pack"]
    building = house_of(pack, plan.building)
    if not seat.may(MANAGE, building.operator):
        raise Refused("facility_unknown", 404)
    _possible(building, plan, now)
    secret, vault = secrets.token_hex(32), vault_of(session)
    units = [one for one in may_draw(building) if one.key in plan.units]
    kept = rounds.reserved(building, units, plan.first_day, plan.last_day, pack.closed_days)
    with writing(session):
        key_id = vault.new_key(session)
        row = Round(
            id=new_id(), building=plan.building, title=plan.title, units=" ".join(one.key for one in units),
            first_day=plan.first_day, last_day=plan.last_day, opens_at=plan.opens_at, closes_at=plan.closes_at,
            confirm_by=plan.confirm_by, most_wishes=plan.most_wishes, cap=plan.cap,
            residents_first=plan.residents_first, whom=str(building.rules.draws_for),
            first=" ".join(pack.groups.first_in(building.key)), carry=plan.carry, entropy_named=plan.entropy_named,
            state=State.OPEN, commitment=draw.commitment_of(secret), key_id=key_id,
            sealed=vault.seal(session, key_id, secret, SEALED), list_hash=None, typed_first=None, typed_by=None,
            entropy=None, entropy_by=None, drawn_at=None, made_at=now, made_by=seat.id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _keep(session, row.id, kept)
        audit.did(session, "staff", seat.id, "opened", SUBJECT, row.id, now)
        claiming.changed(session, building.key)
    return row


def _possible(building: Building, plan: Plan, now: datetime) -> None:
    if find_individual_numbers(plan.title + "\n" + plan.entropy_named):
        raise Refused("individual_number_in_text", 422)
    known = {one.key for one in may_draw(building)}
    in_order = now < plan.closes_at < plan.confirm_by and plan.opens_at < plan.closes_at
    days = (plan.last_day - plan.first_day).days
    whole = plan.title and plan.entropy_named and plan.units and set(plan.units) <= known
    if not whole or not 1 <= plan.most_wishes <= MOST_WISHES or not 1 <= plan.cap <= MOST_WINS:
        raise Refused("lottery_plan", 422)
    if not in_order or not 0 <= days <= 92 or midnight(plan.first_day) < plan.confirm_by:
        raise Refused("lottery_days", 422)


def _keep(session: Session, owner: UUID, wanted: set[tuple[str, int]]) -> None:
    """Claim for the draw what nobody has yet; what was booked before, or at this very moment, stays with whoever booked it."""
    rows = [{"space": name, "slot": step, "owner": owner, "kind": LOTTERY} for name, step in sorted(wanted)]
    if not rows:
        raise Refused("lottery_days", 422)
    for start in range(0, len(rows), _AT_ONCE):
        claiming.store(session, SlotClaim, rows[start : start + _AT_ONCE])


def call_off(session: Session, seat: StaffSeat, round_id: UUID, now: datetime) -> None:
    """No draw after all: whoever comes first may book again."""
    found = find_for(session, seat, round_id)
    with writing(session):
        row = locked(session, found.id)
        if row.state not in (State.OPEN, State.CLOSED):
            raise Refused("lottery_over", 409)
        row.state = State.CALLED_OFF
        claiming.release(session, [row.id])
        audit.did(session, "staff", seat.id, "called_off", SUBJECT, row.id, now)
        session.flush()
        claiming.changed(session, row.building)


def locked(session: Session, round_id: UUID) -> Round:
    """The round as it stands now, held until the block ends."""
    must_write(session)
    found = session.scalar(
        select(Round).where(Round.id == round_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise Refused("lottery_unknown", 404)
    return found


def close_due(session: Session, now: datetime) -> int:
    """Close every round whose time is over; its list is fixed from the first block on, and published in the second."""
    with writing(session):
        over = session.scalars(select(Round).where(Round.state == State.OPEN, Round.closes_at <= now))
        for row in over:
            row.state = State.CLOSED
    found = list(session.scalars(select(Round).where(Round.state == State.CLOSED, Round.list_hash.is_(None))))
    for row in found:
        publish(session, row, now)
    return len(found)


def publish(session: Session, row: Round, now: datetime) -> None:
    """The list with its hash, for everybody to keep a copy of before the public number is known."""
    pack: Pack = session.info["pack"]
    building = house_of(pack, row.building)
    entries = list(session.scalars(select(Entry).where(Entry.round_id == row.id).order_by(Entry.who)))
    losses = dict(
        session.execute(select(Carry.person, Carry.losses).where(Carry.building == row.building)).all()
    )
    kinds = _kinds(session, entries)
    people = [_listed(row, one, losses, kinds) for one in entries]
    first, last = (
        claims.slot(building, midnight(row.first_day)),
        claims.slot(building, midnight(row.last_day + timedelta(days=2))),
    )
    held = claiming.taken(session, rounds.names(building, people), first, last)
    taken = [(name, step) for name, steps in held.items() for step, owner in steps.items() if owner != row.id]
    body = rounds.listed(building, str(row.id), _rules(row), row.commitment, row.entropy_named, people, taken)
    list_hash = draw.list_hash_of(body)
    with writing(session):
        locked(session, row.id).list_hash = list_hash
        session.add(Record(round_id=row.id, body=json.dumps({**body, "list_hash": list_hash})))
        session.flush()
        ledger.event(
            session,
            ledger.Kind.COUNTED,
            f"lottery/{row.building}",
            "online",
            building.operator,
            today(now),
            len(people),
        )


def _rules(row: Round) -> dict[str, Any]:
    return {
        "cap": row.cap,
        "residents_first": row.residents_first,
        "groups_first": row.first.split(),
        "tickets": f"1 + losses in a row, up to {1 + rounds.MOST_LOSSES}" if row.carry else "1",
    }


def _kinds(session: Session, entries: Sequence[Entry]) -> dict[UUID, str]:
    """The class of each registered group that takes part."""
    theirs = {one.group_id for one in entries if one.group_id}
    return (
        dict(session.execute(select(Group.id, Group.kind).where(Group.id.in_(theirs))).all())
        if theirs
        else {}
    )


def _listed(row: Round, one: Entry, losses: dict[bytes, int], kinds: Mapping[UUID, str]) -> Listed:
    first = one.group_id is not None and kinds.get(one.group_id) in row.first.split()
    tier = rounds.tier(first=first, after=row.residents_first and one.whose != "resident")
    tickets = 1 + min(losses.get(one.person, 0), rounds.MOST_LOSSES) if row.carry else 1
    return Listed(one.who, tier, tickets, rounds.read(one.wishes), one.purpose)


def sweep(session: Session, now: datetime) -> None:
    """Who took part is erased when the days of use are some weeks past; the published list stays."""
    over = select(Round.id).where(Round.last_day < today(now - _KEPT), Round.state != State.OPEN)
    with writing(session):
        found = session.scalars(select(Entry).where(Entry.round_id.in_(over), Entry.key_id.is_not(None)))
        for entry in found:
            session.execute(delete(DataKey).where(DataKey.id == entry.key_id))
            entry.key_id = entry.sealed = None
        session.flush()


def body(session: Session, round_id: UUID) -> str | None:
    """What is published of a round so far, as it is downloaded."""
    return session.scalar(select(Record.body).where(Record.round_id == round_id))


def secret(session: Session, row: Round) -> str:
    """The secret behind the commitment; nobody sees it before the draw."""
    found: str = vault_of(session).open(session, row.key_id, row.sealed, SEALED)
    return found


def record(session: Session, round_id: UUID) -> dict[str, Any] | None:
    """The same, opened."""
    text = body(session, round_id)
    found: dict[str, Any] | None = json.loads(text) if text else None
    return found


def type_number(session: Session, seat: StaffSeat, round_id: UUID, typed: str, now: datetime) -> bool:
    """The public number, typed by one and then by another; says whether it holds now."""
    found, value = find_for(session, seat, round_id), " ".join(typed.split())
    if not value or len(value) > 100:
        raise Refused("lottery_number", 422)
    with writing(session):
        row = locked(session, found.id)
        if row.state != State.CLOSED or row.list_hash is None or row.entropy is not None:
            raise Refused("lottery_over", 409)
        if row.typed_by in (None, seat.id):
            row.typed_first, row.typed_by = value, seat.id
        elif row.typed_first != value:
            raise Refused("lottery_number_differs", 409)
        else:
            row.entropy, row.entropy_by = value, seat.id
        audit.did(session, "staff", seat.id, "typed_number", SUBJECT, row.id, now)
        return row.entropy is not None
