"""A round keeps which classes of registered groups stand before everybody else."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lottery_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("lottery_round", schema=None) as batch_op:
        batch_op.drop_column("first")
