"""Changes of one answer that is a list: read, changed and written in one block, so that two pages lose nothing of each other."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forms.computed import ON
from portal import files
from portal.db import writing
from portal.refused import Refused
from portal.vault import vault_of
from services.applications import rules
from services.applications.actions.drafts import ANSWERS, Open
from services.applications.models import Draft

Items = list[dict[str, Any]]


def change(
    session: Session,
    draft: Open,
    key: str,
    changed: Callable[[Items], Items],
    now: datetime,
    *,
    keep: Collection[UUID] = (),
) -> Open:
    """The draft with one list changed; `keep` are the files that the list now names."""
    vault = vault_of(session)
    with writing(session):
        newest = session.scalar(select(Draft.answers).where(Draft.id == draft.id).with_for_update())
        if newest is None:
            raise Refused("draft_gone", status=404)
        answers: dict[str, Any] = vault.open(session, draft.key_id, newest, ANSWERS)
        answers[key] = changed(list(answers.get(key) or ()))
        sealed = vault.seal(session, draft.key_id, answers, ANSWERS)
        ends_at = now + rules.DRAFT_LIVES
        session.execute(
            update(Draft)
            .where(Draft.id == draft.id)
            .values(answers=sealed, changed_at=now, ends_at=ends_at)
            .execution_options(synchronize_session=False)
        )
        if keep:
            files.keep(session, keep, origin=draft.id)
    beside = {ON: draft.answers[ON]} if ON in draft.answers else {}
    return replace(draft, answers={**answers, **beside}, sealed=sealed)


def put_item(
    session: Session, draft: Open, group: str, place: int, values: dict[str, Any], most: int, now: datetime
) -> Open:
    """Answer about one item; one past the last is a new one, as long as there is room."""

    def changed(items: Items) -> Items:
        if place <= len(items):
            return [*items[: place - 1], {**items[place - 1], **values}, *items[place:]]
        return [*items, values] if len(items) < most else items

    return change(session, draft, group, changed, now)


def take_item(session: Session, draft: Open, group: str, place: int, seen: str, now: datetime) -> Open:
    """Take one item away, where it is still the one that was seen."""

    def changed(items: Items) -> Items:
        same = 0 < place <= len(items) and rules.fingerprint(items[place - 1]) == seen
        return [*items[: place - 1], *items[place:]] if same else items

    return change(session, draft, group, changed, now)
