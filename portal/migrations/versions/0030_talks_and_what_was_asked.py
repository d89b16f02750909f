"""The answer bot: talks that are sealed and soon gone, and what was asked, masked."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("silent", sa.String(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_question")),
    )
    with op.batch_alter_table("chat_question", schema=None) as batch_op:
        batch_op.create_index("ix_chat_question_at", ["at"], unique=False)
        batch_op.create_index("ix_chat_question_open", ["settled_at", "at"], unique=False)

    op.create_table(
        "chat_talk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("last_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_talk")),
        sa.UniqueConstraint("holder", name=op.f("uq_chat_talk_holder")),
    )
    with op.batch_alter_table("chat_talk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_talk_last_at"), ["last_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("chat_talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_talk_last_at"))

    op.drop_table("chat_talk")
    with op.batch_alter_table("chat_question", schema=None) as batch_op:
        batch_op.drop_index("ix_chat_question_open")
        batch_op.drop_index("ix_chat_question_at")

    op.drop_table("chat_question")
