"""What somebody asks for, and whether it can be asked for at all: worked out before any block is opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from portal.pack import Pack
from portal.pack.buildings import Building, Policy, Purpose, Unit, Who
from portal.people import normal_mail
from portal.refused import Refused
from portal.search_forms import digits
from portal.slots.values import Taking
from portal.vault import Vault
from services.reservations.actions import looking
from services.reservations.models.bookings import Booking
from services.reservations.rules import claims, openings, periods
from services.reservations.rules.states import Kind

HOLDER = "booking.holder"
BY_STAFF = frozenset({"counter", "telephone"})
# Times that were given before anybody came: neither the first day nor the last holds for them.
GIVEN = frozenset({Kind.SERIES, Kind.LOTTERY})
NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Wish:
    """One use of one unit that somebody wants."""

    building: str
    unit: str
    starts: datetime
    ends: datetime
    purpose: str
    people: int
    who: Who
    once_key: UUID
    channel: str
    made_by: UUID | None = None
    group: UUID | None = None
    # Whose it is, where that is known already: see `holder`.
    holder: bytes | None = None
    # How it came about; empty: as the unit is given away.
    kind: Kind | None = None
    series: UUID | None = None


@dataclass(frozen=True)
class Terms:
    """On which terms a use is booked: whose it is, which 減免 is claimed, what is lent with it."""

    holder: bytes | None = None
    relief: str = ""
    equipment: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    # The registered group that books, whose token the holder is then.
    group: UUID | None = None


@dataclass(frozen=True)
class Place:
    """A wish with the building and the unit it names."""

    building: Building
    unit: Unit
    purpose: Purpose | None

    def taking(
        self, starts: datetime, ends: datetime, people: int, lent: Mapping[str, int] = NOTHING
    ) -> Taking:
        """What a use of it takes."""
        return claims.taking(self.building, self.unit, self.purpose, starts, ends, people, lent)

    def of(self, row: Booking) -> Taking:
        """What a booking of it has taken, beside what is lent with it."""
        return self.taking(row.starts_at, row.ends_at, row.people)


def holder(vault: Vault, *, resident: UUID | None = None, mail: str = "", phone: str = "") -> bytes | None:
    """The token of whoever books: of the account where they signed in, else of the mail address or the telephone."""
    if resident is not None:
        return vault.token(HOLDER, f"resident:{resident}")
    if mail:
        return vault.token(HOLDER, f"mail:{normal_mail(mail)}")
    number = digits(phone)
    return vault.token(HOLDER, f"phone:{number}") if number else None


def kind_of(unit: Unit, wish: Wish) -> Kind:
    """How a booking comes about where nothing is said."""
    if wish.kind is not None:
        return wish.kind
    return Kind.APPROVAL if unit.policy is Policy.APPROVAL else Kind.FIRST_COME


def placed(session: Session, building: str, unit: str, purpose: str) -> Place:
    """The building and unit of these names."""
    pack: Pack = session.info["pack"]
    house, found = looking.find(pack, building, unit)
    return Place(house, found, house.purpose(purpose))


def asked(session: Session, wish: Wish, now: datetime) -> Place:
    """The place a wish names, where it can be asked for; refused with the reason where it cannot."""
    place = placed(session, wish.building, wish.unit, wish.purpose)
    house, unit = place.building, place.unit
    if wish.purpose not in unit.purposes:
        raise Refused("purpose_not_here", 422)
    if not 0 < wish.people <= (unit.seats or unit.people or wish.people):
        raise Refused("too_many_people", 422, most=unit.seats or unit.people)
    if wish.kind not in GIVEN:
        _in_time(house, wish, now)
    _open(session, house, unit, wish.starts, wish.ends)
    return place


def _in_time(house: Building, wish: Wish, now: datetime) -> None:
    by_staff = wish.channel in BY_STAFF
    code = periods.fault(house, wish.who, wish.starts, wish.ends, now, by_staff=by_staff)
    if code:
        raise Refused(code, 409)


def _open(session: Session, house: Building, unit: Unit, starts: datetime, ends: datetime) -> None:
    pack: Pack = session.info["pack"]
    if not openings.fits(house, unit, starts, ends, pack.closed_days):
        raise Refused("not_offered_then", 422)
