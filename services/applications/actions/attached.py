"""Attachments of a draft: looked at, sealed and stored as they come, taken out again, and handed on with the request."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from forms.faults import CODES, Fault
from forms.kinds.lists import REFUSALS
from forms.procedure import Ask, Procedure
from portal import files
from portal.db import writing
from portal.files import MEGABYTE, Limits, StoredFile
from portal.inbox import Case
from portal.refused import Refused
from services.applications.actions.changes import Items, change
from services.applications.actions.drafts import Open

# One upload: its content and what it calls itself.
Upload = tuple[BinaryIO, str]


def attach(
    session: Session, draft: Open, ask: Ask, uploads: Sequence[Upload], now: datetime
) -> tuple[Open, tuple[Fault, ...]]:
    """Take what can be taken; what cannot is told one by one, and leaves nothing behind."""
    taken, refused = stage(session, draft.id, ask, uploads, now)
    if not taken:
        return draft, refused
    ids = [UUID(one["id"]) for one in taken]
    draft = change(session, draft, ask.key, lambda held: [*held, *taken], now, keep=ids)
    return draft, refused


def stage(
    session: Session, origin: UUID, ask: Ask, uploads: Sequence[Upload], now: datetime
) -> tuple[Items, tuple[Fault, ...]]:
    """Store uploads for a draft or a correction, each with what an answer keeps of it."""
    limits = Limits(count=ask.field.max or 1)
    taken: Items = []
    refused: list[Fault] = []
    for content, name in uploads:
        try:
            file = files.stage(session, content, name, now, origin=origin, field=ask.key, limits=limits)
        except Refused as refusal:
            if refusal.code not in REFUSALS:
                raise
            refused.append(_fault(refusal.code, ask, name, limits))
        else:
            taken.append(told(session, file))
    return taken, tuple(refused)


def told(session: Session, file: StoredFile) -> dict[str, Any]:
    """What an answer keeps of a file."""
    return {
        "id": str(file.id), "name": files.name(session, file), "type": file.media_type, "size": file.size,
    }  # fmt: skip


def _fault(code: str, ask: Ask, name: str, limits: Limits) -> Fault:
    known: Mapping[str, str | int] = {
        "name": name, "count": limits.count, "megabytes": limits.size // MEGABYTE,
    }  # fmt: skip
    return Fault(code, {key: known[key] for key in CODES[code]}, ask.key)


def detach(session: Session, draft: Open, key: str, file_id: str, now: datetime) -> Open:
    """Take a file out of a draft and destroy its key."""
    wanted = [one for one in draft.answers.get(key) or () if one.get("id") == file_id]
    draft = change(session, draft, key, lambda held: [one for one in held if one["id"] != file_id], now)
    for one in wanted:
        with writing(session):
            files.discard(session, UUID(one["id"]), origin=draft.id)
    return draft


def held(procedure: Procedure, answers: Mapping[str, Any]) -> list[UUID]:
    """The files that answers name."""
    return [UUID(one["id"]) for one in _named(procedure, answers)]


def _named(procedure: Procedure, answers: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for ask in procedure.asks:
        if ask.kind == "file":
            yield from answers.get(ask.key) or ()


def hand_on(session: Session, ids: Iterable[UUID], origin: UUID, case: Case, now: datetime) -> None:
    """The draft's files become the case's, in the block that stores it; what no answer names goes with the draft."""
    files.claim(session, tuple(ids), origin=origin, owner_kind="case", owner_id=case.id, now=now)
    files.let_go(session, [origin])
