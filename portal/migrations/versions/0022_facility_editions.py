"""facility editions."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facility_edition",
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("building", "number", name=op.f("pk_facility_edition")),
    )
    with op.batch_alter_table("facility_edition", schema=None) as batch_op:
        batch_op.create_index(
            "uq_facility_edition_open",
            ["building"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'asked')"),
            postgresql_where=sa.text("state IN ('draft', 'asked')"),
        )

    with op.batch_alter_table("booking_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("booking_version", schema=None) as batch_op:
        batch_op.drop_column("edition")

    with op.batch_alter_table("facility_edition", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_facility_edition_open",
            sqlite_where=sa.text("state IN ('draft', 'asked')"),
            postgresql_where=sa.text("state IN ('draft', 'asked')"),
        )

    op.drop_table("facility_edition")
