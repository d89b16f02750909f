"""Times that bereaved families book, and the seats they claim."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "window_booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("shielded", sa.Boolean(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("came_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_booking")),
        sa.UniqueConstraint("code", name=op.f("uq_window_booking_code")),
    )
    op.create_index("ix_window_booking_day", "window_booking", ["day", "office"])
    op.create_table(
        "window_slot_claim",
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["window_booking.id"], name=op.f("fk_window_slot_claim_booking_id_window_booking")
        ),
        sa.PrimaryKeyConstraint("office", "day", "starts", "seat", name=op.f("pk_window_slot_claim")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_window_slot_claim_booking_id", "window_slot_claim", ["booking_id"])


def downgrade() -> None:
    op.drop_index("ix_window_slot_claim_booking_id", table_name="window_slot_claim")
    op.drop_table("window_slot_claim")
    op.drop_index("ix_window_booking_day", table_name="window_booking")
    op.drop_table("window_booking")
