"""facility photo."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facility_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("large", sa.Uuid(), nullable=False),
        sa.Column("small", sa.Uuid(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_photo")),
        sa.UniqueConstraint("key", name=op.f("uq_facility_photo_key")),
    )


def downgrade() -> None:
    op.drop_table("facility_photo")
