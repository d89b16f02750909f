"""registered groups."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kana", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group")),
        sa.UniqueConstraint("number", name=op.f("uq_user_group_number")),
    )
    with op.batch_alter_table("user_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_group_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_group_until"), ["until"], unique=False)

    op.create_table(
        "user_group_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["user_group.id"], name=op.f("fk_user_group_event_group_id_user_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group_event")),
    )
    with op.batch_alter_table("user_group_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_group_event_group_id"), ["group_id"], unique=False)

    op.create_table(
        "user_group_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("in_town", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.LargeBinary(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["user_group.id"], name=op.f("fk_user_group_member_group_id_user_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group_member")),
    )
    with op.batch_alter_table("user_group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_group_member_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_group_member_mail"), ["mail"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_group_member_resident_id"), ["resident_id"], unique=False)

    op.create_table(
        "user_group_token",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["user_group_member.id"],
            name=op.f("fk_user_group_token_member_id_user_group_member"),
        ),
        sa.PrimaryKeyConstraint("token", "member_id", name=op.f("pk_user_group_token")),
    )
    with op.batch_alter_table("user_group_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_group_token_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_group_token_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("user_group_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_group_token_member_id"))
        batch_op.drop_index(batch_op.f("ix_user_group_token_group_id"))

    op.drop_table("user_group_token")
    with op.batch_alter_table("user_group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_group_member_resident_id"))
        batch_op.drop_index(batch_op.f("ix_user_group_member_mail"))
        batch_op.drop_index(batch_op.f("ix_user_group_member_group_id"))

    op.drop_table("user_group_member")
    with op.batch_alter_table("user_group_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_group_event_group_id"))

    op.drop_table("user_group_event")
    with op.batch_alter_table("user_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_group_until"))
        batch_op.drop_index(batch_op.f("ix_user_group_case_id"))

    op.drop_table("user_group")
