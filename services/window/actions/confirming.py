"""「まちがいありません」: the resident reads everything once more and says so; whoever signs on the tablet draws it there."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import audit, ledger
from portal.db import writing
from portal.opening import today
from portal.refused import Refused
from portal.vault import vault_of
from services.window.actions import visits
from services.window.actions.visits import Open
from services.window.models.visits import Visit

# A pen's path and nothing else: moves and lines in whole numbers on a pad of 600 by 200.
PATH = re.compile(r"M\d{1,3} \d{1,3}(?:[ML]\d{1,3} \d{1,3})+")
LONGEST = 20_000


def confirm(
    session: Session,
    visit: Open,
    version: int,
    pads: Mapping[str, str],
    actor: tuple[str, UUID | None],
    now: datetime,
) -> Open:
    """Note that the resident found it right, as they saw it; what was changed meanwhile is shown again."""
    drawn = {key: path for key, path in pads.items() if path}
    if any(len(path) > LONGEST or not PATH.fullmatch(path) for path in drawn.values()):
        raise Refused("signature_unreadable", status=422)
    vault = vault_of(session)
    with writing(session):
        row = visits.held(session, visit.id, now)
        if row.version != version:
            raise Refused("visit_changed", status=409)
        content = replace(visits.content_of(session, row), pads=drawn)
        row.sealed = vault.seal(session, row.key_id, content.packed(), visits.SEALED)
        if row.confirmed_at is None:
            row.confirmed_at = now
            _count(session, row, now)
        audit.did(session, *actor, "confirmed", "visit", row.id, now)
    return Open(row, content)


def _count(session: Session, row: Visit, now: datetime) -> None:
    minutes = (now - row.started_at).total_seconds() / 60
    ledger.event(
        session,
        "counter_minutes",
        row.event or "procedures",
        "window/confirm",
        row.division,
        today(now),
        value=round(minutes, 1),
    )
