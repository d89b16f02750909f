"""葬祭業者: registered and stopped by staff; people join by a link sent by mail and sign in as residents do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, links, notify
from portal.db import new_id, writing
from portal.people import StaffSeat
from portal.refused import Refused
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation
from services.crematorium.models.firms import Undertaker, UndertakerMember
from services.crematorium.rules import terms
from services.crematorium.rules.states import State

SUBJECT, INVITE = "undertaker", "undertaker_invitation"
LASTS = timedelta(days=7)


def of_resident(session: Session, resident_id: UUID | None) -> Undertaker | None:
    """The business for which a resident acts."""
    if resident_id is None:
        return None
    mine = select(UndertakerMember.firm_id).where(UndertakerMember.resident_id == resident_id)
    return session.scalar(select(Undertaker).where(Undertaker.id.in_(mine)))


def get(session: Session, firm_id: UUID) -> Undertaker:
    """A business by its id."""
    found = session.get(Undertaker, firm_id, populate_existing=True)
    if found is None:
        raise Refused("undertaker_unknown", 404)
    return found


def may_book(session: Session, firm_id: UUID, now: datetime, *, lock: bool = False) -> None:
    """Refuse where staff stopped it, or where it gave back late too often."""
    query = select(Undertaker).where(Undertaker.id == firm_id)
    firm = session.scalar(query.with_for_update() if lock else query)
    if firm is None:
        raise Refused("undertaker_unknown", 404)
    if firm.stopped_at is not None:
        raise Refused("undertaker_stopped", 403)
    until = stopped_until(session, firm_id, now)
    if until is not None:
        raise Refused("undertaker_pauses", 403, until=until.isoformat())


def stopped_until(session: Session, firm_id: UUID, now: datetime) -> datetime | None:
    """Until when it may not book because of what it gave back late."""
    rules = hall_of(session).rules
    since = now - timedelta(days=rules.late_days + rules.stop_days)
    late = select(Cremation.late_at).where(Cremation.firm_id == firm_id, Cremation.late_at >= since)
    return terms.stopped_until(rules, [one for one in session.scalars(late) if one is not None], now)


def late(session: Session, firm_id: UUID, now: datetime) -> int:
    """How many late ones count at present."""
    since = now - timedelta(days=hall_of(session).rules.late_days)
    mine = select(func.count()).where(Cremation.firm_id == firm_id, Cremation.late_at >= since)
    return session.scalar(mine) or 0


def tentative(session: Session, firm_id: UUID) -> int:
    """How many 仮予約 it has."""
    mine = select(func.count()).where(Cremation.firm_id == firm_id, Cremation.state == State.TENTATIVE)
    return session.scalar(mine) or 0


def listed(session: Session) -> Sequence[Undertaker]:
    """Every business, those that may book first."""
    return session.scalars(
        select(Undertaker).order_by(Undertaker.stopped_at.is_not(None), Undertaker.name)
    ).all()


def members(session: Session, firm_id: UUID) -> Sequence[UndertakerMember]:
    """Who acts for it, the first to join first."""
    mine = select(UndertakerMember).where(UndertakerMember.firm_id == firm_id)
    return session.scalars(mine.order_by(UndertakerMember.joined_at)).all()


def register(
    session: Session, name: str, phone: str, mail: str, now: datetime, seat: StaffSeat | None = None
) -> UUID:
    """Register a business, inside a block of its own."""
    if not name.strip() or not phone.strip() or "@" not in mail:
        raise Refused("undertaker_incomplete", 422)
    made = Undertaker(
        id=new_id(), name=name.strip(), phone=phone.strip(), mail=mail.strip(), made_at=now,
        made_by=seat.id if seat else None, stopped_at=None, stop_reason="",
    )  # fmt: skip
    with writing(session):
        session.add(made)
        session.flush()
        _note(session, seat, "registered", made.id, now)
    return made.id


def invite(session: Session, firm_id: UUID, mail: str, now: datetime, seat: StaffSeat) -> None:
    """Send a link with which one person joins; it works once, for a week."""
    firm = get(session, firm_id)
    if "@" not in mail:
        raise Refused("undertaker_incomplete", 422)
    with writing(session):
        token = links.make(session, INVITE, now, LASTS, person_id=firm_id)
        link = f"{session.info.get('base_url', '')}/crematorium/firm/join/{token}"
        values = {"link": link, "name": firm.name, "days": str(LASTS.days)}
        notify.notify(
            session,
            mail.strip(),
            INVITE,
            refs={},
            values=values,
            locale="ja",
            now=now,
            expires_at=now + LASTS,
        )
        _note(session, seat, "invited", firm_id, now)


def invited(session: Session, token: str, now: datetime) -> Undertaker:
    """Whose link it is; looking does not use it up."""
    link = links.look(session, INVITE, token, now)
    if link.person_id is None:
        raise Refused("link_unknown", 404)
    return get(session, link.person_id)


def join(session: Session, token: str, resident_id: UUID, now: datetime) -> None:
    """Act for the business from now on; somebody who acts for another one leaves that one first."""
    with writing(session):
        link = links.use(session, INVITE, token, now)
        before = session.get(UndertakerMember, resident_id)
        if link.person_id is None:
            raise Refused("link_unknown", 404)
        if before is not None and before.firm_id != link.person_id:
            raise Refused("undertaker_of_another", 409)
        if before is None:
            session.add(UndertakerMember(resident_id=resident_id, firm_id=link.person_id, joined_at=now))
        session.flush()
        audit.did(session, "resident", resident_id, "joined", SUBJECT, link.person_id, now)


def remove(session: Session, firm_id: UUID, resident_id: UUID, now: datetime, seat: StaffSeat) -> None:
    """Somebody acts for it no longer."""
    with writing(session):
        found = session.get(UndertakerMember, resident_id)
        if found is None or found.firm_id != firm_id:
            raise Refused("undertaker_unknown", 404)
        session.delete(found)
        session.flush()
        _note(session, seat, "removed_member", firm_id, now)


def stop(session: Session, firm_id: UUID, reason: str, now: datetime, seat: StaffSeat) -> None:
    """It books nothing more until it is let in again."""
    if not reason.strip():
        raise Refused("reason_needed", 422, longest=200)
    with writing(session):
        firm = get(session, firm_id)
        firm.stopped_at, firm.stop_reason = now, reason.strip()[:200]
        session.flush()
        _note(session, seat, "stopped", firm_id, now)


def resume(session: Session, firm_id: UUID, now: datetime, seat: StaffSeat) -> None:
    """Let it book again; what it gave back late counts no longer."""
    with writing(session):
        firm = get(session, firm_id)
        firm.stopped_at, firm.stop_reason = None, ""
        for row in session.scalars(
            select(Cremation).where(Cremation.firm_id == firm_id, Cremation.late_at.is_not(None))
        ):
            row.late_at = None
        session.flush()
        _note(session, seat, "resumed", firm_id, now)


def forget(session: Session, resident: UUID, holders: object, now: datetime) -> None:
    """A resident's account is erased: it acts for nobody."""
    found = session.get(UndertakerMember, resident)
    if found is not None:
        session.delete(found)
        session.flush()


def merge(session: Session, old: UUID, new: UUID, now: datetime) -> None:
    """Two accounts of one person become one."""
    found = session.get(UndertakerMember, old)
    if found is None:
        return
    if session.get(UndertakerMember, new) is None:
        session.add(UndertakerMember(resident_id=new, firm_id=found.firm_id, joined_at=found.joined_at))
    session.delete(found)
    session.flush()


def _note(session: Session, seat: StaffSeat | None, verb: str, firm_id: UUID, now: datetime) -> None:
    audit.did(session, "staff" if seat else "house", seat.id if seat else None, verb, SUBJECT, firm_id, now)


def looked(session: Session, seat: StaffSeat, firm_id: UUID, now: datetime) -> None:
    """Somebody of the office sees by which addresses its people sign in."""
    audit.saw(session, "staff", seat.id, "listed", SUBJECT, firm_id, now)
