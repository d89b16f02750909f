"""Saved views: a list kept under a name, for oneself or for the division."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit
from portal.db import new_id, writing
from portal.people import StaffSeat
from portal.refused import Refused
from services.desk import rules
from services.desk.actions.standing import READ
from services.desk.models import SavedView
from services.desk.rules import Wanted

# Whoever keeps views for a division works on its cases.
SHARE = "case.work"
LONGEST_NAME, MOST_VIEWS = 40, 30


@dataclass(frozen=True)
class View:
    """A view as the page shows it."""

    id: UUID
    name: str
    division: str | None
    wanted: Wanted
    removable: bool


def of(session: Session, seat: StaffSeat) -> tuple[View, ...]:
    """What this seat may look at: its own views, and those of its divisions; each read as if it were typed now."""
    mine = and_(SavedView.staff_id == seat.id, SavedView.division.is_(None))
    shared = SavedView.division.in_(seat.divisions_for(READ))
    rows = session.scalars(select(SavedView).where(or_(mine, shared)).order_by(SavedView.name, SavedView.id))
    return tuple(
        View(row.id, row.name, row.division, rules.wanted(_clean(row.query)), _may_remove(seat, row))
        for row in rows
    )


def save(session: Session, seat: StaffSeat, name: str, wanted: Wanted, division: str, now: datetime) -> UUID:
    """Keep a list under a name; the same name again replaces what it stood for."""
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME or find_individual_numbers(called):
        raise Refused("view_name", status=422, longest=LONGEST_NAME)
    if division and not seat.may(SHARE, division):
        raise Refused("not_permitted", status=403)
    with writing(session):
        view = _same(session, seat, called, division)
        if view is None:
            view = SavedView(
                id=new_id(), name=called, staff_id=seat.id, division=division or None, made_at=now, query={}
            )
            session.add(view)
        view.query = rules.asked(rules.wanted({**rules.asked(wanted), "after": ""}))
        session.flush()
        audit.did(session, "staff", seat.id, "changed", "view", view.id, now)
    return view.id


def remove(session: Session, seat: StaffSeat, view_id: UUID, now: datetime) -> None:
    """Take a view away: one's own, or one of a division whose cases one works on."""
    with writing(session):
        view = session.get(SavedView, view_id)
        if view is None or not _may_remove(seat, view):
            raise Refused("view_unknown", status=404)
        session.delete(view)
        audit.did(session, "staff", seat.id, "revoked", "view", view_id, now)


def _same(session: Session, seat: StaffSeat, name: str, division: str) -> SavedView | None:
    """The view of this name among those it would stand beside; refused where there are too many already."""
    beside = (
        SavedView.division == division
        if division
        else and_(SavedView.staff_id == seat.id, SavedView.division.is_(None))
    )
    found = session.scalar(select(SavedView).where(beside, SavedView.name == name).limit(1))
    if found is None:
        number = session.scalar(select(func.count()).select_from(SavedView).where(beside)) or 0
        if number >= MOST_VIEWS:
            raise Refused("too_many_views", status=422, most=MOST_VIEWS)
    return found


def _may_remove(seat: StaffSeat, view: SavedView) -> bool:
    if view.division is None:
        return view.staff_id == seat.id
    return seat.may(SHARE, view.division)


def _clean(query: object) -> Mapping[str, str]:
    """What was stored, as far as it is words; a broken row opens the whole list instead of an error."""
    if not isinstance(query, dict):
        return {}
    return {str(key): value for key, value in query.items() if isinstance(value, str)}
