"""A real SMTP server on this machine, which keeps what it is given and can be told to misbehave."""

import asyncio
import random
import socket
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """What arrived: `messages` parsed, `envelopes` as (from, to); `answers` are said before accepting again."""

    host: str = "127.0.0.1"
    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep the message, or give the next answer the test ordered, such as '450 try later'."""
        if self.answers:
            return self.answers.pop(0)
        content = cast("bytes", envelope.content)
        self.messages.append(message_from_bytes(content, policy=default))
        self.envelopes.append((envelope.mail_from or "", tuple(envelope.rcpt_tos)))
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        """The messages given for one address, oldest first."""
        pairs = zip(self.messages, self.envelopes, strict=True)
        return [message for message, (_, recipients) in pairs if address in recipients]


class Server(Controller):
    """A controller on a socket that is bound beforehand, so that no other process can take its port."""

    def __init__(self, box: Mailbox) -> None:
        self.bound = socket.create_server((box.host, 0))
        box.port = self.bound.getsockname()[1]
        super().__init__(box, hostname=box.host, port=box.port, ready_timeout=10)

    def _create_server(self) -> Coroutine[Any, Any, asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.bound)


class SlowMailbox(Mailbox):
    """A server that keeps a mail a moment before it says so, for a kill to fall in between."""

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """As the other, and later."""
        answer = await super().handle_DATA(*given)
        await asyncio.sleep(random.uniform(0, 0.05))  # noqa: S311 (chance here is for moments, not for secrets)
        return answer


@contextmanager
def _running(box: Mailbox) -> Iterator[Mailbox]:
    controller = Server(box)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@pytest.fixture
def smtp() -> Iterator[Mailbox]:
    """An SMTP server on a free port of the loopback; its box starts empty."""
    with _running(Mailbox()) as box:
        yield box


@pytest.fixture
def slow_smtp() -> Iterator[Mailbox]:
    """The same, slow to answer."""
    with _running(SlowMailbox()) as box:
        yield box
