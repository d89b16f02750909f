"""「分かりやすかったですか」: one press a request, counted without a name, and a few words for whoever has some."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import inbox, ledger, remarks
from portal.db import put, writing
from portal.inbox import Case
from portal.kinds import Channel, Kind
from portal.opening import today
from portal.refused import Refused
from services.applications.models import RatedCase

# From とても分かりにくい to とても分かりやすい.
SCORES = (5, 4, 3, 2, 1)
# Whoever was helped by a clerk or came by post did not see the pages that are asked about.
OUR_PAGES = frozenset({Channel.ONLINE, Channel.LINE, Channel.CHAT})


def may_rate(session: Session, case: Case) -> bool:
    """Whether this request was made on our pages and nobody has said yet how that was."""
    ours = case.channel in OUR_PAGES and case.state != inbox.State.WITHDRAWN and case.erased_at is None
    return ours and session.get(RatedCase, case.id) is None


def may_say(session: Session, case: Case) -> bool:
    """Whether words may still be added."""
    heard = session.get(RatedCase, case.id)
    return heard is not None and not heard.worded


def rate(
    session: Session,
    case_id: UUID,
    holders: Sequence[bytes],
    tokens: Sequence[bytes],
    score: int,
    now: datetime,
) -> None:
    """Count a press; a second one changes nothing."""
    with writing(session):
        case = _held(session, case_id, holders, tokens)
        if score not in SCORES:
            raise Refused("rating_unknown", 422)
        if not may_rate(session, case):
            return
        put(session, RatedCase, {"case_id": case.id, "worded": False})
        ledger.event(
            session, Kind.RATED, case.procedure, case.channel, case.division, today(now), value=float(score)
        )


def say(
    session: Session,
    case_id: UUID,
    holders: Sequence[bytes],
    tokens: Sequence[bytes],
    said: tuple[int, str],
    now: datetime,
) -> None:
    """Keep a score's few words, once; what tells who somebody is stays out of them."""
    score, words = said[0] if said[0] in SCORES else 0, remarks.worded(said[1])
    with writing(session):
        case = _held(session, case_id, holders, tokens)
        heard = session.get(RatedCase, case.id)
        if heard is None or heard.worded or not words:
            return
        heard.worded = True
        remarks.add(session, case.procedure, case.division, score, words, today(now))


def _held(session: Session, case_id: UUID, holders: Sequence[bytes], tokens: Sequence[bytes]) -> Case:
    """The case, locked, so that of two presses one is counted."""
    if inbox.held_by(session, case_id, holders, tokens) is None:
        raise Refused("case_unknown", status=404)
    return inbox.take_hold(session, case_id)
