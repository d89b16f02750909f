"""trials of drafts of what is answered."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_trial",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("asked_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition"],
            ["knowledge_edition.number"],
            name=op.f("fk_knowledge_trial_edition_knowledge_edition"),
        ),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_knowledge_trial")),
    )


def downgrade() -> None:
    op.drop_table("knowledge_trial")
