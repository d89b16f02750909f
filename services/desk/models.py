"""The desk's own tables, and the orders in which it reads what others own: an index for each list, so that none sorts a town."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.corrections import Correction
from portal.db import CLUSTERED, Base, new_id
from portal.decisions import Decision
from portal.inbox import Case

# A partial index is used where a query says the same words, so the lists take their conditions from here.
AT_WORK = text("cases.state IN ('arrived', 'accepted', 'review')")
_AT_WORK = text("state IN ('arrived', 'accepted', 'review')")
_ENDED = text("closed_at IS NOT NULL")
_WAITING = text("answered_at IS NULL AND dropped_at IS NULL")
_PENDING = text("decided_at IS NULL AND sent_back_at IS NULL")

BY_DUE = Index(
    "ix_cases_due", Case.division, Case.due_on, Case.id, sqlite_where=_AT_WORK, postgresql_where=_AT_WORK
)
BY_END = Index(
    "ix_cases_closed", Case.division, Case.closed_at, Case.id, sqlite_where=_ENDED, postgresql_where=_ENDED
)
# The tabs of a list of one procedure: counted from the index alone, without a look at the cases.
BY_STATE = Index("ix_cases_division_procedure_state", Case.division, Case.procedure, Case.state)
ASKED = Index(
    "ix_correction_waiting",
    Correction.due_on,
    Correction.case_id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
PROPOSED = Index(
    "ix_decision_pending",
    Decision.division,
    Decision.case_id,
    sqlite_where=_PENDING,
    postgresql_where=_PENDING,
)


class SavedView(Base):
    """A list somebody looks at often, under a name: for its maker, or for everybody of a division."""

    __tablename__ = "saved_view"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    division: Mapped[str | None] = mapped_column(index=True)
    # The parts of the list's address; read as carefully as an address that somebody typed.
    query: Mapped[dict[str, str]] = mapped_column(JSON)
    made_at: Mapped[datetime]


class CaseLabel(Base):
    """A word that a division put on a case, to find it again among others."""

    __tablename__ = "case_label"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    division: Mapped[str]

    __table_args__ = (Index("ix_case_label_division", "division", "label", "case_id"), CLUSTERED)


class Phrase(Base):
    """文例: a sentence that a division writes again and again, for one act; it is about nobody."""

    __tablename__ = "phrase"
    __table_args__ = (Index("ix_phrase_division", "division", "act"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    division: Mapped[str]
    act: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class PrintJob(Base):
    """Requests to print that the worker makes into one PDF; its file belongs to it, and both go after a day."""

    __tablename__ = "print_job"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    cases: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
