"""文書分類 of one case: under which class it is filed, and until when it is kept."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from forms.procedure import Procedure
from portal import editions
from portal.inbox import Case
from portal.keeping import MONEY_YEARS, keep_until
from portal.opening import midnight, today
from portal.pack import Pack
from portal.pack.classes import DocumentClass, Filed
from portal.payments import Due, Move, Payment
from portal.states import State
from services.records import rules

# What ends without a result is filed by itself, whatever it was about.
FILED: Mapping[str, Filed] = {State.WITHDRAWN: Filed.WITHDRAWN, State.RETURNED: Filed.RETURNED}
_MONEY = (str(Move.PAID), str(Move.REFUNDED))


@dataclass(frozen=True)
class Keeping:
    """How long a closed case is kept; without `until` it is 常用, and nobody disposes of it."""

    class_id: str
    class_name: str
    years: int | None
    closed_on: date
    until: date | None


def keeping(session: Session, case: Case, *, money: bool) -> Keeping | None:
    """Until when a closed case is kept; None while it is open, and where no rule says how long.

    The rule in force on the day it was closed counts, so that a changed rule changes nothing that was filed before.
    """
    if case.closed_at is None:
        return None
    closed_on = today(case.closed_at)
    procedure = pack_of(session).procedures.get(case.procedure) or editions.of(session, case)
    found, years = _filed(pack_of(session), case.state, procedure, closed_on)
    if found is None and years is None:
        return None
    if years is not None and money:
        years = max(years, MONEY_YEARS)
    until = None if years is None else keep_until(closed_on, years)
    name = found.name.say("ja").text if found else ""
    return Keeping(found.id if found else "", name, years, closed_on, until)


def _filed(
    pack: Pack, state: str, procedure: Procedure | None, day: date
) -> tuple[DocumentClass | None, int | None]:
    """The class, and the years of it; a procedure's own number comes before its class's."""
    by_end = pack.class_of(FILED[state], day) if state in FILED else None
    if by_end is not None:
        return by_end, by_end.years
    found = pack.document_class(procedure.document_class, day) if procedure else None
    if procedure is not None and procedure.retention_years is not None:
        return found, procedure.retention_years
    return found, found.years if found else None


def moved_money(session: Session, case_ids: Collection[UUID]) -> set[UUID]:
    """Those of these cases for which something was paid or given back."""
    lines = (
        select(Due.subject_id)
        .join(Payment, Payment.due_id == Due.id)
        .where(Due.subject_kind == "case", Due.subject_id.in_(case_ids), Payment.move.in_(_MONEY))
    )
    return set(session.scalars(lines))


def may_be_over(pack: Pack, day: date) -> ColumnElement[bool]:
    """What may be over on a day, wide enough that nothing is missed; each case is looked at afterwards."""
    shortest = dict(_shortest(pack))
    by_years: dict[int, list[str]] = {}
    for key, years in shortest.items():
        by_years.setdefault(years, []).append(key)
    ends = [filed for filed in FILED if any(one.filed is FILED[filed] for one in pack.every_document_class)]
    parts = [
        and_(Case.procedure.in_(keys), Case.closed_at < midnight(rules.closed_before(day, years)))
        for years, keys in sorted(by_years.items())
    ]
    # Procedures the town no longer has, and those filed by how they ended.
    other = or_(Case.procedure.not_in(list(shortest)), Case.state.in_(ends))
    parts.append(and_(other, Case.closed_at < midnight(rules.closed_before(day, 1))))
    return or_(*parts)


def _shortest(pack: Pack) -> Iterator[tuple[str, int]]:
    """For each procedure the shortest time any row of its class ever gave."""
    for key, procedure in pack.procedures.items():
        rows = [one.years for one in pack.every_document_class if one.id == procedure.document_class]
        years = [one for one in (procedure.retention_years, *rows) if one is not None]
        yield key, min(years, default=1)


def pack_of(session: Session) -> Pack:
    """The town that the shell handed to this session."""
    pack: Pack = session.info["pack"]
    return pack
