"""cremations."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "furnace_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("furnace", sa.String(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_furnace_pause")),
    )
    with op.batch_alter_table("furnace_pause", schema=None) as batch_op:
        batch_op.create_index("ix_furnace_pause_day", ["starts_at"], unique=False)

    op.create_table(
        "undertaker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("stopped_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaker")),
    )
    op.create_table(
        "cremation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("once_key", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("furnace", sa.String(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=True),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.Column("yen", sa.Integer(), nullable=False),
        sa.Column("relieved", sa.Integer(), nullable=False),
        sa.Column("relief", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("permit_until", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("warned_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ended_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("late_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("came_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["undertaker.id"], name=op.f("fk_cremation_firm_id_undertaker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cremation")),
        sa.UniqueConstraint("case_id", name=op.f("uq_cremation_case_id")),
        sa.UniqueConstraint("once_key", name=op.f("uq_cremation_once_key")),
    )
    with op.batch_alter_table("cremation", schema=None) as batch_op:
        batch_op.create_index("ix_cremation_day", ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_cremation_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(
            "ix_cremation_permit",
            ["permit_until"],
            unique=False,
            sqlite_where=sa.text("permit_until IS NOT NULL"),
            postgresql_where=sa.text("permit_until IS NOT NULL"),
        )

    op.create_table(
        "undertaker_member",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["undertaker.id"], name=op.f("fk_undertaker_member_firm_id_undertaker")
        ),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_undertaker_member")),
    )
    with op.batch_alter_table("undertaker_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undertaker_member_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "cremation_extra",
        sa.Column("cremation_id", sa.Uuid(), nullable=False),
        sa.Column("extra", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("starts_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("yen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cremation_id"], ["cremation.id"], name=op.f("fk_cremation_extra_cremation_id_cremation")
        ),
        sa.PrimaryKeyConstraint("cremation_id", "extra", name=op.f("pk_cremation_extra")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("cremation_extra")
    with op.batch_alter_table("undertaker_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_undertaker_member_firm_id"))

    op.drop_table("undertaker_member")
    with op.batch_alter_table("cremation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_cremation_permit",
            sqlite_where=sa.text("permit_until IS NOT NULL"),
            postgresql_where=sa.text("permit_until IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_cremation_firm_id"))
        batch_op.drop_index("ix_cremation_day")

    op.drop_table("cremation")
    op.drop_table("undertaker")
    with op.batch_alter_table("furnace_pause", schema=None) as batch_op:
        batch_op.drop_index("ix_furnace_pause_day")

    op.drop_table("furnace_pause")
