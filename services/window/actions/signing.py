"""Signatures, paper by paper: what each form of a visit demands, what was drawn on the tablet, what was signed by hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import Procedure
from portal import audit, inbox
from portal.db import writing
from portal.inbox import Actor, Case, CaseEvent
from portal.opening import today
from portal.pack import Pack
from portal.people import StaffSeat
from portal.refused import Refused
from portal.vault import vault_of
from services.window.actions import visits
from services.window.models.visits import PadSignature, Visit
from services.window.rules import signing
from services.window.rules.signing import Signature

SIGNED = "window_signed"
PAD = "window_signature.sealed"
_A_DAY = timedelta(days=1)
_MOST_LOOKED_AT = 200


@dataclass(frozen=True)
class Paper:
    """One paper of a visit that was handed over."""

    case: Case
    procedure: Procedure
    signature: Signature


def papers(session: Session, row: Visit, pack: Pack) -> tuple[Paper, ...]:
    """The papers of a visit in their order, each with how it stands with its signature."""
    return _papers(session, [row], pack)[row.id]


def lacking(session: Session, seat: StaffSeat, pack: Pack, now: datetime) -> list[tuple[Visit, int]]:
    """The day's visits whose papers are not all signed, with how many are not; the newest first."""
    rows = session.scalars(
        select(Visit)
        .where(visits.reach(seat), Visit.handed_at > now - _A_DAY)
        .order_by(Visit.handed_at.desc())
        .limit(_MOST_LOOKED_AT)
    ).all()
    found = _papers(session, rows, pack)
    counted = [
        (row, sum(one.signature is Signature.LACKING for one in found[row.id]))
        for row in rows
        if today(row.started_at) == today(now)
    ]
    return [(row, count) for row, count in counted if count]


def take(
    session: Session, seat: StaffSeat, row: Visit, pack: Pack, wanted: Collection[UUID] | None, now: datetime
) -> Sequence[Paper]:
    """自署: these papers, or all that lack it, were signed before the clerk's eyes; they are kept with their cases."""
    there = {one.case.id: one for one in papers(session, row, pack)}
    if wanted is not None and not wanted:
        raise Refused("no_paper_ticked", status=422)
    if wanted is not None and not set(wanted) <= there.keys():
        raise Refused("case_unknown", status=404)
    with writing(session):
        session.scalar(select(Visit.id).where(Visit.id == row.id).with_for_update())
        # Of two presses the second finds nothing more to note.
        for one in papers(session, row, pack):
            if one.signature is Signature.LACKING and (wanted is None or one.case.id in wanted):
                case = inbox.take_hold(session, one.case.id)
                inbox.note(session, case, SIGNED, Actor("staff", seat.id), now, public=False)
                audit.did(session, "staff", seat.id, "took_signature", "case", case.id, now)
    return papers(session, row, pack)


def signature(session: Session, case: Case) -> str:
    """The path that was drawn on the tablet for a case; nothing where none was."""
    kept = session.get(PadSignature, case.id)
    if kept is None:
        return ""
    return str(vault_of(session).open(session, case.key_id, kept.sealed, PAD))


def forget(session: Session, case: Case, now: datetime) -> None:
    """The signature goes with the case, inside the block that erases it."""
    kept = session.get(PadSignature, case.id)
    if kept is not None:
        session.delete(kept)
        session.flush()


def _papers(session: Session, rows: Sequence[Visit], pack: Pack) -> dict[UUID, tuple[Paper, ...]]:
    ids = [UUID(one) for row in rows for one in row.cases]
    cases = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(ids)))}
    drawn = set(session.scalars(select(PadSignature.case_id).where(PadSignature.case_id.in_(ids))))
    lines = select(CaseEvent.case_id).where(CaseEvent.case_id.in_(ids), CaseEvent.kind == SIGNED)
    taken = set(session.scalars(lines))

    def paper(case: Case, procedure: Procedure, row: Visit) -> Paper:
        stands = signing.of(
            procedure.sign,
            drawn=case.id in drawn,
            before=row.arrived_at is not None,
            taken=case.id in taken,
        )
        return Paper(case, procedure, stands)

    return {
        row.id: tuple(
            paper(case, procedure, row)
            for one in row.cases
            if (case := cases.get(UUID(one))) and (procedure := pack.procedures.get(case.procedure))
        )
        for row in rows
    }
