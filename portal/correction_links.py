"""The link in the mail about a correction: it opens the unlocked questions of one case and nothing else, and it ends."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import links, opening

PURPOSE = "correction"
PATH = "/applications/correct/"
# Where the procedure waits, an answer that comes some days late is still an answer; then only the case's own page takes it.
GRACE = timedelta(days=14)


def make(
    session: Session, case_id: UUID, correction_id: UUID, due_on: date, now: datetime, *, waits: bool
) -> str:
    """An address for a mail, inside the caller's writing block; the secret in it is kept nowhere else."""
    ends = opening.midnight(due_on + timedelta(days=1)) + (GRACE if waits else timedelta())
    stands_for = {"case": str(case_id), "correction": str(correction_id)}
    secret = links.make(session, PURPOSE, now, ends - now, value=stands_for)
    return f"{session.info.get('base_url', '')}{PATH}{secret}"


def look(session: Session, secret: str, now: datetime) -> tuple[UUID, UUID]:
    """The case and the correction that a link stands for; refused where it is unknown or its time is over."""
    stands_for = links.opened(session, links.look(session, PURPOSE, secret, now))
    return UUID(stands_for["case"]), UUID(stands_for["correction"])
