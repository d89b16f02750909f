"""favourite rooms."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "favourite_room",
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("holder", "building", "unit", name=op.f("pk_favourite_room")),
    )


def downgrade() -> None:
    op.drop_table("favourite_room")
