"""Cases read for a system outside: within what its token covers, each look in the audit before anything is answered."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, union_all
from sqlalchemy.orm import Session

from portal import audit, files, inbox, shielded
from portal.db import writing
from portal.files import StoredFile
from portal.inbox import Case, CaseEvent
from portal.refused import Refused
from portal.states import State
from portal.vault import Unreadable
from services.connections.rules.granting import Grant
from services.connections.rules.questions import CaseQuestion
from services.connections.rules.shapes import CaseLine, CasePage, Cases, FileLine, Files, History, Line


def listed(session: Session, grant: Grant, asked: CaseQuestion, now: datetime) -> Cases:
    """A page of the cases, in the order of their arrival."""
    _look(session, grant, "listed", "cases", None, now)
    wanted: list[ColumnElement[bool]] = []
    if asked.state is not None:
        wanted.append(Case.state == asked.state)
    if asked.procedure is not None:
        wanted.append(Case.procedure == asked.procedure)
    if asked.changed_since is not None:
        wanted.append(Case.id.in_(_moved_since(asked.changed_since)))
    if asked.after is not None:
        wanted.append(Case.id > asked.after)
    first = _first(grant, asked.division, wanted, asked.limit + 1)
    found: list[Case] = [] if first is None else list(session.scalars(first))
    shown = [CaseLine(**_line(one)) for one in found[: asked.limit]]
    return Cases(items=shown, next=shown[-1].id if len(found) > asked.limit else None)


def one(session: Session, grant: Grant, case_id: UUID, now: datetime) -> CasePage:
    """One case with as much of its answers as the token includes."""
    case = _found(session, grant, case_id)
    _look(session, grant, "viewed", "case", case.id, now)
    told, withheld, erased = _answers(session, grant, case)
    return CasePage(
        **_line(case), form=case.form_digest, answers=told, withheld=sorted(withheld), erased=erased
    )


def history(session: Session, grant: Grant, case_id: UUID, now: datetime) -> History:
    """What happened to a case; who on staff did it, and what they noted, stays inside."""
    case = _found(session, grant, case_id)
    _look(session, grant, "viewed", "case", case.id, now)
    lines = session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.at, CaseEvent.id)
    )
    return History(
        items=[
            Line(id=line.id, at=line.at, kind=line.kind, state=State(line.state), by=line.actor_kind, public=line.public)
            for line in lines
        ]
    )  # fmt: skip


def attached(session: Session, grant: Grant, case_id: UUID, now: datetime) -> Files:
    """The files of a case; a photograph of a card shows an address, so a shielded case tells of none."""
    case = _found(session, grant, case_id)
    _look(session, grant, "viewed", "case", case.id, now)
    if _covers_up(grant, case):
        return Files(items=None)
    return Files(
        items=[
            FileLine(
                id=one.id, field=one.field, media_type=one.media_type, size=one.size,
                name=files.name(session, one) if grant.answers else None,
            )
            for one in files.of(session, "case", case.id)
        ]
    )  # fmt: skip


def one_file(
    session: Session, grant: Grant, case_id: UUID, file_id: UUID, now: datetime
) -> tuple[StoredFile, Iterator[bytes]]:
    """A file of a case with its content, for a token that includes answers."""
    case = _found(session, grant, case_id)
    found = next((one for one in files.of(session, "case", case.id) if one.id == file_id), None)
    if found is None:
        raise Refused("missing", 404)
    if not grant.answers or _covers_up(grant, case):
        raise Refused("answers", 403)
    _look(session, grant, "opened", "file", found.id, now)
    return found, files.content(session, found)


def _first(
    grant: Grant, division: str | None, wanted: Sequence[ColumnElement[bool]], most: int
) -> Select[Any] | None:
    """The first cases of all divisions together, each division read from its own index up to a page and no further."""
    chosen = [one for one in sorted(grant.divisions) if division in (None, one)]
    if not chosen:
        return None
    kinds = [Case.procedure.in_(grant.procedures)] if grant.procedures else []
    heads = [
        select(Case.id).where(Case.division == one, *kinds, *wanted).order_by(Case.id).limit(most).subquery()
        for one in chosen
    ]
    every = union_all(*(select(head.c.id) for head in heads)).subquery()
    return select(Case).where(Case.id.in_(select(every.c.id))).order_by(Case.id).limit(most)


def _moved_since(moment: datetime) -> Select[Any]:
    """The cases with something in their history since; found first, or PostgreSQL would walk through all cases for them."""
    lines = select(CaseEvent.case_id).where(CaseEvent.at >= moment).cte("moved")
    moved = lines.prefix_with("MATERIALIZED", dialect="postgresql")
    return select(moved.c.case_id)


def covered(grant: Grant) -> ColumnElement[bool]:
    """Which cases a token covers."""
    mine = Case.division.in_(grant.divisions)
    return mine & Case.procedure.in_(grant.procedures) if grant.procedures else mine


def _found(session: Session, grant: Grant, case_id: UUID) -> Case:
    case = session.get(Case, case_id)
    if case is None or not grant.covers(case.division, case.procedure):
        # Whether a case of another division exists is nobody else's business.
        raise Refused("missing", 404)
    return case


def _look(session: Session, grant: Grant, verb: str, kind: str, subject: UUID | None, now: datetime) -> None:
    with writing(session):
        audit.saw(session, "system", grant.token_id, verb, kind, subject, now)


def _answers(
    session: Session, grant: Grant, case: Case
) -> tuple[dict[str, Any] | None, frozenset[str], bool]:
    """What is told, the keys of what is not, and whether it was erased."""
    try:
        held = inbox.answers(session, case)
    except Unreadable:
        return None, frozenset(), True
    if not grant.answers:
        return None, frozenset(), False
    told = shielded.told(session, case) if _covers_up(grant, case) else held
    return told, frozenset(key for key in held if key not in told or told[key] != held[key]), False


def _covers_up(grant: Grant, case: Case) -> bool:
    return case.shielded and not grant.shielded


def _line(case: Case) -> dict[str, Any]:
    """What is said of a case in a list and on its own alike."""
    names = (
        "id", "receipt_no", "procedure", "division", "state", "channel", "way", "arrived_at", "accepted_at",
        "decided_at", "closed_at", "due_on", "version", "shielded",
    )  # fmt: skip
    return {name: getattr(case, name) for name in names}
