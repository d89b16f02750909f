"""sums of the ledger."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dashboard_day",
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("measure", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint(
            "kind", "day", "key", "channel", "division", "measure", name=op.f("pk_dashboard_day")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dashboard_entered",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kpi", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboard_entered")),
    )
    with op.batch_alter_table("dashboard_entered", schema=None) as batch_op:
        batch_op.create_index("ix_dashboard_entered_kpi", ["kpi", "fiscal_year", "at"], unique=False)

    op.create_table(
        "dashboard_month",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("measure", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint(
            "kind", "day", "key", "channel", "division", "measure", name=op.f("pk_dashboard_month")
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("dashboard_month")
    with op.batch_alter_table("dashboard_entered", schema=None) as batch_op:
        batch_op.drop_index("ix_dashboard_entered_kpi")

    op.drop_table("dashboard_entered")
    op.drop_table("dashboard_day")
