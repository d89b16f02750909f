"""booking wait."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_wait",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("alike", sa.Boolean(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_wait")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_booking_wait_booking_id")),
        sa.UniqueConstraint(
            "holder",
            "building",
            "unit",
            "starts_at",
            "ends_at",
            name=op.f("uq_booking_wait_holder_building_unit_starts_at_ends_at"),
        ),
    )
    with op.batch_alter_table("booking_wait", schema=None) as batch_op:
        batch_op.create_index("ix_booking_wait_line", ["building", "starts_at", "made_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("booking_wait", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_wait_line")

    op.drop_table("booking_wait")
