"""Whose booking it is: a family's holder of the case, the people of an undertaker, the staff who run the 斎場."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox
from portal.inbox import Case
from portal.pack import Pack
from portal.pack.crematorium import Crematorium
from portal.people import ResidentSeat, StaffSeat, normal_mail
from portal.refused import Refused
from portal.search_forms import digits
from portal.vault import Vault
from services.crematorium.actions import firms
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation

READ, BOOK, MANAGE = "facility.read", "facility.book", "facility.manage"
HOLDER = "cremation.holder"
_MOST = 200


def in_town(_seat: StaffSeat | None, pack: Pack) -> bool:
    """Whether the town has a 斎場, whoever asks."""
    return pack.crematorium is not None


def runs_it(seat: StaffSeat, pack: Pack) -> bool:
    """Whether the 斎場 is this seat's."""
    return pack.crematorium is not None and seat.may(READ, pack.crematorium.operator)


def hall(session: Session, seat: StaffSeat, permission: str = READ) -> Crematorium:
    """The 斎場 of a seat; whoever does not run it learns nothing of it."""
    found = hall_of(session)
    if not seat.may(READ, found.operator):
        raise Refused("facility_unknown", 404)
    if not seat.may(permission, found.operator):
        raise Refused("not_permitted", 403)
    return found


def for_staff(session: Session, seat: StaffSeat, cremation_id: UUID, permission: str = READ) -> Cremation:
    """A booking, for who runs the 斎場."""
    hall(session, seat, permission)
    found = session.get(Cremation, cremation_id, populate_existing=True)
    if found is None:
        raise Refused("use_unknown", 404)
    return found


def own(
    session: Session,
    cremation_id: UUID,
    seat: ResidentSeat | None,
    holders: Sequence[bytes],
) -> tuple[Cremation, Case]:
    """A booking of somebody who may open it; to everybody else there is none."""
    row = session.get(Cremation, cremation_id, populate_existing=True)
    if row is None or row.case_id is None:
        raise Refused("use_unknown", 404)
    firm = firms.of_resident(session, seat.id if seat else None)
    if row.firm_id is not None and firm is not None and row.firm_id == firm.id:
        return row, session.get_one(Case, row.case_id)
    case = inbox.held_by(session, row.case_id, holders, seat.mail_tokens if seat else ())
    if case is None:
        raise Refused("use_unknown", 404)
    return row, case


def mine(session: Session, seat: ResidentSeat | None, holders: Sequence[bytes]) -> Sequence[Cremation]:
    """Every booking that somebody may open, the next one first."""
    firm = firms.of_resident(session, seat.id if seat else None)
    cases = [one.id for one in inbox.all_held_by(session, holders, seat.mail_tokens if seat else ())]
    theirs = Cremation.case_id.in_(cases)
    which = theirs | (Cremation.firm_id == firm.id) if firm else theirs
    query = select(Cremation).where(which, Cremation.case_id.is_not(None))
    return session.scalars(query.order_by(Cremation.starts_at.desc()).limit(_MOST)).all()


def holder(
    vault: Vault, *, firm: UUID | None = None, resident: UUID | None = None, mail: str = "", phone: str = ""
) -> bytes | None:
    """The token of whoever books: of the undertaker, the account, else of the mail address or the telephone."""
    if firm is not None:
        return vault.token(HOLDER, f"firm:{firm}")
    if resident is not None:
        return vault.token(HOLDER, f"resident:{resident}")
    if mail:
        return vault.token(HOLDER, f"mail:{normal_mail(mail)}")
    number = digits(phone)
    return vault.token(HOLDER, f"phone:{number}") if number else None
