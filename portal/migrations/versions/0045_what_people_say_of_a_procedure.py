"""How clear a procedure was: whose opinion was heard, and words that nobody is tied to."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rated_case",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("worded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_rated_case_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_rated_case")),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index("ix_remark_procedure", ["procedure", "day"], unique=False)
        batch_op.create_index("ix_remark_ends_on", ["ends_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index("ix_remark_ends_on")
        batch_op.drop_index("ix_remark_procedure")

    op.drop_table("remark")
    op.drop_table("rated_case")
