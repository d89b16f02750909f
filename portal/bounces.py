"""Bounces: mails that came back, read from a folder that the mail server drops them into, become tasks."""

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from portal.db import writing
from portal.mail import ids_in
from portal.outbox import care

# What is no bounce of ours is put aside here, for whoever looks after the mail server.
ASIDE = "not-ours"
_ROBOTS = ("mailer-daemon", "postmaster")
# A report quotes a few kilobytes; what is larger than this is not a report.
_LARGEST = 2 * 1024 * 1024


def sweep(session: Session, folder: Path, now: datetime) -> int:
    """Take every bounce out of the folder; says how many of our mails came back."""
    found = 0
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith("."):
            found += _take(session, path, now)
    return found


def bounced(session: Session, message_id: UUID | str, now: datetime, code: str = "bounced") -> bool:
    """A mail of ours came back, in the caller's writing block; False where it is not ours or known already."""
    own = message_id if isinstance(message_id, UUID) else next(ids_in(f"<{message_id.strip('<> ')}"), None)
    return own is not None and care.came_back(session, own, code, now)


def read(raw: bytes) -> tuple[frozenset[UUID], str] | None:
    """Which of our mails a report is about and its status code; None for anything that is not a report of failure."""
    mail = message_from_bytes(raw, policy=policy.default)
    if mail.get_content_type() == "multipart/report":
        return _report(mail)
    if any(robot in str(mail.get("From", "")).lower() for robot in _ROBOTS):
        # Some carriers answer in prose and quote the mail; who writes it tells it from an absence note.
        ids = frozenset(ids_in(raw.decode("utf-8", "replace")))
        return (ids, "bounced") if ids else None
    return None


def _report(mail: EmailMessage) -> tuple[frozenset[UUID], str] | None:
    """RFC 3464: one block for each recipient with what was done, and the mail or its headers behind it."""
    blocks = [block for part in mail.walk() for block in _status_blocks(part)]
    failed = [block for block in blocks if str(block.get("Action", "")).strip().lower() == "failed"]
    if not failed:
        return None
    status = str(failed[0].get("Status", "")).split(maxsplit=1)
    ids = frozenset(id for part in mail.walk() for id in _quoted_ids(part))
    return (ids, f"bounced_{status[0]}" if status else "bounced") if ids else None


def _status_blocks(part: Message) -> list[Message]:
    if part.get_content_type() != "message/delivery-status":
        return []
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _quoted_ids(part: Message) -> Iterator[UUID]:
    """Our ids in the quoted mail: its own headers, whole or as text."""
    yield from ids_in(str(part.get("Message-ID", "")))
    if part.get_content_type() == "text/rfc822-headers":
        payload = part.get_payload(decode=True)
        yield from ids_in(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")


def _take(session: Session, path: Path, now: datetime) -> int:
    found = read(path.read_bytes()) if path.stat().st_size <= _LARGEST else None
    if found is None:
        aside = path.parent / ASIDE
        aside.mkdir(exist_ok=True)
        path.rename(aside / path.name)
        return 0
    ids, code = found
    with writing(session):
        back = sum(bounced(session, id, now, code) for id in ids)
    # Only now: a worker that dies before this line reads the report once more, which changes nothing.
    path.unlink()
    return back
