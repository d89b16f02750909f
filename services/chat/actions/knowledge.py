"""The knowledge desk: entries are changed in a draft of one's own, tried out, published together, and taken back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal import audit, knowledge
from portal.db import dialect, inserting, writing
from portal.knowledge import DRAFT, DROPPED, PUBLISHED, Cells, KnowledgeChange, KnowledgeEdition
from portal.pack import Pack
from portal.pack.lists import Row
from portal.people import StaffSeat
from portal.refused import Refused
from services.chat.actions import reach, trials
from services.chat.rules import entries

Changes = Mapping[str, Cells | None]
_PUBLISHING = 0x6B6E6F77


def rows(session: Session) -> tuple[Row, ...]:
    """What is answered now, in the order of the IDs."""
    pack: Pack = session.info["pack"]
    return tuple(sorted(knowledge.first(pack), key=lambda row: row["ID"]))


def entry(session: Session, key: str) -> Cells | None:
    """One entry as it is answered now."""
    return next((row.cells for row in rows(session) if row["ID"] == key), None)


def mine(session: Session, seat: StaffSeat) -> KnowledgeEdition | None:
    """The draft somebody works on."""
    wanted = select(KnowledgeEdition).where(
        KnowledgeEdition.state == DRAFT, KnowledgeEdition.made_by == seat.id
    )
    return session.scalar(wanted.execution_options(populate_existing=True))


def changes(session: Session, edition: KnowledgeEdition | None) -> dict[str, Cells | None]:
    """What an edition changes."""
    if edition is None:
        return {}
    wanted = select(KnowledgeChange.entry, KnowledgeChange.body).where(
        KnowledgeChange.edition == edition.number
    )
    return {
        key: knowledge.read(body) for key, body in session.execute(wanted.order_by(KnowledgeChange.entry))
    }


def history(session: Session, most: int = 50) -> list[tuple[KnowledgeEdition, list[str]]]:
    """Every edition that was published, the newest first, with the entries it changed."""
    wanted = select(KnowledgeEdition).where(KnowledgeEdition.state == PUBLISHED)
    found = session.scalars(wanted.order_by(KnowledgeEdition.number.desc()).limit(most)).all()
    touched = select(KnowledgeChange.edition, KnowledgeChange.entry).where(
        KnowledgeChange.edition.in_([one.number for one in found])
    )
    keys: dict[int, list[str]] = {}
    for number, key in session.execute(touched.order_by(KnowledgeChange.entry)):
        keys.setdefault(number, []).append(key)
    return [(one, keys.get(one.number, [])) for one in found]


def save(session: Session, seat: StaffSeat, made: Changes, now: datetime) -> KnowledgeEdition:
    """Put entries into one's own draft; nothing of it is answered yet."""
    pack: Pack = session.info["pack"]
    for key, cells in made.items():
        known = entry(session, key)
        reach.must_edit(seat, pack, *_divisions(known, cells))
        if cells is not None and entries.faults(cells, pack.division_ids, pack.procedures):
            raise Refused("knowledge_faulty", 422)
        if cells is None and known is None:
            raise Refused("knowledge_unknown", 404)
    with writing(session):
        draft = mine(session, seat) or _begin(session, seat, now)
        for key, cells in made.items():
            _put(session, draft.number, key, cells)
        draft.revision, draft.changed_at = draft.revision + 1, now
        session.flush()
        trials.ask(session, draft, now)
    trials.ring(session)
    return draft


def leave(session: Session, seat: StaffSeat, key: str, now: datetime) -> None:
    """Take one entry out of one's draft: it stays as it is answered now."""
    with writing(session):
        draft = mine(session, seat)
        if draft is not None:
            session.execute(
                delete(KnowledgeChange).where(
                    KnowledgeChange.edition == draft.number, KnowledgeChange.entry == key
                )
            )
            draft.revision, draft.changed_at = draft.revision + 1, now
            session.flush()
            trials.ask(session, draft, now)
    trials.ring(session)


def drop(session: Session, seat: StaffSeat, now: datetime) -> None:
    """Give up one's draft."""
    with writing(session):
        draft = mine(session, seat)
        if draft is not None:
            draft.state, draft.changed_at = DROPPED, now
            trials.forget(session, draft.number)
            audit.did(session, "staff", seat.id, "knowledge_dropped", "knowledge", str(draft.number), now)


