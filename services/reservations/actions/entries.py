"""Entries: wishes in their order, online or told to staff, changed and taken back until the round closes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forms import journey
from forms.numbers import find_individual_numbers
from portal import audit, ledger
from portal.db import new_id, writing
from portal.opening import TOKYO, today
from portal.pack import Pack
from portal.pack.buildings import Building, Who
from portal.people import StaffSeat
from portal.receipt_numbers import lot_number
from portal.refused import Refused
from portal.vault import DataKey, vault_of
from services.reservations.actions import entries_apart, groups, handing, wishes
from services.reservations.actions import rounds as opened_rounds
from services.reservations.models.groups import Group
from services.reservations.models.rounds import Entry, Round, Win
from services.reservations.rules import openings, rounds
from services.reservations.rules.rounds import State, Wish

BOOK = "facility.book"
SEALED = "lottery_entry.sealed"
SUBJECT = "lottery_entry"


@dataclass(frozen=True)
class Said:
    """What somebody fills in: who they are and what they wish for, the best first."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    mail: str = field(repr=False)
    whose: str
    purpose: str
    people: int
    wishes: tuple[Wish, ...]
    locale: str = "ja"


@dataclass(frozen=True)
class By:
    """Who fills it in: a resident who is signed in, or staff for somebody on the telephone or with a paper."""

    resident: UUID | None = None
    seat: StaffSeat | None = None
    channel: str = "online"
    # The registered group for which they do; whether they may is looked at before.
    group: Group | None = None


def mine(session: Session, round_id: UUID, resident: UUID) -> Entry | None:
    """A resident's own entry."""
    token = _holder(session, resident)
    return session.scalar(
        select(Entry)
        .where(Entry.round_id == round_id, Entry.holder == token)
        .execution_options(populate_existing=True)
    )


def all_mine(session: Session, resident: UUID) -> list[Entry]:
    """Every entry of a resident, newest first."""
    found = session.scalars(select(Entry).where(Entry.holder == _holder(session, resident)))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def of(session: Session, round_id: UUID) -> list[Entry]:
    """Every entry of a round, in the order of coming in."""
    return list(session.scalars(select(Entry).where(Entry.round_id == round_id).order_by(Entry.id)))


def count(session: Session, round_id: UUID) -> int:
    """How many take part."""
    return session.scalar(select(func.count()).select_from(Entry).where(Entry.round_id == round_id)) or 0


def opened(session: Session, entry: Entry) -> dict[str, str]:
    """Name, telephone and mail of an entry; empty where they were erased."""
    if entry.key_id is None or entry.sealed is None:
        return {"name": "", "phone": "", "mail": ""}
    found: dict[str, str] = vault_of(session).open(session, entry.key_id, entry.sealed, SEALED)
    return found


def enter(
    session: Session, round_id: UUID, said: Said, by: By, now: datetime, entry: UUID | None = None
) -> Entry:
    """Take part, or change what one wished for; one entry a person, whichever way it came."""
    found = opened_rounds.find(session, round_id)
    _possible(session, found, said, now)
    vault = vault_of(session)
    if by.group is not None:
        holder, person = groups.holder(vault, by.group.id), entries_apart.group_person(vault, by.group.id)
        others = entries_apart.of_members(session, by.group)
    else:
        person = _person(session, said)
        holder = _holder(session, by.resident) if by.resident else person
        others = entries_apart.of_person(session, said.name, said.phone, by.resident)
    try:
        with writing(session):
            row = opened_rounds.locked(session, round_id)
            _takes(row, now)
            entries_apart.check(session, row, said.wishes, by.group, others)
            mine = _held(session, row, holder, entry)
            if mine is None:
                mine = _new(session, row, by, now)
            if mine.key_id is None:
                mine.key_id = vault.new_key(session)
            mine.holder = holder if entry is None else mine.holder
            mine.group_id = by.group.id if by.group else None
            mine.person, mine.whose, mine.purpose, mine.people = person, said.whose, said.purpose, said.people
            mine.wishes, mine.locale, mine.changed_at = rounds.written(said.wishes), said.locale, now
            contact = {"name": said.name, "phone": said.phone, "mail": said.mail}
            mine.sealed = vault.seal(session, mine.key_id, contact, SEALED)
            session.add(mine)
            session.flush()
            actor = ("staff", by.seat.id) if by.seat else ("resident", by.resident)
            audit.did(session, actor[0], actor[1], "entered", SUBJECT, mine.id, now)
    except IntegrityError:
        raise Refused("lottery_twice", 409) from None
    return mine


