"""The house as it first stood."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("seal_no", sa.BigInteger(), nullable=True),
        sa.Column("seal", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("seal_no", name=op.f("uq_audit_seal_no")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_actor", ["actor_kind", "actor_id"], unique=False)
        batch_op.create_index("ix_audit_subject", ["subject_kind", "subject_id"], unique=False)
        batch_op.create_index(
            "ix_audit_unsealed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("seal_no IS NULL"),
            postgresql_where=sa.text("seal_no IS NULL"),
        )

    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("origin", sa.Uuid(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("form_digest", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("assurance", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("arrived_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("accepted_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("decided_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("closed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paused_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("assignee", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("origin", name=op.f("uq_cases_origin")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_cases_receipt_no")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_assignee",
            ["assignee", "state"],
            unique=False,
            sqlite_where=sa.text("assignee IS NOT NULL"),
            postgresql_where=sa.text("assignee IS NOT NULL"),
        )
        batch_op.create_index("ix_cases_division_state", ["division", "state", "arrived_at"], unique=False)

    op.create_table(
        "checkout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=True),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("voucher", sa.String(), nullable=True),
        sa.Column("pay_by", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("expires_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("looked_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("done_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout")),
        sa.UniqueConstraint("ref", name=op.f("uq_checkout_ref")),
    )
    with op.batch_alter_table("checkout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkout_intent"), ["intent"], unique=False)
        batch_op.create_index("ix_checkout_state", ["state", "expires_at"], unique=False)
        batch_op.create_index("ix_checkout_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "data_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_key", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deposit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("banked_on", sa.Date(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit")),
    )
    with op.batch_alter_table("deposit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deposit_banked_on"), ["banked_on"], unique=False)

    op.create_table(
        "document_number",
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("division", "fiscal_year", name=op.f("pk_document_number")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("resume", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("resume", name=op.f("uq_draft_resume")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_ends_at", ["ends_at"], unique=False)

    op.create_table(
        "due",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("payable", sa.String(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
    )
    with op.batch_alter_table("due", schema=None) as batch_op:
        batch_op.create_index("uq_due_subject_what", ["subject_kind", "subject_id", "what"], unique=True)

    op.create_table(
        "form_edition",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_form_edition")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begun_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("done_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "known_device",
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("used_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("password_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("device", "kind", "person_id", name=op.f("pk_known_device")),
    )
    with op.batch_alter_table("known_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_device_person_id"), ["person_id"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_kind_day", ["kind", "day", "key"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("refs", sa.JSON(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("printed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("printed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("expires_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("used_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_link")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_link_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("refs", sa.JSON(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("own_key", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("expires_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("dedupe_key", sa.String(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("done_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_expires",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "ix_outbox_lane",
            ["lane", "no"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.create_index(
            "ix_outbox_over",
            ["state", "done_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NOT NULL"),
            postgresql_where=sa.text("done_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_waiting",
            ["no"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "uq_outbox_in_flight",
            ["lane"],
            unique=True,
            sqlite_where=sa.text("state = 'leased'"),
            postgresql_where=sa.text("state = 'leased'"),
        )

    op.create_table(
        "payment_heard",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("heard_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_heard")),
    )
    with op.batch_alter_table("payment_heard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_heard_heard_at"), ["heard_at"], unique=False)

    op.create_table(
        "resident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("number", name=op.f("uq_staff_number")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("claimed_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index("ix_stored_file_origin", ["origin"], unique=False)
        batch_op.create_index("ix_stored_file_owner", ["owner_kind", "owner_id"], unique=False)
        batch_op.create_index("ix_stored_file_state", ["state", "made_at"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("refs", sa.JSON(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("done_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_division", ["division", "done_at"], unique=False)
        batch_op.create_index(
            "uq_tasks_open_key",
            ["key"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "throttle_bucket",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle_bucket")),
    )
    with op.batch_alter_table("throttle_bucket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_bucket_free_at"), ["free_at"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("device", sa.LargeBinary(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("seen_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("revoked_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index("ix_web_session_person", ["kind", "person_id"], unique=False)

    op.create_table(
        "card_signature",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_card_signature_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_card_signature")),
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_event_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_event_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_holder",
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_holder_case_id_cases")),
        sa.PrimaryKeyConstraint("holder", "case_id", name=op.f("pk_case_holder")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case_holder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_holder_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_token",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_token_case_id_cases")),
        sa.PrimaryKeyConstraint("token", "case_id", name=op.f("pk_case_token")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_token_case_id"), ["case_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_contact_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("kind", "token", name=op.f("uq_contact_kind_token")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_resident_id"), ["resident_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("dropped_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_correction_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_case_id"), ["case_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("teaching", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("proposed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("sent_back_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("sent_back_by", sa.Uuid(), nullable=True),
        sa.Column("remark", sa.LargeBinary(), nullable=True),
        sa.Column("document_no", sa.String(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decision_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("document_no", name=op.f("uq_decision_document_no")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_case_id"), ["case_id"], unique=False)

    op.create_table(
        "passkey",
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("used_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkey_staff_id_staff")),
        sa.PrimaryKeyConstraint("credential", name=op.f("pk_passkey")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("due_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("once_key", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("banked_on", sa.Date(), nullable=True),
        sa.Column("deposit_id", sa.Uuid(), nullable=True),
        sa.Column("at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deposit_id"], ["deposit.id"], name=op.f("fk_payment_deposit_id_deposit")),
        sa.ForeignKeyConstraint(["due_id"], ["due.id"], name=op.f("fk_payment_due_id_due")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("once_key", name=op.f("uq_payment_once_key")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index("ix_payment_day", ["booked_on", "move"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_deposit_id"), ["deposit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_due_id"), ["due_id"], unique=False)
        batch_op.create_index("ix_payment_unbanked", ["method", "booked_on", "banked_on"], unique=False)

    op.create_table(
        "resident_identity",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_resident_identity_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_resident_identity")),
    )
    with op.batch_alter_table("resident_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resident_identity_resident_id"), ["resident_id"], unique=False)

    op.create_table(
        "saved_answer",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("consent_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_saved_answer_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("resident_id", "field", name=op.f("pk_saved_answer")),
    )
    op.create_table(
        "staff_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
    )
    with op.batch_alter_table("staff_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_role_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "waiver",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("due_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["due_id"], ["due.id"], name=op.f("fk_waiver_due_id_due")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("due_id", name=op.f("uq_waiver_due_id")),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("due_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", portal.db.UtcTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.Column("ref", sa.String(), nullable=True),
        sa.Column("done_at", portal.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["due_id"], ["due.id"], name=op.f("fk_refund_due_id_due")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_refund_payment_id_payment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("ref", name=op.f("uq_refund_ref")),
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refund_due_id"), ["due_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refund_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refund_stage"), ["stage"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refund_stage"))
        batch_op.drop_index(batch_op.f("ix_refund_payment_id"))
        batch_op.drop_index(batch_op.f("ix_refund_due_id"))

    op.drop_table("refund")
    op.drop_table("waiver")
    with op.batch_alter_table("staff_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_role_staff_id"))

    op.drop_table("staff_role")
    op.drop_table("saved_answer")
    with op.batch_alter_table("resident_identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resident_identity_resident_id"))

    op.drop_table("resident_identity")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_unbanked")
        batch_op.drop_index(batch_op.f("ix_payment_due_id"))
        batch_op.drop_index(batch_op.f("ix_payment_deposit_id"))
        batch_op.drop_index("ix_payment_day")

    op.drop_table("payment")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_staff_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_case_id"))

    op.drop_table("decision")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_case_id"))

    op.drop_table("correction")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_resident_id"))

    op.drop_table("contact")
    with op.batch_alter_table("case_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_token_case_id"))

    op.drop_table("case_token")
    with op.batch_alter_table("case_holder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_holder_case_id"))

    op.drop_table("case_holder")
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_event_case_id"))

    op.drop_table("case_event")
    op.drop_table("card_signature")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index("ix_web_session_person")

    op.drop_table("web_session")
    with op.batch_alter_table("throttle_bucket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_bucket_free_at"))

    op.drop_table("throttle_bucket")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tasks_open_key",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index("ix_tasks_division")

    op.drop_table("tasks")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index("ix_stored_file_state")
        batch_op.drop_index("ix_stored_file_owner")
        batch_op.drop_index("ix_stored_file_origin")

    op.drop_table("stored_file")
    op.drop_table("staff")
    op.drop_table("resident")
    with op.batch_alter_table("payment_heard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_heard_heard_at"))

    op.drop_table("payment_heard")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_outbox_in_flight",
            sqlite_where=sa.text("state = 'leased'"),
            postgresql_where=sa.text("state = 'leased'"),
        )
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(
            "ix_outbox_over",
            sqlite_where=sa.text("done_at IS NOT NULL"),
            postgresql_where=sa.text("done_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_lane",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_expires",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("outbox")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_link_expires_at"))

    op.drop_table("one_time_link")
    op.drop_table("letter")
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_kind_day")

    op.drop_table("ledger")
    with op.batch_alter_table("known_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_known_device_person_id"))

    op.drop_table("known_device")
    op.drop_table("job_run")
    op.drop_table("form_edition")
    with op.batch_alter_table("due", schema=None) as batch_op:
        batch_op.drop_index("uq_due_subject_what")

    op.drop_table("due")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index("ix_draft_ends_at")

    op.drop_table("draft")
    op.drop_table("document_number")
    with op.batch_alter_table("deposit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deposit_banked_on"))

    op.drop_table("deposit")
    op.drop_table("data_key")
    with op.batch_alter_table("checkout", schema=None) as batch_op:
        batch_op.drop_index("ix_checkout_subject")
        batch_op.drop_index("ix_checkout_state")
        batch_op.drop_index(batch_op.f("ix_checkout_intent"))

    op.drop_table("checkout")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_division_state")
        batch_op.drop_index(
            "ix_cases_assignee",
            sqlite_where=sa.text("assignee IS NOT NULL"),
            postgresql_where=sa.text("assignee IS NOT NULL"),
        )

    op.drop_table("cases")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_audit_unsealed",
            sqlite_where=sa.text("seal_no IS NULL"),
            postgresql_where=sa.text("seal_no IS NULL"),
        )
        batch_op.drop_index("ix_audit_subject")
        batch_op.drop_index("ix_audit_actor")

    op.drop_table("audit")
