"""Receipts handed out for what was paid, counted so that a second one says so."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("issued_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_receipt_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_receipt")),
        sa.UniqueConstraint("payment_id", "copy", name=op.f("uq_payment_receipt_payment_id_copy")),
    )


def downgrade() -> None:
    op.drop_table("payment_receipt")