def publish(session: Session, seat: StaffSeat, revision: int, note: str, now: datetime) -> KnowledgeEdition:
    """From now on this is answered; refused where it is not what was tried out, or somebody was there first."""
    pack: Pack = session.info["pack"]
    with writing(session):
        if dialect(session) == "postgresql":
            # Two who publish at once go in turn, so that the second one sees what the first one changed.
            session.execute(select(func.pg_advisory_xact_lock(_PUBLISHING)))
        draft = mine(session, seat)
        if draft is None or draft.revision != revision:
            raise Refused("knowledge_changed", 409)
        made = changes(session, draft)
        if not made:
            raise Refused("knowledge_empty", 422)
        for key, cells in made.items():
            reach.must_edit(seat, pack, *_divisions(entry(session, key), cells))
        if meanwhile := _meanwhile(session, draft, made):
            raise Refused("knowledge_meanwhile", 409, entries="、".join(sorted(meanwhile)))
        trials.forget(session, draft.number)
        last = knowledge.newest(session)
        if draft.number <= last:
            # Editions are read in the order of their numbers, so the one that is published last has the highest.
            draft = _renumbered(session, draft, made, last + 1, now)
        draft.state, draft.note = PUBLISHED, note.strip()[:200]
        draft.published_by, draft.published_at = seat.id, now
        audit.did(session, "staff", seat.id, "knowledge_published", "knowledge", str(draft.number), now)
        session.flush()
    return draft


def again(session: Session, seat: StaffSeat, number: int, now: datetime) -> KnowledgeEdition:
    """Roll back: everything that was changed after an edition stands in one's draft as it was then."""
    pack: Pack = session.info["pack"]
    then = {row.entry: knowledge.read(row.body) for row in session.execute(knowledge.in_force(number))}
    first = {row["ID"]: row.cells for row in knowledge.original(pack)}
    later = select(KnowledgeChange.entry).join(
        KnowledgeEdition, KnowledgeEdition.number == KnowledgeChange.edition
    )
    touched = session.scalars(
        later.where(KnowledgeEdition.state == PUBLISHED, KnowledgeChange.edition > number).distinct()
    )
    now_there = {row["ID"] for row in rows(session)}
    back = {key: then[key] if key in then else first.get(key) for key in touched}
    wanted = {key: cells for key, cells in back.items() if cells is not None or key in now_there}
    if not wanted:
        raise Refused("knowledge_empty", 422)
    return save(session, seat, wanted, now)


def _divisions(before: Cells | None, after: Cells | None) -> tuple[str, ...]:
    return tuple(cells.get("部署ID", "") for cells in (before, after) if cells is not None)


def _meanwhile(session: Session, draft: KnowledgeEdition, made: Changes) -> set[str]:
    """The entries of a draft that somebody else has published since it was begun."""
    wanted = (
        select(KnowledgeChange.entry)
        .join(KnowledgeEdition, KnowledgeEdition.number == KnowledgeChange.edition)
        .where(KnowledgeEdition.state == PUBLISHED, KnowledgeEdition.number > draft.base)
        .where(KnowledgeChange.entry.in_(made))
    )
    return set(session.scalars(wanted))


def _begin(session: Session, seat: StaffSeat, now: datetime) -> KnowledgeEdition:
    draft = KnowledgeEdition(
        number=_next(session), state=DRAFT, revision=0, base=knowledge.newest(session), made_by=seat.id, made_at=now,
        changed_at=now, note="", published_by=None, published_at=None,
    )  # fmt: skip
    session.add(draft)
    session.flush()
    return draft


def _renumbered(
    session: Session, draft: KnowledgeEdition, made: Changes, number: int, now: datetime
) -> KnowledgeEdition:
    """The same changes as the newest edition; the draft itself was never answered."""
    number = max(number, _next(session))
    draft.state, draft.changed_at = DROPPED, now
    session.flush()
    fresh = KnowledgeEdition(
        number=number, state=PUBLISHED, revision=draft.revision, base=draft.base, made_by=draft.made_by,
        made_at=draft.made_at, changed_at=now, note="", published_by=None, published_at=None,
    )  # fmt: skip
    session.add(fresh)
    session.flush()
    for key, cells in made.items():
        _put(session, number, key, cells)
    return fresh


def _next(session: Session) -> int:
    return (session.scalar(select(func.max(KnowledgeEdition.number))) or 0) + 1


def _put(session: Session, number: int, key: str, cells: Cells | None) -> None:
    body = knowledge.written(cells)
    session.execute(
        inserting(session, KnowledgeChange)
        .values(edition=number, entry=key, body=body)
        .on_conflict_do_update(index_elements=["edition", "entry"], set_={"body": body})
    )
