"""The orders in which the desk reads: an index for each of its lists."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AT_WORK = sa.text("state IN ('arrived', 'accepted', 'review')")
ENDED = sa.text("closed_at IS NOT NULL")
WAITING = sa.text("answered_at IS NULL AND dropped_at IS NULL")
PENDING = sa.text("decided_at IS NULL AND sent_back_at IS NULL")
INDEXES = (
    ("ix_cases_due", "cases", ["division", "due_on", "id"], AT_WORK),
    ("ix_cases_closed", "cases", ["division", "closed_at", "id"], ENDED),
    ("ix_correction_waiting", "correction", ["due_on", "case_id"], WAITING),
    ("ix_decision_pending", "decision", ["division", "case_id"], PENDING),
)


def upgrade() -> None:
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, table, _columns, _where in reversed(INDEXES):
        op.drop_index(name, table_name=table)
