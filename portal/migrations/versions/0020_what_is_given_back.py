"""Points for not coming, times that open again later, and whose price a booking has."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("until", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("waived_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("waived_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_point")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_booking_point_booking_id")),
    )
    with op.batch_alter_table("booking_point", schema=None) as batch_op:
        batch_op.create_index("ix_booking_point_holder", ["holder", "building"], unique=False)

    op.create_table(
        "slot_reopening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("reopens_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_reopening")),
    )
    with op.batch_alter_table("slot_reopening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_reopening_reopens_at"), ["reopens_at"], unique=False)

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.add_column(sa.Column("who", sa.String(), server_default="resident", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_column("who")

    with op.batch_alter_table("slot_reopening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slot_reopening_reopens_at"))

    op.drop_table("slot_reopening")
    with op.batch_alter_table("booking_point", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_point_holder")

    op.drop_table("booking_point")
