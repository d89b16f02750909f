"""「まちがいありません」: the resident reads everything once more and says so; whoever signs on the tablet draws it there."""

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
from services.window.rules import signing


def confirm(
    session: Session,
    visit: Open,
    version: int,
    pads: Mapping[str, str],
    actor: tuple[str, UUID | None],
    now: datetime,
) -> Open:
    """Note that the resident found it right, as they saw it; what was changed meanwhile is shown again.

    A pad on which nothing was drawn is refused; who cannot draw leaves it out of `pads` and signs the paper.
    """
    given = {key: path for key, path in pads.items() if path}
    if any(path != signing.EMPTY and not signing.is_path(path) for path in given.values()):
        raise Refused("signature_unreadable", status=422)
    if any(map(signing.is_empty, given.values())):
        raise Refused("signature_missing", status=422)
    vault = vault_of(session)
    with writing(session):
        row = visits.held(session, visit.id, now)
        if row.version != version:
            raise Refused("visit_changed", status=409)
        content = replace(visits.content_of(session, row), pads=given)
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
