"""Cases that hide where somebody is (支援措置)."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SHIELDED = sa.text("shielded")


def upgrade() -> None:
    op.add_column("cases", sa.Column("shielded", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("cases", sa.Column("safe_way", sa.String(), server_default="", nullable=False))
    op.add_column("cases", sa.Column("shield_confirmed_at", portal.db.UtcTime(timezone=True), nullable=True))
    op.create_index(
        "ix_cases_shielded", "cases", ["division", "state"], sqlite_where=SHIELDED, postgresql_where=SHIELDED
    )


def downgrade() -> None:
    op.drop_index("ix_cases_shielded", table_name="cases")
    for column in ("shield_confirmed_at", "safe_way", "shielded"):
        op.drop_column("cases", column)
