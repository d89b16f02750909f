"""What was sent to the person of a case: mails by their lane, letters, calls and FAXes by what they are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.inbox import Case
from portal.letters import Letter, read
from portal.outbox import Outbox
from portal.people import mail_token
from portal.vault import vault_of

MOST_MESSAGES = 20


@dataclass(frozen=True)
class Sent:
    """A message about a case: which, by which way, and how far it came."""

    id: UUID
    template: str
    kind: str
    state: str
    at: datetime


def told_so_far(session: Session, case: Case, held: Mapping[str, Any]) -> tuple[Sent, ...]:
    """Mails of the case's own address, and letters; they are found by lane, for that is how they are indexed."""
    found: list[Sent] = []
    if held.get("email"):
        lane = mail_token(vault_of(session), str(held["email"])).hex()
        rows = session.scalars(
            select(Outbox).where(Outbox.lane == lane).order_by(Outbox.no.desc()).limit(MOST_MESSAGES * 5)
        )
        found += [
            Sent(one.id, one.template, one.kind, one.state, one.done_at or one.made_at)
            for one in rows
            if one.refs.get("case") == str(case.id)
        ]
    letters = session.scalars(select(Letter).where(Letter.refs["case"].as_string() == str(case.id)))
    found += [_by_hand(session, one) for one in letters]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST_MESSAGES])


def _by_hand(session: Session, one: Letter) -> Sent:
    # Whether it was posted, sent by FAX or said on the telephone lies sealed with its words.
    paper = read(session, one.id)
    state = "done" if one.printed_at else "waiting"
    return Sent(one.id, one.template, paper.how if paper else "letter", state, one.printed_at or one.made_at)
