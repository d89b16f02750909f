"""Trials of drafts: asked for with each change, kept until the draft is published or given up, over when anything changes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import bell, knowledge, outbox
from portal.db import inserting, must_write, new_id
from portal.knowledge import KnowledgeEdition
from portal.settings import Settings
from services.chat.actions import trying
from services.chat.actions.trying import Flip, Reply, Tried
from services.chat.models import Trial

KIND = "knowledge_trial"
# A worker that stands still keeps no editor from an urgent correction: after so long it goes live untried, knowingly.
LATE = timedelta(minutes=2)


@dataclass(frozen=True)
class Standing:
    """How far the trial of a draft is: never asked for or over (both empty), waited for since, or done."""

    since: datetime | None = None
    tried: Tried | None = None

    def late(self, now: datetime) -> bool:
        """Whether it was waited for long enough."""
        return self.tried is None and self.since is not None and now - self.since >= LATE


def mark(session: Session, edition: KnowledgeEdition) -> str:
    """What a trial of this draft would tell of: two alike need not be tried twice."""
    gold = sorted(trying.gold_questions(session).items())
    told = json.dumps([edition.revision, knowledge.newest(session), gold], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def ask(session: Session, edition: KnowledgeEdition, now: datetime) -> None:
    """Have a draft tried as it stands now, in the caller's writing block; what was found before is over."""
    must_write(session)
    named = mark(session, edition)
    asked = {"mark": named, "asked_at": now, "found": ""}
    session.execute(
        inserting(session, Trial)
        .values(edition=edition.number, **asked)
        .on_conflict_do_update(index_elements=["edition"], set_=asked)
    )
    outbox.add(
        session, KIND, lane=KIND, template="", locale="ja", refs={"edition": str(edition.number), "mark": named},
        values={}, now=now, dedupe_key=f"{KIND}:{new_id().hex}", expires_at=now + timedelta(hours=1),
    )  # fmt: skip


def ring(session: Session) -> None:
    """Wake a worker, after the block in which it was asked for."""
    settings = session.info.get("settings")
    if isinstance(settings, Settings):
        bell.ring(settings, KIND)


def standing(session: Session, edition: KnowledgeEdition) -> Standing:
    """How far the trial of a draft is."""
    row = session.execute(
        select(Trial.mark, Trial.asked_at, Trial.found).where(Trial.edition == edition.number)
    ).one_or_none()
    if row is None or row.mark != mark(session, edition):
        return Standing()
    return Standing(row.asked_at, _read(row.found) if row.found else None)


def keep(session: Session, edition: int, named: str, found: Tried) -> None:
    """Keep what was found, in the caller's writing block, unless something else is asked for by now."""
    must_write(session)
    session.execute(
        update(Trial)
        .where(Trial.edition == edition, Trial.mark == named)
        .values(found=json.dumps(asdict(found), ensure_ascii=False))
    )


def forget(session: Session, edition: int) -> None:
    """Forget the trial of a draft that is none any more, in the caller's writing block."""
    must_write(session)
    session.execute(delete(Trial).where(Trial.edition == edition))


def _read(found: str) -> Tried:
    told = json.loads(found)
    flips = tuple(
        Flip(one["source"], one["question"], _reply(one["before"]), _reply(one["after"]), one["wants"])
        for one in told.pop("flips")
    )
    return Tried(**told, flips=flips)


def _reply(told: dict[str, object]) -> Reply:
    keys = told["keys"]
    return Reply(str(told["how"]), tuple(map(str, keys)) if isinstance(keys, list) else ())
