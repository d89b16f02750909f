"""Visits at the counter."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "window_tablet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("code_until", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_tablet")),
        sa.UniqueConstraint("code", name=op.f("uq_window_tablet_code")),
    )
    with op.batch_alter_table("window_tablet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_window_tablet_holder"), ["holder"], unique=False)
        batch_op.create_index(batch_op.f("ix_window_tablet_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "window_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("from_slip", sa.Boolean(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("join_code", sa.LargeBinary(), nullable=True),
        sa.Column("join_until", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("started_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("arrived_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("handed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("printed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("ended_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_visit")),
        sa.UniqueConstraint("join_code", name=op.f("uq_window_visit_join_code")),
    )
    with op.batch_alter_table("window_visit", schema=None) as batch_op:
        batch_op.create_index("ix_window_visit_division", ["division", "started_at"], unique=False)
        batch_op.create_index("ix_window_visit_ends", ["ends_at"], unique=False)

    op.create_table(
        "window_signature",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_window_signature_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_window_signature")),
    )
    op.create_table(
        "window_visit_seat",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["window_visit.id"],
            name=op.f("fk_window_visit_seat_visit_id_window_visit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("visit_id", "staff_id", name=op.f("pk_window_visit_seat")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("window_visit_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_window_visit_seat_staff_id"), ["staff_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("window_visit_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_window_visit_seat_staff_id"))

    op.drop_table("window_visit_seat")
    op.drop_table("window_signature")
    with op.batch_alter_table("window_visit", schema=None) as batch_op:
        batch_op.drop_index("ix_window_visit_ends")
        batch_op.drop_index("ix_window_visit_division")

    op.drop_table("window_visit")
    with op.batch_alter_table("window_tablet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_window_tablet_staff_id"))
        batch_op.drop_index(batch_op.f("ix_window_tablet_holder"))

    op.drop_table("window_tablet")
