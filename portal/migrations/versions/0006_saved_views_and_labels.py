"""Saved views of the desk's list, and labels on cases."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.String(), nullable=True),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_view_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index("ix_saved_view_staff_id", "saved_view", ["staff_id"])
    op.create_index("ix_saved_view_division", "saved_view", ["division"])
    op.create_table(
        "case_label",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_label_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "label", name=op.f("pk_case_label")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_label_division", "case_label", ["division", "label", "case_id"])


def downgrade() -> None:
    op.drop_index("ix_case_label_division", table_name="case_label")
    op.drop_table("case_label")
    op.drop_index("ix_saved_view_division", table_name="saved_view")
    op.drop_index("ix_saved_view_staff_id", table_name="saved_view")
    op.drop_table("saved_view")
