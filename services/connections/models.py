"""The room's tables: tokens, the addresses told of what happens, what was told to whom; and the orders in which the API reads."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id
from portal.inbox import Case

# A page of the API follows the ids within a division, or within one of its procedures.
BY_DIVISION = Index("ix_cases_division_id", Case.division, Case.id)
BY_PROCEDURE = Index("ix_cases_division_procedure", Case.division, Case.procedure, Case.id)


class ApiToken(Base):
    """One outside system's way in, read-only; the token itself is not kept, only its hash."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    name: Mapped[str]
    purpose: Mapped[str]
    divisions: Mapped[list[str]] = mapped_column(JSON)
    # Empty: every procedure of the divisions.
    procedures: Mapped[list[str]] = mapped_column(JSON)
    answers: Mapped[bool]
    # 支援措置: whether addresses and contacts of people who must not be found are among the answers.
    shielded: Mapped[bool]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None]


class Webhook(Base):
    """One address that is told of events; its secrets lie sealed, two of them while one is exchanged."""

    __tablename__ = "webhook"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(JSON)
    divisions: Mapped[list[str]] = mapped_column(JSON)
    key_id: Mapped[UUID]
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    older_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    older_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class WebhookDelivery(Base):
    """One event on its way to one address: ids and figures only; `id` is what the receiver tells doubles by."""

    __tablename__ = "webhook_delivery"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhook.id"))
    event: Mapped[str]
    case_id: Mapped[UUID | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    error: Mapped[str | None]
    millis: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(index=True)
    tried_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_webhook_delivery_webhook", "webhook_id", "id"),)
