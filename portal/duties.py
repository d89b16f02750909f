"""Duties: what a worker does, by name: who sends what, and the work besides sending."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from portal import audit, bounces, files, jobs
from portal.db import Database
from portal.jobs import Every
from portal.ledger import Buffer
from portal.letters import LetterSender
from portal.mail import Folder, MailSender, Post, Smtp
from portal.messages import Messages
from portal.meter import Meter
from portal.notify import BY_HAND
from portal.outbox import care
from portal.pack import Pack
from portal.service import Sender, Service
from portal.tracing import Spans


class House(Protocol):
    """What the worker needs of the house."""

    @property
    def db(self) -> Database: ...
    @property
    def pack(self) -> Pack: ...
    @property
    def buffer(self) -> Buffer: ...
    @property
    def meter(self) -> Meter: ...
    @property
    def spans(self) -> Spans | None: ...
    @property
    def services(self) -> tuple[Service, ...]: ...
    @property
    def settings(self) -> Any: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


def senders(house: House) -> dict[str, Sender]:
    """Who sends what: mail and letters by the shell, anything else by the rooms."""
    settings, messages = house.settings, Messages(house.pack)
    post: Post = (
        Folder(settings.mail_folder)
        if settings.mail_folder
        else Smtp(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_tls,
            settings.smtp_user,
            settings.smtp_password,
        )
    )
    by_hand = LetterSender(messages)
    own: dict[str, Sender] = {
        "mail": MailSender(post, messages, mail_from(house)),
        **dict.fromkeys(sorted(BY_HAND), by_hand),
    }
    for service in house.services:
        own.update(service.senders)
    return own


def mail_from(house: House) -> str:
    """The address mails come from; a mail server is never given one that does not exist."""
    told: str = house.settings.mail_from or house.pack.town.mail_from
    if not told and not house.settings.mail_folder:
        raise ValueError("KURASHI_MAIL_FROM is needed where a mail server is set")
    return told or f"no-reply@{house.pack.town.code}.example"


def jobs_of(house: House, kinds: frozenset[str]) -> Mapping[str, jobs.Do]:
    """The work besides sending: the shell's, then each room's under the room's name."""
    folder = house.settings.bounce_folder
    found: dict[str, jobs.Do] = {
        "heartbeat": Every(timedelta(minutes=1), lambda _session, _now: None),
        "audit_seal": Every(timedelta(minutes=5), audit.seal),
        "outbox_strays": Every(timedelta(hours=1), lambda session, now: care.strays(session, kinds, now)),
        "outbox_clock": Every(timedelta(minutes=1), care.set_right),
        "outbox_sweep": care.sweep,
        "file_sweep": files.sweep,
    }
    if folder:
        found["bounces"] = Every(
            timedelta(minutes=1), lambda session, now: bounces.sweep(session, folder, now)
        )
    for service in house.services:
        found.update({f"{service.name}.{name}": job for name, job in service.workers.items()})
    return found
