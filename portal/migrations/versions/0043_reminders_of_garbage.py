"""Who wants to be told before garbage is collected, and the days they know."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "garbage_calendar",
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("district", name=op.f("pk_garbage_calendar")),
    )
    op.create_table(
        "garbage_wish",
        sa.Column("friend_id", sa.Uuid(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["friend_id"],
            ["line_friend.id"],
            name=op.f("fk_garbage_wish_friend_id_line_friend"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("friend_id", "district", name=op.f("pk_garbage_wish")),
    )
    with op.batch_alter_table("garbage_wish", schema=None) as batch_op:
        batch_op.create_index("ix_garbage_wish_at", ["at", "district"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("garbage_wish", schema=None) as batch_op:
        batch_op.drop_index("ix_garbage_wish_at")

    op.drop_table("garbage_wish")
    op.drop_table("garbage_calendar")
