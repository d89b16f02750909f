"""Fixed users: a series of bookings, and each of its dates with what was met and decided."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("relief", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("told_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_series")),
        sa.UniqueConstraint("case_id", name=op.f("uq_booking_series_case_id")),
    )
    with op.batch_alter_table("booking_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_series_building"), ["building"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_series_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_series_told_at"), ["told_at"], unique=False)

    op.create_table(
        "booking_series_date",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("met", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["booking_series.id"], name=op.f("fk_booking_series_date_series_id_booking_series")
        ),
        sa.PrimaryKeyConstraint("series_id", "day", name=op.f("pk_booking_series_date")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_booking_series_date_booking_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("booking_series_date")
    with op.batch_alter_table("booking_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_series_told_at"))
        batch_op.drop_index(batch_op.f("ix_booking_series_group_id"))
        batch_op.drop_index(batch_op.f("ix_booking_series_building"))

    op.drop_table("booking_series")
