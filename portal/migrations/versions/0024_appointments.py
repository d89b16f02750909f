"""Appointments: who comes when, and what staff changed of a day."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("once_key", sa.Uuid(), nullable=False),
        sa.Column("bookable", sa.String(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("dose", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("hold_until", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ended_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("reminded_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("once_key", name=op.f("uq_appointment_once_key")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_after_id"), ["after_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_appointment_day", ["bookable", "starts_at"], unique=False)
        batch_op.create_index(
            "ix_appointment_hold",
            ["hold_until"],
            unique=False,
            sqlite_where=sa.text("hold_until IS NOT NULL"),
            postgresql_where=sa.text("hold_until IS NOT NULL"),
        )

    op.create_table(
        "appointment_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bookable", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("told_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_change")),
    )
    with op.batch_alter_table("appointment_change", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_change_day", ["bookable", "starts_at"], unique=False)

    op.create_table(
        "appointment_visitor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("matters", sa.String(), nullable=False),
        sa.Column("came_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_visitor")),
        sa.UniqueConstraint(
            "appointment_id", "place", name=op.f("uq_appointment_visitor_appointment_id_place")
        ),
    )


def downgrade() -> None:
    op.drop_table("appointment_visitor")
    with op.batch_alter_table("appointment_change", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_change_day")

    op.drop_table("appointment_change")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_appointment_hold",
            sqlite_where=sa.text("hold_until IS NOT NULL"),
            postgresql_where=sa.text("hold_until IS NOT NULL"),
        )
        batch_op.drop_index("ix_appointment_day")
        batch_op.drop_index(batch_op.f("ix_appointment_case_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_after_id"))

    op.drop_table("appointment")
