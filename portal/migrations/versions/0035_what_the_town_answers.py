"""What the town answers: editions over its own list, and the questions they are tried with."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_edition",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_knowledge_edition")),
    )
    with op.batch_alter_table("knowledge_edition", schema=None) as batch_op:
        batch_op.create_index(
            "uq_knowledge_edition_open",
            ["made_by"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

    op.create_table(
        "knowledge_gold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("wants", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_gold")),
        sa.UniqueConstraint("question", name=op.f("uq_knowledge_gold_question")),
    )
    op.create_table(
        "knowledge_change",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition"],
            ["knowledge_edition.number"],
            name=op.f("fk_knowledge_change_edition_knowledge_edition"),
        ),
        sa.PrimaryKeyConstraint("edition", "entry", name=op.f("pk_knowledge_change")),
    )
    with op.batch_alter_table("knowledge_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knowledge_change_entry"), ["entry"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("knowledge_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_knowledge_change_entry"))

    op.drop_table("knowledge_change")
    op.drop_table("knowledge_gold")
    with op.batch_alter_table("knowledge_edition", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_knowledge_edition_open",
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

    op.drop_table("knowledge_edition")
