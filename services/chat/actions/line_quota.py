"""How many messages the month still has: what LINE said last and what was sent since; the end of it is for disasters."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal import line_quota
from portal.db import inserting, writing
from portal.line_quota import LineQuota
from portal.log_lines import Log
from portal.outbox import Later
from portal.settings import Settings
from services.chat.outside.line import line

_log = Log("chat.line")


def is_left(session: Session, many: int, kind: str) -> bool:
    """Whether so many may be pushed now by a kind of sending; where LINE was never asked it is left to LINE."""
    left = line_quota.left(session, settings_of(session), kind)
    return left is None or many <= left


def spend(session: Session, many: int) -> None:
    """So many were pushed, in the caller's writing block."""
    limited = update(LineQuota).where(LineQuota.most.is_not(None)).values(used=LineQuota.used + many)
    session.execute(limited.execution_options(synchronize_session=False))


def ask(session: Session, now: datetime) -> None:
    """Ask LINE how the month stands; in a town without LINE there is nothing to ask."""
    account = line(settings_of(session))
    if account is None:
        return
    try:
        most, used = account.quota()
    except Later:
        # What was known last goes on to count; it is asked again soon.
        _log.warning("line_quota_not_told")
        return
    row = {"id": 1, "most": most, "used": used, "asked_at": now}
    changed = {name: value for name, value in row.items() if name != "id"}
    with writing(session):
        told = inserting(session, LineQuota).values(row)
        session.execute(told.on_conflict_do_update(index_elements=["id"], set_=changed))


def settings_of(session: Session) -> Settings:
    """The town's settings, as the shell handed them to this session."""
    settings: Settings = session.info["settings"]
    return settings
