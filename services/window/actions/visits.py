"""Visits: begun from a slip, a booking or nothing; every sending is kept, sealed, and seen only by who serves it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal import audit
from portal.db import must_write, new_id, put, writing
from portal.opening import today
from portal.pack import Pack
from portal.people import StaffSeat
from portal.refused import Refused
from portal.vault import vault_of
from services.window.models.visits import Tablet, Visit, VisitSeat
from services.window.rules import identity, merging, serving
from services.window.rules.merging import Merged
from services.window.rules.serving import RESIDENT, SERVE, STAFF, Content

SEALED = "window_visit.sealed"
MOST_LISTED = 50


class Beginning(Protocol):
    """What a visit begins with: a slip that was redeemed, or what came with a booking."""

    @property
    def event(self) -> str: ...

    @property
    def answers(self) -> Mapping[str, Any]: ...

    @property
    def locale(self) -> str: ...


@dataclass(frozen=True)
class Nothing:
    """A visit of somebody who prepared nothing: an event that staff choose, or single procedures."""

    event: str = ""
    procedures: tuple[str, ...] = ()
    locale: str = "ja"
    answers: Mapping[str, Any] = field(default_factory=dict)
    # 到達 of forms that were written by hand while the machines stood still.
    arrived_at: datetime | None = None


@dataclass(frozen=True)
class Open:
    """A visit with what lies sealed in it."""

    row: Visit
    content: Content

    @property
    def id(self) -> UUID:
        """Which visit it is."""
        return self.row.id


def unchanged(content: Content) -> Content:
    """Nothing but the answers was sent."""
    return content


def begin(session: Session, seat: StaffSeat, payload: Beginning, now: datetime) -> UUID:
    """A visit from the first moment, so that nothing that is said is lost."""
    with writing(session):
        return place(session, seat, payload, now, from_slip=not isinstance(payload, Nothing))


def place(
    session: Session,
    seat: StaffSeat,
    payload: Beginning,
    now: datetime,
    *,
    from_slip: bool,
    visit_id: UUID | None = None,
) -> UUID:
    """The same inside a writing block: what a slip held is erased and sealed anew in one transaction."""
    must_write(session)
    division = _division(seat)
    vault, visit_id = vault_of(session), visit_id or new_id()
    key_id = vault.new_key(session)
    answers = dict(payload.answers)
    content = Content(
        locale=payload.locale,
        added=tuple(getattr(payload, "procedures", ())),
        answers=answers,
        sources={key: RESIDENT for key, value in answers.items() if value is not None},
        safe_way=getattr(payload, "safe_way", ""),
    )
    row: dict[str, Any] = {
        "id": visit_id, "division": division, "staff_id": seat.id, "event": payload.event, "from_slip": from_slip,
        "key_id": key_id, "sealed": vault.seal(session, key_id, content.packed(), SEALED), "version": 1,
        "started_at": now, "arrived_at": getattr(payload, "arrived_at", None), "changed_at": now,
        "ends_at": _ends(session, division, now), "cases": [],
    }  # fmt: skip
    put(session, Visit, row)
    audit.did(session, "staff", seat.id, "began", "visit", visit_id, now)
    return visit_id


def mine(session: Session, seat: StaffSeat, now: datetime) -> Sequence[Visit]:
    """The visits that go on at this counter, and those that this seat joined; the newest first."""
    return session.scalars(
        select(Visit)
        .where(reach(seat), Visit.ended_at.is_(None), Visit.ends_at > now)
        .order_by(Visit.started_at.desc())
        .limit(MOST_LISTED)
    ).all()


def find(session: Session, seat: StaffSeat, visit_id: UUID, now: datetime) -> Open:
    """A visit that goes on, for who serves it; of any other one nobody learns anything."""
    row = session.scalar(select(Visit).where(Visit.id == visit_id, reach(seat)))
    if row is None or row.ended_at is not None or row.ends_at <= now:
        raise Refused("visit_gone", status=404)
    return Open(row, content_of(session, row))


def ended(session: Session, seat: StaffSeat, visit_id: UUID) -> Visit:
    """A visit that was handed over, for its papers; they can be printed until the row is swept."""
    row = session.scalar(select(Visit).where(Visit.id == visit_id, reach(seat)))
    if row is None or row.handed_at is None:
        raise Refused("visit_gone", status=404)
    return row


def look(session: Session, seat: StaffSeat, visit: Open, now: datetime) -> None:
    """Somebody opens the page of a visit."""
    with writing(session):
        audit.saw(session, "staff", seat.id, "viewed", "visit", visit.id, now)


def save(
    session: Session,
    seat: StaffSeat,
    visit: Open,
    typed: Mapping[str, Any],
    seen: Mapping[str, str],
    now: datetime,
    *,
    source: str = STAFF,
    also: Callable[[Content], Content] = unchanged,
) -> tuple[Open, Merged]:
    """Keep what was typed: of two seats that typed into one field the last save stands, and is told so."""
    found: list[Merged] = []

    def change(content: Content) -> Content:
        merged = merging.merge(content.answers, seen, typed)
        found[:] = [merged]
        return also(_answered(content, merged, source))

    return alter(session, seat, visit, change, "typed", now), found[0]


def card_read(
    session: Session, seat: StaffSeat, visit: Open, source: str, values: Mapping[str, Any], now: datetime
) -> Open:
    """What a card says stands beside the answers and changes none of them by itself; the card itself was seen, too."""
    kept = {key: value for key, value in values.items() if value}

    def change(content: Content) -> Content:
        cards = {**content.cards, source: kept}
        return replace(content, cards=cards, compared=(), papers=identity.known((*content.papers, source)))

    return alter(session, seat, visit, change, "read_card", now)


def take_from_card(
    session: Session, seat: StaffSeat, visit: Open, key: str, value: Any, source: str, now: datetime
) -> Open:
    """「こちらを使う」: the card's value becomes the answer, and says so."""
    return alter(session, seat, visit, lambda content: _set(content, {key: value}, source), "took_card", now)


