"""Public facilities: bookings, blocks and the steps of time they claim."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("once_key", sa.Uuid(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("yen", sa.Integer(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("hold_until", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ended_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("came_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("case_id", name=op.f("uq_booking_case_id")),
        sa.UniqueConstraint("once_key", name=op.f("uq_booking_once_key")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_building_day", ["building", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "ix_booking_hold",
            ["hold_until"],
            unique=False,
            sqlite_where=sa.text("hold_until IS NOT NULL"),
            postgresql_where=sa.text("hold_until IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_booking_holder"), ["holder"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_series_id"), ["series_id"], unique=False)

    op.create_table(
        "booking_block",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_block")),
    )
    with op.batch_alter_table("booking_block", schema=None) as batch_op:
        batch_op.create_index("ix_booking_block_building_day", ["building", "starts_at"], unique=False)

    op.create_table(
        "booking_quota",
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("holder", "building", "month", name=op.f("pk_booking_quota")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "booking_version",
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("building", name=op.f("pk_booking_version")),
    )
    op.create_table(
        "slot_claim",
        sa.Column("space", sa.String(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("space", "slot", name=op.f("pk_slot_claim")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("slot_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_claim_owner"), ["owner"], unique=False)

    op.create_table(
        "slot_seats",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= total", name=op.f("ck_slot_seats_within")),
        sa.PrimaryKeyConstraint("what", "slot", name=op.f("pk_slot_seats")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("slot_seats")
    with op.batch_alter_table("slot_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slot_claim_owner"))

    op.drop_table("slot_claim")
    op.drop_table("booking_version")
    op.drop_table("booking_quota")
    with op.batch_alter_table("booking_block", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_block_building_day")

    op.drop_table("booking_block")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_series_id"))
        batch_op.drop_index(batch_op.f("ix_booking_holder"))
        batch_op.drop_index(
            "ix_booking_hold",
            sqlite_where=sa.text("hold_until IS NOT NULL"),
            postgresql_where=sa.text("hold_until IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_booking_group_id"))
        batch_op.drop_index("ix_booking_building_day")

    op.drop_table("booking")
