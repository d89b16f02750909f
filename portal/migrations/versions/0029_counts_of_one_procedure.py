"""How many cases of one procedure stand in each state, counted from the index alone."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_division_procedure_state", "cases", ["division", "procedure", "state"])


def downgrade() -> None:
    op.drop_index("ix_cases_division_procedure_state", table_name="cases")
