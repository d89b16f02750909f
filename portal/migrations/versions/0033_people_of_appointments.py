"""One of a party may give their place back, and who has had something is known for the rest of the year."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("appointment_visitor") as table:
        table.add_column(sa.Column("gone_at", portal.db.UtcTime(), nullable=True))
        table.add_column(sa.Column("person", sa.LargeBinary(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("appointment_visitor") as table:
        table.drop_column("person")
        table.drop_column("gone_at")
