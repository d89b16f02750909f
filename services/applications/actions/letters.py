"""A form that begins with a letter: the room that wrote it says so, and the draft starts with what the city knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import put
from portal.pack import Pack
from portal.refused import Refused
from portal.vault import vault_of
from services.applications import rules
from services.applications.actions.drafts import ANSWERS
from services.applications.models import Draft


def begin(
    session: Session,
    *,
    draft_id: UUID,
    procedure: str,
    values: Mapping[str, Any],
    holder: bytes,
    locale: str,
    channel: str,
    now: datetime,
) -> None:
    """Keep a draft under the id it was given, inside the caller's block; one that stands already stays as it is."""
    pack: Pack = session.info["pack"]
    found = pack.procedures.get(procedure)
    way = found.way("online") if found else None
    if found is None or way is None:
        raise Refused("draft_gone", status=404)
    if session.scalar(select(Draft.id).where(Draft.id == draft_id)) is not None:
        return
    vault = vault_of(session)
    key_id = vault.new_key(session)
    beside = {rules.GIVEN: dict(values), **({} if channel == "online" else {rules.CHANNEL: channel})}
    answers = {**rules.beginning(way), **rules.not_asked(found), **values, **beside}
    row = {
        "id": draft_id, "holder": holder, "procedure": procedure, "way": way.kind, "locale": locale,
        "key_id": key_id, "answers": vault.seal(session, key_id, answers, ANSWERS), "changed_at": now,
        "ends_at": now + rules.DRAFT_LIVES,
    }  # fmt: skip
    put(session, Draft, row)
