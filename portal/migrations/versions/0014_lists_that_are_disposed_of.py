"""Lists of mailings that are disposed of when their time is over."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", portal.db.UtcTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("disposal_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("disposed_at", portal.db.UtcTime(timezone=True), nullable=True))
    # Of what was closed before nobody knows the day; its years count from the day it was released.
    op.execute("UPDATE mailing SET closed_at = released_at WHERE stage = 'closed'")


def downgrade() -> None:
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.drop_column("disposed_at")
        batch_op.drop_column("disposal_by")
        batch_op.drop_column("closed_at")
