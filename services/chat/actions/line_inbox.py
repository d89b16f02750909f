"""What LINE tells is kept before it is answered for: each event a row of the outbox, once, in its sender's order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal import outbox
from portal.db import new_id, writing
from portal.log_lines import Log
from services.chat.actions import line_sending
from services.chat.rules import line_events
from services.chat.rules.line_events import Told

KIND = "line_event"
_log = Log("chat.line")


def keep(session: Session, events: Sequence[object], now: datetime) -> int:
    """Keep every event that can be read; the others are told in the log by their kind alone. How many were new."""
    read = [line_events.told(event) for event in events]
    good = [one for one in read if one is not None and line_events.acts(one)]
    if len(good) < len(read):
        _log.info(
            "line_left_out", unreadable=read.count(None), silent=len(read) - read.count(None) - len(good)
        )
    if not good:
        return 0
    with writing(session):
        return sum(_kept(session, one, now) for one in good)


def _kept(session: Session, event: Told, now: datetime) -> bool:
    told = line_sending.lane(session, event.lane) if event.lane else new_id().hex
    row = outbox.add(
        session, KIND, lane=f"line_event:{told}", template=event.type, locale="ja", refs={},
        values={"event": event.body}, now=now, dedupe_key=f"{KIND}:{event.id}",
    )  # fmt: skip
    return row is not None
