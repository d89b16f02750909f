"""Batches for the inner systems, and the results that come back."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("with_shielded", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=True),
        sa.Column("ordered_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("taken_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("erased_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("zip_sha256", sa.String(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("manifest", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("division", "number", name=op.f("uq_batch_division_number")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index("ix_batch_state", ["state", "keep_until"], unique=False)

    op.create_table(
        "batch_column",
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("procedure", "name", name=op.f("pk_batch_column")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "batch_counter",
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("division", name=op.f("pk_batch_counter")),
    )
    op.create_table(
        "batch_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("brought_by", sa.Uuid(), nullable=False),
        sa.Column("brought_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("applied_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("erased_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_result")),
        sa.UniqueConstraint("division", "sha256", name=op.f("uq_batch_result_division_sha256")),
    )
    op.create_table(
        "batch_case",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_case_batch_id_batch")),
        sa.PrimaryKeyConstraint("case_id", "plan", name=op.f("pk_batch_case")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("batch_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_case_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "batch_result_row",
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"], ["batch_result.id"], name=op.f("fk_batch_result_row_result_id_batch_result")
        ),
        sa.PrimaryKeyConstraint("result_id", "place", name=op.f("pk_batch_result_row")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "batch_taking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_taking_batch_id_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_taking")),
    )
    with op.batch_alter_table("batch_taking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_taking_batch_id"), ["batch_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("batch_taking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_taking_batch_id"))

    op.drop_table("batch_taking")
    op.drop_table("batch_result_row")
    with op.batch_alter_table("batch_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_case_batch_id"))

    op.drop_table("batch_case")
    op.drop_table("batch_result")
    op.drop_table("batch_counter")
    op.drop_table("batch_column")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index("ix_batch_state")

    op.drop_table("batch")
