"""The orders in which the desk reads what others own: an index for each list, so that none has to sort a town."""

from sqlalchemy import Index, text

from portal.corrections import Correction
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
