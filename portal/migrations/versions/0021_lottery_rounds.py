"""lottery rounds."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lottery_carry",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("losses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "building", name=op.f("pk_lottery_carry")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lottery_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("units", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("opens_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("closes_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("confirm_by", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("most_wishes", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("residents_first", sa.Boolean(), nullable=False),
        sa.Column("carry", sa.Boolean(), nullable=False),
        sa.Column("entropy_named", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("list_hash", sa.String(), nullable=True),
        sa.Column("typed_first", sa.String(), nullable=True),
        sa.Column("typed_by", sa.Uuid(), nullable=True),
        sa.Column("entropy", sa.String(), nullable=True),
        sa.Column("entropy_by", sa.Uuid(), nullable=True),
        sa.Column("drawn_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery_round")),
    )
    with op.batch_alter_table("lottery_round", schema=None) as batch_op:
        batch_op.create_index("ix_lottery_round_building", ["building", "opens_at"], unique=False)

    op.create_table(
        "lottery_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("wishes", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("told_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["lottery_round.id"], name=op.f("fk_lottery_entry_round_id_lottery_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery_entry")),
        sa.UniqueConstraint("round_id", "holder", name=op.f("uq_lottery_entry_round_id_holder")),
        sa.UniqueConstraint("round_id", "person", name=op.f("uq_lottery_entry_round_id_person")),
        sa.UniqueConstraint("round_id", "who", name=op.f("uq_lottery_entry_round_id_who")),
    )
    with op.batch_alter_table("lottery_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lottery_entry_holder"), ["holder"], unique=False)

    op.create_table(
        "lottery_record",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["lottery_round.id"], name=op.f("fk_lottery_record_round_id_lottery_round")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_lottery_record")),
    )
    op.create_table(
        "lottery_win",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("confirm_by", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("fell", sa.Boolean(), nullable=False),
        sa.Column("settled_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("told_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("reminded_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["lottery_entry.id"], name=op.f("fk_lottery_win_entry_id_lottery_entry")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["lottery_round.id"], name=op.f("fk_lottery_win_round_id_lottery_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery_win")),
    )
    with op.batch_alter_table("lottery_win", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lottery_win_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lottery_win_round_id"), ["round_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lottery_win", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lottery_win_round_id"))
        batch_op.drop_index(batch_op.f("ix_lottery_win_entry_id"))

    op.drop_table("lottery_win")
    op.drop_table("lottery_record")
    with op.batch_alter_table("lottery_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lottery_entry_holder"))

    op.drop_table("lottery_entry")
    with op.batch_alter_table("lottery_round", schema=None) as batch_op:
        batch_op.drop_index("ix_lottery_round_building")

    op.drop_table("lottery_round")
    op.drop_table("lottery_carry")