def _new(session: Session, row: Round, by: By, now: datetime) -> Entry:
    pack: Pack = session.info["pack"]
    operator = opened_rounds.house_of(pack, row.building).operator
    ledger.event(session, ledger.Kind.FILED, f"lottery/{row.building}", by.channel, operator, today(now))
    return Entry(
        id=new_id(), round_id=row.id, who=lot_number(), channel=by.channel, key_id=None, sealed=None,
        outcome=None, told_at=None, made_at=now, made_by=by.seat.id if by.seat else None,
    )  # fmt: skip


def _held(session: Session, row: Round, holder: bytes, entry: UUID | None) -> Entry | None:
    which = Entry.holder == holder if entry is None else Entry.id == entry
    found = session.scalar(
        select(Entry).where(Entry.round_id == row.id, which).execution_options(populate_existing=True)
    )
    if found is None and entry is not None:
        raise Refused("lottery_entry_unknown", 404)
    return found


def withdraw(session: Session, entry: Entry, actor: tuple[str, UUID], now: datetime) -> None:
    """Take part no more; who it was is erased at once."""
    with writing(session):
        _takes(opened_rounds.locked(session, entry.round_id), now)
        session.execute(delete(Entry).where(Entry.id == entry.id))
        session.execute(delete(DataKey).where(DataKey.id == entry.key_id))
        audit.did(session, actor[0], actor[1], "withdrawn", SUBJECT, entry.id, now)


def _takes(row: Round, now: datetime) -> None:
    if row.state != State.OPEN or not row.opens_at <= now < row.closes_at:
        raise Refused("lottery_not_open", 409)


def _possible(session: Session, row: Round, said: Said, now: datetime) -> None:
    """Everything that can be known before the block: a person, wishes the round offers, none of them twice."""
    pack: Pack = session.info["pack"]
    building = opened_rounds.house_of(pack, row.building)
    _takes(row, now)
    if find_individual_numbers(said.name):
        raise Refused("individual_number_in_text", 422)
    if said.whose not in set(Who) or said.people < 1 or not _can_be_asked(pack, said, now):
        raise Refused("lottery_person", 422)
    if not said.wishes or len(said.wishes) > row.most_wishes:
        raise Refused("lottery_wishes", 422, most=row.most_wishes)
    if len({one.id for one in said.wishes}) < len(said.wishes):
        raise Refused("lottery_wish_twice", 422)
    for one in said.wishes:
        _offered(building, row, said, one, pack.closed_days)


def _can_be_asked(pack: Pack, said: Said, now: datetime) -> bool:
    """Whether the request that a win becomes could be filled in with this."""
    procedure, _ = handing.form(pack)
    who: dict[str, Any] = {"name": said.name, "phone": said.phone, "email": said.mail or None}
    told = {**{ask.key: None for ask in procedure.asks}, "way": handing.WAY, **who}
    told |= {"use_purpose": said.purpose or None, "use_people": said.people}
    return not journey.first_unanswered(procedure, told) and not journey.check(
        procedure, told, today=today(now)
    )


def _offered(building: Building, row: Round, said: Said, one: Wish, holidays: Any) -> None:
    unit = building.unit(one.unit)
    day = one.starts.astimezone(TOKYO).date()
    if unit is None or unit.key not in row.units.split() or not row.first_day <= day <= row.last_day:
        raise Refused("lottery_wish", 422)
    if not openings.fits(building, unit, one.starts, one.ends, holidays):
        raise Refused("lottery_wish_closed", 422, day=f"{day:%m/%d}")
    if said.purpose not in unit.purposes:
        raise Refused("lottery_purpose", 422)
    if said.people > unit.people:
        raise Refused("lottery_people", 422, most=unit.people)


def _holder(session: Session, resident: UUID) -> bytes:
    return wishes.holder(vault_of(session), resident=resident) or b""


def _person(session: Session, said: Said) -> bytes:
    return entries_apart.person(vault_of(session), said.name, said.phone)


def forget(session: Session, resident: UUID, holders: Collection[bytes], now: datetime) -> None:
    """Who somebody was goes with them; the number and the wishes were published and say nothing about a person."""
    rows = session.scalars(select(Entry).where(Entry.holder == _holder(session, resident)))
    for row in rows:
        make_nobodys(session, row)
    session.flush()


def make_nobodys(session: Session, row: Entry) -> None:
    """Erase whose an entry was; nobody else may take its tokens over, and nobody can be found by them."""
    session.execute(delete(DataKey).where(DataKey.id == row.key_id))
    row.key_id = row.sealed = None
    row.holder = row.person = row.id.bytes


def wins(session: Session, entry: Entry) -> list[Win]:
    """What an entry has won."""
    query = select(Win).where(Win.entry_id == entry.id).order_by(Win.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))
