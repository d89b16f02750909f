"""What is prepared at home, and the slips and spoken codes that open it once."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "window_preparation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_preparation")),
        sa.UniqueConstraint("holder", "event", name=op.f("uq_window_preparation_holder_event")),
    )
    op.create_index("ix_window_preparation_ends_at", "window_preparation", ["ends_at"])
    op.create_table(
        "window_slip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("expires_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("used_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_slip")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_window_slip_expires_at", "window_slip", ["expires_at"])
    op.create_table(
        "window_spoken_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slip_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["slip_id"],
            ["window_slip.id"],
            name=op.f("fk_window_spoken_code_slip_id_window_slip"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_spoken_code")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_window_spoken_code_slip_id", "window_spoken_code", ["slip_id"])


def downgrade() -> None:
    op.drop_index("ix_window_spoken_code_slip_id", table_name="window_spoken_code")
    op.drop_table("window_spoken_code")
    op.drop_index("ix_window_slip_expires_at", table_name="window_slip")
    op.drop_table("window_slip")
    op.drop_index("ix_window_preparation_ends_at", table_name="window_preparation")
    op.drop_table("window_preparation")
