"""Places in a line have a number to say at the counter; offers that staff passed on are kept with why."""

import sqlalchemy as sa
from alembic import op

import portal.db
from portal.receipt_numbers import receipt_number

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_moved_on",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("moved_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_moved_on")),
    )
    with op.batch_alter_table("booking_wait", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.String(), nullable=True))
    waits = sa.table("booking_wait", sa.column("id", sa.Uuid()), sa.column("number", sa.String()))
    for row in op.get_bind().execute(sa.select(waits.c.id)).all():
        op.execute(sa.update(waits).where(waits.c.id == row.id).values(number=receipt_number()))
    with op.batch_alter_table("booking_wait", schema=None) as batch_op:
        batch_op.alter_column("number", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_booking_wait_number"), ["number"])


def downgrade() -> None:
    with op.batch_alter_table("booking_wait", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_booking_wait_number"), type_="unique")
        batch_op.drop_column("number")

    op.drop_table("booking_moved_on")
