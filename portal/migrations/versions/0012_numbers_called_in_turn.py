"""Numbers called in turn."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queue_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("stop_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("closed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_day")),
        sa.UniqueConstraint("office", "day", name=op.f("uq_queue_day_office_day")),
    )
    op.create_table(
        "queue_band",
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["queue_day.id"], name=op.f("fk_queue_band_day_id_queue_day")),
        sa.PrimaryKeyConstraint("day_id", "letter", name=op.f("pk_queue_band")),
    )
    op.create_table(
        "queue_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("arrived_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("called_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("ended_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["day_id"], ["queue_day.id"], name=op.f("fk_queue_ticket_day_id_queue_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_ticket")),
        sa.UniqueConstraint("day_id", "letter", "number", name=op.f("uq_queue_ticket_day_id_letter_number")),
        sa.UniqueConstraint("token", name=op.f("uq_queue_ticket_token")),
    )
    op.create_index("ix_queue_ticket_waiting", "queue_ticket", ["day_id", "state", "band", "turn"])

    op.create_table(
        "queue_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["queue_day.id"], name=op.f("fk_queue_call_day_id_queue_day")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["queue_ticket.id"], name=op.f("fk_queue_call_ticket_id_queue_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_call")),
        sa.UniqueConstraint("ticket_id", "round", "again", name=op.f("uq_queue_call_ticket_id_round_again")),
    )
    op.create_index("ix_queue_call_day", "queue_call", ["day_id", "at"])

    op.create_table(
        "queue_counter",
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["day_id"], ["queue_day.id"], name=op.f("fk_queue_counter_day_id_queue_day")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_queue_counter_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["queue_ticket.id"], name=op.f("fk_queue_counter_ticket_id_queue_ticket")
        ),
        sa.PrimaryKeyConstraint("day_id", "number", name=op.f("pk_queue_counter")),
        sa.UniqueConstraint("day_id", "staff_id", name=op.f("uq_queue_counter_day_id_staff_id")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_queue_counter_ticket_id")),
    )
    op.create_table(
        "queue_notice",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["queue_ticket.id"], name=op.f("fk_queue_notice_ticket_id_queue_ticket")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_queue_notice")),
    )


def downgrade() -> None:
    op.drop_table("queue_notice")
    op.drop_table("queue_counter")
    op.drop_index("ix_queue_call_day", "queue_call")

    op.drop_table("queue_call")
    op.drop_index("ix_queue_ticket_waiting", "queue_ticket")

    op.drop_table("queue_ticket")
    op.drop_table("queue_band")
    op.drop_table("queue_day")
