"""Letters, calls and FAXes: what staff tell by hand is set ready for them, worded and addressed, and ticked off when done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import shielded, tasks
from portal.db import Base, must_write, writing
from portal.messages import Message, Messages
from portal.outbox.rows import Never, Row
from portal.vault import vault_of

SEALED = "letter.sealed"
PAGES = {"letter": "letter.html", "fax": "fax.html"}


class Letter(Base):
    """One letter, call or FAX; its id is that of the outbox row, so that a row tried twice makes one letter."""

    __tablename__ = "letter"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    template: Mapped[str]
    refs: Mapped[dict[str, Any]] = mapped_column(JSON)
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    printed_by: Mapped[UUID | None]


@dataclass(frozen=True)
class Paper:
    """A letter opened for printing, a text to be read aloud, or a FAX with its cover; `to` is the number."""

    id: UUID
    made_at: datetime
    lang: str
    name: str = field(repr=False)
    postal: Mapping[str, str] = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    how: str = "letter"
    to: str = field(default="", repr=False)


class LetterSender:
    """The sender of outbox rows of the kinds `letter`, `telephone` and `fax`: it stores the words and gives staff the task."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def __call__(self, session: Session, row: Row) -> None:
        """Set one letter ready."""
        if row.kind == "letter" and not (row.values.get("name") and row.values.get("postal")):
            raise Never("postal_address")
        if row.kind != "letter" and not row.values.get("to"):
            raise Never("number")
        if shielded.holds_back(session, row.refs, row.kind):
            raise Never("shielded")
        message = self._messages.render(
            row.template, row.locale, row.refs, row.values, row.taken_at, paper=True
        )
        with writing(session):
            if session.get(Letter, row.id) is None:
                _store(session, row, message)


def read(session: Session, letter_id: UUID) -> Paper | None:
    """A letter for the page that prints it; the caller checks the division and writes the audit row."""
    letter = session.get(Letter, letter_id)
    if letter is None:
        return None
    said = vault_of(session).open(session, letter.key_id, letter.sealed, SEALED)
    return Paper(id=letter.id, made_at=letter.made_at, **said)


def printed(session: Session, letter_id: UUID, staff_id: UUID, now: datetime) -> bool:
    """Note that a letter was printed and posted, in the caller's writing block; only the first time counts."""
    must_write(session)
    first = update(Letter).where(Letter.id == letter_id, Letter.printed_at.is_(None))
    marked = session.execute(first.values(printed_at=now, printed_by=staff_id).returning(Letter.id))
    return marked.first() is not None


def page(messages: Messages, paper: Paper) -> str:
    """The letter as HTML for `forms.paper` or a browser's print window: address block, subject, text."""
    return messages.html(PAGES.get(paper.how, PAGES["letter"]), letter=paper, town=messages.town("ja"))


def _store(session: Session, row: Row, message: Message) -> None:
    vault = vault_of(session)
    key_id = vault.new_key(session)
    said = {
        "name": row.values.get("name") or "", "postal": dict(row.values.get("postal") or {}), "lang": message.lang,
        "subject": message.subject, "body": message.body, "how": row.kind, "to": row.values.get("to") or "",
    }  # fmt: skip
    sealed = vault.seal(session, key_id, said, SEALED)
    session.add(
        Letter(
            id=row.id,
            template=row.template,
            refs=dict(row.refs),
            key_id=key_id,
            sealed=sealed,
            made_at=row.taken_at,
        )
    )
    tasks.add(
        session,
        row.kind,
        division=row.refs.get("division", tasks.NOBODYS),
        refs={**row.refs, "letter": str(row.id)},
        now=row.taken_at,
        key=f"letter:{row.id}",
    )
    session.flush()
