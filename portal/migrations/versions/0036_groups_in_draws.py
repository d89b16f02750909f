"""Groups take part in draws as themselves, and a round says who may."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lottery_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("whom", sa.String(), server_default="everyone", nullable=False))
    with op.batch_alter_table("lottery_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_lottery_entry_group_id"), ["group_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lottery_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lottery_entry_group_id"))
        batch_op.drop_column("group_id")
    with op.batch_alter_table("lottery_round", schema=None) as batch_op:
        batch_op.drop_column("whom")
