"""rushes."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rush_turnout",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("early", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rush_turnout")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("rush_turnout")
