"""ワンスオンリー: what residents let us keep is offered to them in their next request, and each use is written down.

Only to somebody who is signed in: a browser without an account may be anybody's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from forms import reuse
from forms.procedure import Ask, Procedure, Step
from portal import audit, saved_answers
from portal.inbox import Case
from portal.saved_answers import Saved
from services.applications.actions.drafts import Open


@dataclass(frozen=True)
class Choice:
    """What may be kept of a draft: answers not kept yet, and those that differ from what is kept."""

    new: tuple[Ask, ...] = ()
    changed: tuple[tuple[Ask, Saved], ...] = ()
    same: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class Wish:
    """Who agreed to what on the page that shows everything once more."""

    resident_id: UUID
    keep: bool = False
    renew: bool = False


def offers(
    session: Session, resident_id: UUID, procedure: Procedure, step: Step, answers: Mapping[str, Any]
) -> dict[str, Saved]:
    """What is kept that fits the open questions of a page."""
    own = reuse.offered(procedure, answers)
    asked = {ask.key for ask in step.asks if ask.key in own and ask.key not in answers}
    if not asked:
        return {}
    return {one.field: one for one in saved_answers.every(session, resident_id) if one.field in asked}


def choice(session: Session, resident_id: UUID, draft: Open) -> Choice:
    """What the page that shows everything asks about; nothing where the person must not be found."""
    kept = reuse.kept(draft.procedure, draft.answers)
    if not kept or draft.safe_way:
        return Choice()
    asks = reuse.offered(draft.procedure, draft.answers)
    saved = {one.field: one for one in saved_answers.every(session, resident_id)}
    return Choice(
        new=tuple(asks[key] for key in kept if key not in saved),
        changed=tuple(
            (asks[key], saved[key]) for key in kept if key in saved and saved[key].value != kept[key]
        ),
        same=tuple(asks[key] for key in kept if key in saved and saved[key].value == kept[key]),
    )


def not_theirs_any_more(
    session: Session, resident_id: UUID, draft: Open, values: Mapping[str, Any]
) -> list[str]:
    """What was filled in for somebody who now says that the request is about another person: it is taken out again."""
    after = {**draft.answers, **values}
    if not reuse.is_own(draft.procedure, draft.answers) or reuse.is_own(draft.procedure, after):
        return []
    saved = saved_answers.of_resident(session, resident_id)
    return [
        key for key, value in saved.items() if key not in values and draft.answers.get(key, _NOTHING) == value
    ]


def settle(session: Session, wish: Wish, draft: Open, case: Case, now: datetime) -> None:
    """Write down what was used and keep what was agreed to, in the block that stores the case."""
    found, kept = choice(session, wish.resident_id, draft), reuse.kept(draft.procedure, draft.answers)
    used = [ask.key for ask in found.same]
    saved_answers.use(session, wish.resident_id, used, draft.procedure.key, case.id, now)
    wanted = [ask.key for ask in found.new] if wish.keep else []
    wanted += [ask.key for ask, _ in found.changed] if wish.renew else []
    if wanted:
        answers = {key: kept[key] for key in wanted}
        saved_answers.keep(session, wish.resident_id, answers, draft.procedure.key, now, case.id)
        audit.did(session, "resident", wish.resident_id, "kept_answers", "case", case.id, now)


_NOTHING = object()
