"""防災メール: mails dropped into a folder become drafts, in a disaster notices at once, and where they are not believed a task for people."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import disaster, tasks
from portal.db import inserting, writing
from portal.log_lines import Log
from services.notices.actions import composing
from services.notices.actions.reach import pack_of, settings_of
from services.notices.models import AlertMail
from services.notices.rules import alerts
from services.notices.rules.alerts import Alert, Verdict
from services.notices.rules.writing import Written, is_personal

# What is not believed is put aside here, for whoever looks after the mail server.
ASIDE = "not-believed"
TASK, DRAFT = "alert_refused", "alert_draft"
# An alert is a few kilobytes; what is larger than this is something else.
_LARGEST = 1024 * 1024
_MOST = 50
_log = Log("notices.alerts")


def sweep(session: Session, now: datetime) -> int:
    """Take every mail out of the folder; how many became notices or drafts."""
    folder = settings_of(session).alert_folder
    if folder is None or not folder.is_dir():
        return 0
    files = [one for one in sorted(folder.glob("*")) if one.is_file() and not one.name.startswith(".")]
    return sum(_take(session, path, now) for path in files)


def seen(session: Session) -> Sequence[AlertMail]:
    """What was decided lately, the newest first."""
    wanted = select(AlertMail).order_by(AlertMail.got_at.desc(), AlertMail.digest).limit(_MOST)
    return session.scalars(wanted).all()


def _take(session: Session, path: Path, now: datetime) -> int:
    raw = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    found = alerts.judge(raw, pack_of(session).notices.alerts, now)
    with writing(session):
        made = _decide(session, found, path.name, now)
    # Only now: a worker that dies before this line reads the mail once more, which changes nothing.
    if found.alert is None:
        aside = path.parent / ASIDE
        aside.mkdir(exist_ok=True)
        path.rename(aside / path.name)
        _log.warning("alert_refused", code=found.code)
    else:
        path.unlink()
    return made


def _decide(session: Session, found: Verdict, name: str, now: datetime) -> int:
    row = {
        "digest": found.digest, "got_at": now, "verdict": found.code, "sender": found.sender, "file": name[:200],
        "notice_id": None,
    }  # fmt: skip
    new = inserting(session, AlertMail).values(row).on_conflict_do_nothing(index_elements=["digest"])
    if session.execute(new.returning(AlertMail.got_at)).first() is None:
        return 0
    if found.alert is None:
        tasks.add(session, TASK, refs={"code": found.code}, now=now, key=TASK)
        return 0
    notice_id = _notice(session, found.alert, now)
    kept = session.get_one(AlertMail, found.digest, populate_existing=True)
    kept.notice_id = notice_id
    session.flush()
    return 1


def _notice(session: Session, alert: Alert, now: datetime) -> UUID:
    """In a disaster it goes out at once, unless it holds what must not leave; on other days somebody looks first."""
    at_once = disaster.read(session).now and not is_personal(f"{alert.title} {alert.body}")
    told = Written(
        title={"ja": alert.title}, body={"ja": alert.body}, category=alert.sender.category, urgent=at_once
    )
    notice_id = composing.from_mail(session, told, now, at_once=at_once)
    if not at_once:
        refs = {"notice": str(notice_id)}
        tasks.add(
            session, DRAFT, division=alert.sender.division, refs=refs, now=now, key=f"{DRAFT}:{notice_id}"
        )
    return notice_id
