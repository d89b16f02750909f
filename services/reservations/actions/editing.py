"""Editing: what a building offers is changed in a draft that is seen beforehand, and published as its next edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tomli
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit, facilities
from portal.db import writing
from portal.facilities import ASKED, DRAFT, DROPPED, PUBLISHED, FacilityEdition
from portal.pack import Pack, toml_text
from portal.pack.buildings import Building
from portal.people import StaffSeat
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import in_the_way, reach
from services.reservations.rules import editions

APPROVE = "facility.approve"
# A file of this length is no building any more.
LONGEST = 200_000
LONGEST_NOTE = 200


def body(session: Session, key: str) -> dict[str, Any]:
    """What the edition in force says."""
    return tomli.loads(facilities.body(session, key))


def opened(session: Session, key: str) -> FacilityEdition | None:
    """What is being changed, or waits for an approval."""
    query = select(FacilityEdition).where(
        FacilityEdition.building == key, FacilityEdition.state.in_((DRAFT, ASKED))
    )
    return session.scalar(query.execution_options(populate_existing=True))


def history(session: Session, key: str) -> list[FacilityEdition]:
    """Every edition that was published, the newest one first."""
    query = select(FacilityEdition).where(FacilityEdition.building == key, FacilityEdition.state == PUBLISHED)
    return list(session.scalars(query.order_by(FacilityEdition.number.desc())))


def drafted(session: Session, key: str) -> tuple[dict[str, Any], FacilityEdition | None]:
    """The building as the draft has it, as it is in force where nobody changes anything."""
    row = opened(session, key)
    return (tomli.loads(row.body) if row else body(session, key)), row


def may_edit(seat: StaffSeat, building: Building) -> bool:
    """Whether a seat changes anything of a building: who runs it, and who decides what it costs."""
    return any(seat.may(reach.MANAGE, one) for one in (building.operator, building.pricing))


@dataclass(frozen=True)
class Kept:
    """A building somebody looks after, with its draft where it has one."""

    building: Building
    row: FacilityEdition | None


def mine(session: Session, seat: StaffSeat) -> list[Kept]:
    """Every building a seat may change, those among them that were never published yet."""
    pack: Pack = session.info["pack"]
    query = select(FacilityEdition).where(FacilityEdition.state.in_((DRAFT, ASKED)))
    open_ones = {row.building: row for row in session.scalars(query.order_by(FacilityEdition.building))}
    houses = dict(pack.buildings)
    for key, row in open_ones.items():
        if key not in houses:
            houses[key] = facilities.read(key, row.body)[0]
    return [Kept(one, open_ones.get(key)) for key, one in sorted(houses.items()) if may_edit(seat, one)]


def building(session: Session, seat: StaffSeat, key: str) -> Building:
    """A building that a seat may change, in its newest form; to everybody else there is none."""
    pack: Pack = session.info["pack"]
    found = pack.buildings.get(key)
    if found is None and (row := opened(session, key)) is not None:
        found = facilities.read(key, row.body)[0]
    if found is None or not may_edit(seat, found):
        raise Refused("facility_unknown", 404)
    return found


def save(
    session: Session, seat: StaffSeat, key: str, revision: int, changed: Mapping[str, Any], now: datetime
) -> FacilityEdition:
    """Keep a changed draft; whoever did not see what somebody else wrote meanwhile is told, and overwrites nothing."""
    text = toml_text.written(changed)
    _may_write(session, seat, key, changed, text)
    broken = facilities.faults(session.info["pack"], key, changed, now)
    if broken:
        raise Refused("edition_faulty", 422, path=broken[0].path, message=broken[0].message)
    try:
        with writing(session):
            row = _locked(session, key)
            if (row.revision if row else 0) != revision:
                raise Refused("edited_meanwhile", 409)
            if row is None:
                row = _new(key, facilities.next_number(session, key), text, now)
                session.add(row)
            row.body, row.changed_at, row.state = text, now, DRAFT
            row.revision += 1
            row.made_by = _joined(row.made_by, seat)
            audit.did(session, "staff", seat.id, "facility_drafted", "facility", key, now)
            session.flush()
    except IntegrityError as error:
        # Two began at the same moment; one of them did.
        raise Refused("edited_meanwhile", 409) from error
    return row


def add(session: Session, seat: StaffSeat, key: str, made: Mapping[str, Any], now: datetime) -> None:
    """Begin a building that the town's files do not have; nobody sees it until it is published."""
    pack: Pack = session.info["pack"]
    if not seat.may(reach.MANAGE, str(made.get("operator", ""))):
        raise Refused("not_permitted", 403)
    if key in pack.buildings or opened(session, key) is not None:
        raise Refused("facility_there_already", 409)
    text = toml_text.written(made)
    if find_individual_numbers(text):
        raise Refused("individual_number_in_text", 422)
    if broken := facilities.faults(pack, key, made, now):
        raise Refused("edition_faulty", 422, path=broken[0].path, message=broken[0].message)
    with writing(session):
        row = _new(key, facilities.next_number(session, key), text, now)
        row.revision, row.made_by = 1, str(seat.id)
        session.add(row)
        audit.did(session, "staff", seat.id, "facility_drafted", "facility", key, now)
        session.flush()


def drop(session: Session, seat: StaffSeat, key: str, revision: int, now: datetime) -> None:
    """Leave the draft; what is in force stays as it is."""
    building(session, seat, key)
    with writing(session):
        row = _seen(session, key, revision)
        row.state, row.changed_at = DROPPED, now
        audit.did(session, "staff", seat.id, "facility_dropped", "facility", key, now)


