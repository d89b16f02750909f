"""Reports from the street, and those who are troubled too."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("look", sa.String(), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("published_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("public_place", sa.String(), nullable=False),
        sa.Column("public_photo", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_report_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("case_id", name=op.f("uq_report_case_id")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_kind_stage", ["kind", "stage"], unique=False)
        batch_op.create_index("ix_report_published_at", ["published_at"], unique=False)

    op.create_table(
        "report_follower",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("mail", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_follower_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_follower")),
        sa.UniqueConstraint("report_id", "holder", name="uq_report_follower"),
    )


def downgrade() -> None:
    op.drop_table("report_follower")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_published_at")
        batch_op.drop_index("ix_report_kind_stage")

    op.drop_table("report")
