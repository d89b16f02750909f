"""draws of courses."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment_draw",
        sa.Column("bookable", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("list_hash", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("typed_first", sa.String(), nullable=True),
        sa.Column("typed_by", sa.Uuid(), nullable=True),
        sa.Column("entropy", sa.String(), nullable=True),
        sa.Column("entropy_by", sa.Uuid(), nullable=True),
        sa.Column("drawn_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("settled_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bookable", name=op.f("pk_appointment_draw")),
    )
    op.create_table(
        "appointment_entry",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("bookable", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_appointment_entry_appointment_id_appointment"),
        ),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_appointment_entry")),
        sa.UniqueConstraint("bookable", "person", name=op.f("uq_appointment_entry_bookable_person")),
        sa.UniqueConstraint("bookable", "who", name=op.f("uq_appointment_entry_bookable_who")),
    )


def downgrade() -> None:
    op.drop_table("appointment_entry")
    op.drop_table("appointment_draw")