def needs_approval(session: Session, key: str, changed: Mapping[str, Any]) -> bool:
    """Whether a second pair of eyes is asked for: where what somebody pays is different."""
    return editions.costs_differ(body(session, key), changed)


def ask(session: Session, seat: StaffSeat, key: str, revision: int, now: datetime) -> None:
    """Hand the draft to whoever approves prices."""
    building(session, seat, key)
    _sound(session, key, opened(session, key), now)
    with writing(session):
        row = _seen(session, key, revision)
        row.state, row.changed_at = ASKED, now
        audit.did(session, "staff", seat.id, "facility_asked", "facility", key, now)


def send_back(session: Session, seat: StaffSeat, key: str, revision: int, note: str, now: datetime) -> None:
    """Say what is still to be changed."""
    if not may_approve(seat, building(session, seat, key)):
        raise Refused("not_permitted", 403)
    if find_individual_numbers(note):
        raise Refused("individual_number_in_text", 422)
    with writing(session):
        row = _seen(session, key, revision)
        row.state, row.note, row.changed_at = DRAFT, note.strip()[:LONGEST_NOTE], now
        audit.did(session, "staff", seat.id, "facility_sent_back", "facility", key, now)


def may_approve(seat: StaffSeat, house: Building) -> bool:
    """Whether a seat decides what a building costs."""
    return seat.may(APPROVE, house.pricing)


def publish(session: Session, seat: StaffSeat, key: str, revision: int, now: datetime) -> FacilityEdition:
    """Put the draft in force: refused where prices have no second pair of eyes, and where bookings stand in the way."""
    house = building(session, seat, key)
    after = _sound(session, key, opened(session, key), now)
    with writing(session):
        # Whoever is booking at this moment comes before or is refused: nobody commits past this line.
        claiming.changed(session, key)
        row = _seen(session, key, revision)
        _second_pair(session, seat, house, row)
        if in_the_way.found(session, after, now):
            raise Refused("edition_in_the_way", 409)
        row.state, row.published_by, row.published_at, row.changed_at = PUBLISHED, seat.id, now, now
        audit.did(session, "staff", seat.id, "facility_published", "facility", key, now)
        session.flush()
        facilities.put_in_force(session, key, row.number)
    return row


def again(session: Session, seat: StaffSeat, key: str, number: int, now: datetime) -> FacilityEdition:
    """Take back: an earlier edition becomes the draft of the next; nothing that was published is ever taken away."""
    building(session, seat, key)
    found = session.get(FacilityEdition, (key, number)) if number else None
    pack: Pack = session.info["pack"]
    if number and (found is None or found.state != PUBLISHED):
        raise Refused("edition_unknown", 404)
    text = found.body if found else facilities.first(pack, key)
    return save(session, seat, key, 0, tomli.loads(text), now)


def _may_write(session: Session, seat: StaffSeat, key: str, changed: Mapping[str, Any], text: str) -> None:
    """Prices belong to who decides about them, the rest to who runs the building."""
    if len(text) > LONGEST:
        raise Refused("edition_faulty", 422, path="", message="")
    if find_individual_numbers(text):
        raise Refused("individual_number_in_text", 422)
    house = building(session, seat, key)
    was, _ = drafted(session, key)
    if editions.costs_differ(was, changed) and not seat.may(reach.MANAGE, house.pricing):
        raise Refused("not_permitted", 403)
    if editions.beside_money(was) != editions.beside_money(changed) and not seat.may(
        reach.MANAGE, house.operator
    ):
        raise Refused("not_permitted", 403)
    if any(changed.get(name, "") != was.get(name, "") for name in ("operator", "prices_by")):
        raise Refused("not_permitted", 403)


def _second_pair(session: Session, seat: StaffSeat, house: Building, row: FacilityEdition) -> None:
    if not needs_approval(session, row.building, tomli.loads(row.body)):
        if not seat.may(reach.MANAGE, house.operator):
            raise Refused("not_permitted", 403)
        return
    if not may_approve(seat, house):
        raise Refused("not_permitted", 403)
    if str(seat.id) in row.made_by.split(","):
        raise Refused("edition_second_pair", 403)


def _sound(session: Session, key: str, row: FacilityEdition | None, now: datetime) -> Building:
    """The draft as a building, where it can be one."""
    if row is None:
        raise Refused("edited_meanwhile", 409)
    mapping = tomli.loads(row.body)
    broken = facilities.faults(session.info["pack"], key, mapping, now)
    found = facilities.understood(key, mapping, row.number)[0]
    if broken or not found.units or not found.openings:
        message = broken[0].message if broken else ""
        raise Refused("edition_faulty", 422, path=broken[0].path if broken else "", message=message)
    return found


def _seen(session: Session, key: str, revision: int) -> FacilityEdition:
    row = _locked(session, key)
    if row is None or row.revision != revision:
        raise Refused("edited_meanwhile", 409)
    return row


def _locked(session: Session, key: str) -> FacilityEdition | None:
    query = select(FacilityEdition).where(
        FacilityEdition.building == key, FacilityEdition.state.in_((DRAFT, ASKED))
    )
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _new(key: str, number: int, text: str, now: datetime) -> FacilityEdition:
    return FacilityEdition(
        building=key, number=number, state=DRAFT, body=text, revision=0, made_by="", made_at=now, changed_at=now,
        note="", published_by=None, published_at=None,
    )  # fmt: skip


def _joined(names: str, seat: StaffSeat) -> str:
    return ",".join(dict.fromkeys([*filter(None, names.split(",")), str(seat.id)]))
