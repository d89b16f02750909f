"""health questions."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment_answers",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_appointment_answers_appointment_id_appointment"),
        ),
        sa.PrimaryKeyConstraint("appointment_id", "place", name=op.f("pk_appointment_answers")),
    )


def downgrade() -> None:
    op.drop_table("appointment_answers")
