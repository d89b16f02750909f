"""Mail: puts a message together, and hands it to a mail server or, in a sample town, to a folder that staff can read."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Literal, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from portal import shielded
from portal.messages import Message, Messages
from portal.opening import TOKYO
from portal.outbox.rows import Later, Never, Row

# A mail server that says nothing for this long is taken to be down.
_PATIENCE = 20.0


class Post(Protocol):
    """Takes a finished mail; raises `Later` or `Never` where it could not be handed over."""

    def __call__(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Hand it over."""


@dataclass(frozen=True)
class Smtp:
    """A mail server."""

    host: str
    port: int = 25
    tls: Literal["none", "starttls", "tls"] = "none"
    user: str = ""
    password: str = field(default="", repr=False)

    def __call__(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Hand a mail to the server, and tell a refusal for good from a bad moment."""
        try:
            with self._connect() as server:
                server.send_message(mail, sender, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _refused(code) from None
        except smtplib.SMTPDataError as error:
            raise _refused(error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise Never("smtp_not_supported") from None
        except smtplib.SMTPResponseException as error:
            # It refused us (sender, password, greeting), not the recipient: an operator can put that right.
            raise Later(f"smtp_{error.smtp_code}") from None
        except (smtplib.SMTPException, OSError):
            raise Later("smtp_down") from None

    def greet(self) -> None:
        """Sign in and go again, to see whether the server takes us at all."""
        with self._connect() as server:
            server.noop()

    def _connect(self) -> smtplib.SMTP:
        if self.tls == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_PATIENCE, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_PATIENCE)
        try:
            if self.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


@dataclass(frozen=True)
class Folder:
    """Where mails land as .eml files when there is no mail server."""

    folder: Path

    def __call__(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Write the mail under its own id, whole or not at all; the same mail twice is one file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        draft = self.folder / f".{name}.{os.getpid()}"
        with draft.open("wb") as file:
            file.write(mail.as_bytes(policy=policy.SMTP))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / f"{name}.eml")


def compose(row: Row, message: Message, sender: Address, to: str) -> EmailMessage:
    """The mail of an outbox row: the same at every attempt, to the last byte of its Message-ID."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = address(to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(row.made_at.astimezone(TOKYO))
    mail["Message-ID"] = message_id(row.id, sender.domain)
    # Nobody reads what answers to this, so that absence notes should not be sent at all (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    # Base64 passes every relay unchanged; long Japanese lines would be folded otherwise.
    mail.set_content(message.body, cte="7bit" if message.body.isascii() else "base64")
    mail["Content-Language"] = message.lang
    return mail


def message_id(row_id: UUID, domain: str) -> str:
    """What a mail is known by, at every attempt and when it comes back."""
    return f"<{row_id}@{domain}>"


def address(text: str) -> Address:
    """An address as a header takes it; dots in a row, which old Japanese mobile addresses have, are quoted."""
    local, _, domain = text.rpartition("@")
    try:
        if not local or not domain or not text.isascii() or not text.isprintable() or " " in text:
            raise Never("mail_address")
        return Address(username=local, domain=domain)
    except (ValueError, IndexError, HeaderParseError):
        raise Never("mail_address") from None


class MailSender:
    """The sender of outbox rows of the kind `mail`."""

    def __init__(self, post: Post, messages: Messages, sender: str) -> None:
        self._post = post
        self._messages = messages
        self._sender = sender

    def __call__(self, session: Session, row: Row) -> None:
        """Render and hand over one mail."""
        if shielded.holds_back(session, row.refs, "mail"):
            raise Never("shielded")
        to = address(str(row.values["to"]))
        message = self._messages.render(row.template, row.locale, row.refs, row.values, row.taken_at)
        name = self._messages.town(row.locale) + ("（見本）" if self._messages.is_sample else "")
        sender = Address(name, addr_spec=self._sender)
        self._post(compose(row, message, sender, str(row.values["to"])), self._sender, to.addr_spec)


@dataclass(frozen=True)
class SampleMail:
    """A mail of the sample town as the staff page shows it."""

    id: UUID
    at: datetime
    to: str
    subject: str
    text: str

    @property
    def lang(self) -> str:
        """The language it is in, so that it can be marked on a page in another one."""
        return "ja" if any("\u3040" <= letter <= "\u9fff" for letter in self.subject) else "en"


def sample_mails(folder: Path, limit: int = 100) -> list[SampleMail]:
    """The newest mails of the folder, newest first; ids are ordered by time, so that only these are opened."""
    names = sorted((path.stem for path in folder.glob("*.eml")), reverse=True)[:limit]
    found = (sample_mail(folder, name) for name in names)
    return [mail for mail in found if mail is not None]


def sample_mail(folder: Path, name: str | UUID) -> SampleMail | None:
    """One mail by its id, or None; nothing but an id leads to a file."""
    try:
        id = UUID(str(name))
        raw = (folder / f"{id}.eml").read_bytes()
    except (ValueError, OSError):
        return None
    mail = message_from_bytes(raw, policy=policy.default)
    at = mail["Date"].datetime
    return SampleMail(id, at, str(mail["To"]), str(mail["Subject"]), mail.get_content())


def ids_in(text: str) -> Iterator[UUID]:
    """The ids of our own mails that a text mentions."""
    for part in text.split("<")[1:]:
        local = part.partition("@")[0]
        try:
            yield UUID(local)
        except ValueError:
            continue


def _refused(code: int) -> Later | Never:
    return Never(f"smtp_{code}") if 500 <= code < 600 else Later(f"smtp_{code}")
