"""letters and their answers."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_division"), ["division"], unique=False)

    op.create_table(
        "mailing_addressee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("stop", sa.String(), nullable=False),
        sa.Column("opened_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answered_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("answered_way", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_addressee_mailing_id_mailing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_addressee")),
        sa.UniqueConstraint("case_id", name=op.f("uq_mailing_addressee_case_id")),
        sa.UniqueConstraint("mailing_id", "number", name=op.f("uq_mailing_addressee_mailing_id_number")),
        sa.UniqueConstraint("mailing_id", "place", name=op.f("uq_mailing_addressee_mailing_id_place")),
    )
    with op.batch_alter_table("mailing_addressee", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mailing_addressee_outcome", ["mailing_id", "outcome", "place"], unique=False
        )

    op.create_table(
        "mailing_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("fetched_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("fetched_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_batch_mailing_id_mailing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_batch")),
        sa.UniqueConstraint("mailing_id", "round", "no", name=op.f("uq_mailing_batch_mailing_id_round_no")),
    )
    op.create_table(
        "transfer_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("dropped_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_transfer_batch_mailing_id_mailing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_batch")),
        sa.UniqueConstraint("mailing_id", "no", name=op.f("uq_transfer_batch_mailing_id_no")),
    )
    op.create_table(
        "mailing_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("addressee_id", sa.Uuid(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["mailing_addressee.id"],
            name=op.f("fk_mailing_event_addressee_id_mailing_addressee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_event")),
    )
    with op.batch_alter_table("mailing_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_event_addressee_id"), ["addressee_id"], unique=False)

    op.create_table(
        "mailing_letter",
        sa.Column("addressee_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["mailing_addressee.id"],
            name=op.f("fk_mailing_letter_addressee_id_mailing_addressee"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["mailing_batch.id"], name=op.f("fk_mailing_letter_batch_id_mailing_batch")
        ),
        sa.PrimaryKeyConstraint("addressee_id", "batch_id", name=op.f("pk_mailing_letter")),
        sa.UniqueConstraint("code", name=op.f("uq_mailing_letter_code")),
    )
    with op.batch_alter_table("mailing_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_letter_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "mailing_opening",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("addressee_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["mailing_addressee.id"],
            name=op.f("fk_mailing_opening_addressee_id_mailing_addressee"),
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_mailing_opening")),
    )
    with op.batch_alter_table("mailing_opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_opening_addressee_id"), ["addressee_id"], unique=False)

    op.create_table(
        "mailing_token",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("addressee_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["mailing_addressee.id"],
            name=op.f("fk_mailing_token_addressee_id_mailing_addressee"),
        ),
        sa.PrimaryKeyConstraint("token", "addressee_id", name=op.f("pk_mailing_token")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("mailing_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_token_addressee_id"), ["addressee_id"], unique=False)

    op.create_table(
        "transfer_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("addressee_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("failed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["mailing_addressee.id"],
            name=op.f("fk_transfer_line_addressee_id_mailing_addressee"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["transfer_batch.id"], name=op.f("fk_transfer_line_batch_id_transfer_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_line")),
        sa.UniqueConstraint("batch_id", "no", name=op.f("uq_transfer_line_batch_id_no")),
    )
    with op.batch_alter_table("transfer_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transfer_line_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            "uq_transfer_line_stands",
            ["addressee_id"],
            unique=True,
            sqlite_where=sa.text("failed_at IS NULL"),
            postgresql_where=sa.text("failed_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("transfer_line", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_transfer_line_stands",
            sqlite_where=sa.text("failed_at IS NULL"),
            postgresql_where=sa.text("failed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_transfer_line_batch_id"))

    op.drop_table("transfer_line")
    with op.batch_alter_table("mailing_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_token_addressee_id"))

    op.drop_table("mailing_token")
    with op.batch_alter_table("mailing_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_opening_addressee_id"))

    op.drop_table("mailing_opening")
    with op.batch_alter_table("mailing_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_letter_batch_id"))

    op.drop_table("mailing_letter")
    with op.batch_alter_table("mailing_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_event_addressee_id"))

    op.drop_table("mailing_event")
    op.drop_table("transfer_batch")
    op.drop_table("mailing_batch")
    with op.batch_alter_table("mailing_addressee", schema=None) as batch_op:
        batch_op.drop_index("ix_mailing_addressee_outcome")

    op.drop_table("mailing_addressee")
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_division"))

    op.drop_table("mailing")
