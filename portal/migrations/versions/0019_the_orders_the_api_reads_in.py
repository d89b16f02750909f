"""The orders in which the API reads: cases by id within a division, and within a procedure of it."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_division_id", "cases", ["division", "id"])
    op.create_index("ix_cases_division_procedure", "cases", ["division", "procedure", "id"])


def downgrade() -> None:
    op.drop_index("ix_cases_division_procedure", table_name="cases")
    op.drop_index("ix_cases_division_id", table_name="cases")
