"""answers kept with their uses."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_answer_use_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_use")),
    )
    with op.batch_alter_table("answer_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_use_resident_id"), ["resident_id"], unique=False)

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("safe_way", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("saved_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("used_at", portal.db.UtcTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("saved_answer", schema=None) as batch_op:
        batch_op.drop_column("used_at")
        batch_op.drop_column("case_id")

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("safe_way")

    with op.batch_alter_table("answer_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_use_resident_id"))

    op.drop_table("answer_use")