def compare(session: Session, seat: StaffSeat, visit: Open, keys: Sequence[str], now: datetime) -> Open:
    """字形確認: staff compared these answers with the card, character by character."""

    def change(content: Content) -> Content:
        return replace(content, compared=tuple(sorted({*content.compared, *keys})))

    return alter(session, seat, visit, change, "compared", now)


def papers_seen(session: Session, seat: StaffSeat, visit: Open, ticked: Sequence[str], now: datetime) -> Open:
    """本人確認書類: which were seen; no copy is kept."""
    return alter(
        session,
        seat,
        visit,
        lambda content: replace(content, papers=identity.known(ticked)),
        "saw_papers",
        now,
    )


def alter(
    session: Session,
    seat: StaffSeat,
    visit: Open,
    change: Callable[[Content], Content],
    verb: str,
    now: datetime,
) -> Open:
    """Change what lies sealed, on its newest state, in one short block; what the resident confirmed must be confirmed anew."""
    vault = vault_of(session)
    with writing(session):
        row = held(session, visit.id, now)
        before = content_of(session, row)
        after = change(before)
        row.sealed = vault.seal(session, row.key_id, after.packed(), SEALED)
        row.version += 1
        row.changed_at = now
        row.ends_at = _ends(session, row.division, now)
        if _said(before) != _said(after):
            row.confirmed_at = None
        audit.did(session, "staff", seat.id, verb, "visit", row.id, now)
    return Open(row, after)


def held(session: Session, visit_id: UUID, now: datetime) -> Visit:
    """A visit that still goes on, locked until the writing block ends."""
    must_write(session)
    newest = (
        select(Visit).where(Visit.id == visit_id).with_for_update().execution_options(populate_existing=True)
    )
    row = session.scalar(newest)
    if row is None or row.ended_at is not None or row.ends_at <= now:
        raise Refused("visit_gone", status=404)
    return row


def content_of(session: Session, row: Visit) -> Content:
    """What lies sealed in a visit that goes on."""
    if row.sealed is None:
        raise Refused("visit_gone", status=404)
    return serving.unpacked(vault_of(session).open(session, row.key_id, row.sealed, SEALED))


def erase(session: Session, row: Visit, now: datetime) -> None:
    """End a visit inside a writing block: its key is destroyed, and no seat, tablet or code leads to it any more."""
    must_write(session)
    vault_of(session).erase(session, row.key_id)
    row.sealed = row.join_code = row.join_until = None
    row.ended_at = now
    session.execute(update(Tablet).where(Tablet.visit_id == row.id).values(visit_id=None))


def reach(seat: StaffSeat) -> Any:
    """The visits that a seat may see: those of its counters, and those it joined."""
    joined = select(VisitSeat.visit_id).where(VisitSeat.staff_id == seat.id)
    return or_(Visit.division.in_(seat.divisions_for(SERVE)), Visit.id.in_(joined))


def _division(seat: StaffSeat) -> str:
    """The counter a seat sits at: its first division in which it may serve."""
    mine = seat.divisions_for(SERVE)
    found = next((division for division, _ in seat.roles if division in mine), None)
    if found is None:
        raise Refused("not_permitted", status=403)
    return found


def _ends(session: Session, division: str, now: datetime) -> datetime:
    pack: Pack = session.info["pack"]
    return serving.ends_at(pack, pack.division(division, today(now)).office, now)


def _answered(content: Content, merged: Merged, source: str) -> Content:
    if not merged.changed:
        return content
    return _set(content, {key: merged.answers[key] for key in merged.changed}, source)


def _set(content: Content, values: Mapping[str, Any], source: str) -> Content:
    told = {key: source for key, value in values.items() if value is not None}
    gone = values.keys() - told.keys()
    return replace(
        content,
        answers={**content.answers, **values},
        sources={key: one for key, one in {**content.sources, **told}.items() if key not in gone},
        compared=tuple(key for key in content.compared if key not in values),
    )


def _said(content: Content) -> tuple[Any, ...]:
    """What the resident confirms: the answers, and for which procedures."""
    return (content.answers, content.added, content.dropped, content.locale)
