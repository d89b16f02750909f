"""Records that end, or are held."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("listed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("sent_back_by", sa.Uuid(), nullable=True),
        sa.Column("sent_back_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("remark", sa.LargeBinary(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("done_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint(
            "division", "fiscal_year", "no", name=op.f("uq_disposal_division_fiscal_year_no")
        ),
    )
    with op.batch_alter_table("disposal", schema=None) as batch_op:
        batch_op.create_index("ix_disposal_stage", ["stage"], unique=False)
        batch_op.create_index(
            "uq_disposal_open",
            ["division"],
            unique=True,
            sqlite_where=sa.text("stage IN ('listed', 'proposed')"),
            postgresql_where=sa.text("stage IN ('listed', 'proposed')"),
        )

    op.create_table(
        "erased_key",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_erased_key")),
    )
    op.create_table(
        "case_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("expected", sa.Date(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=True),
        sa.Column("placed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_hold_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_hold")),
    )
    with op.batch_alter_table("case_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_hold_case_id"), ["case_id"], unique=False)

    op.create_table(
        "disposal_item",
        sa.Column("disposal_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("class_name", sa.String(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("erased_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_disposal_item_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_item_disposal_id_disposal")
        ),
        sa.PrimaryKeyConstraint("disposal_id", "case_id", name=op.f("pk_disposal_item")),
    )
    with op.batch_alter_table("disposal_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_disposal_item_order", ["disposal_id", "closed_on", "receipt_no"], unique=False
        )
        batch_op.create_index(
            "uq_disposal_item_case",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("place <> 'released'"),
            postgresql_where=sa.text("place <> 'released'"),
        )

    op.add_column("cases", sa.Column("erased_at", portal.db.UtcTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "erased_at")

    with op.batch_alter_table("disposal_item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_disposal_item_case",
            sqlite_where=sa.text("place <> 'released'"),
            postgresql_where=sa.text("place <> 'released'"),
        )
        batch_op.drop_index("ix_disposal_item_order")

    op.drop_table("disposal_item")
    with op.batch_alter_table("case_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_hold_case_id"))

    op.drop_table("case_hold")
    op.drop_table("erased_key")
    with op.batch_alter_table("disposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_disposal_open",
            sqlite_where=sa.text("stage IN ('listed', 'proposed')"),
            postgresql_where=sa.text("stage IN ('listed', 'proposed')"),
        )
        batch_op.drop_index("ix_disposal_stage")

    op.drop_table("disposal")
