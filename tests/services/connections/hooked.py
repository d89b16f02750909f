"""A town that tells a receiver on the loopback: registered, worked for, looked at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal import inbox
from portal.db import new_id, writing
from portal.inbox import Case
from portal.outbox import Outbox
from portal.states import State
from portal.tasks import Task
from portal.worker import Worker
from services.connections.actions import hooks
from services.connections.models import WebhookDelivery
from services.connections.rules.events import EVENTS, Wish
from tests.services.connections.systems import boss
from tests.services.desk.builders import Desk

# What a town on the loopback has to be allowed.
LOCAL: dict[str, Any] = {"webhook_networks": "127.0.0.0/8", "webhook_ports": ""}


def wish(url: str, **changes: Any) -> Wish:
    """What an administrator asks for, with full defaults."""
    asked: dict[str, Any] = {
        "name": "水道料金システム", "url": url, "events": tuple(EVENTS.values()), "divisions": ("suido",),
    }  # fmt: skip
    return Wish(**{**asked, **changes})


def hook(desk: Desk, url: str, **changes: Any) -> tuple[UUID, str]:
    """An address that is told from now on, and its secret."""
    once = new_id()
    with desk.session() as session:
        return once, hooks.register(session, boss(), wish(url, **changes), once, desk.clock.moment)


def work(desk: Desk) -> None:
    """What the worker process does with the outbox."""
    Worker(desk.app.extensions["house"]).send("webhook")


def work_off(desk: Desk) -> None:
    """The same until nothing is left to do now."""
    worker = Worker(desk.app.extensions["house"])
    while worker.send("webhook"):
        pass


def move(desk: Desk, case_id: UUID, *states: State) -> None:
    """A case goes on."""
    with desk.session() as session:
        for state in states:
            with writing(session):
                inbox.move(session, session.get_one(Case, case_id), state, inbox.HOUSE, desk.clock.moment)


def log(desk: Desk) -> Sequence[WebhookDelivery]:
    """The log, oldest first."""
    with desk.session() as session:
        return session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)).all()


def waiting(desk: Desk) -> list[tuple[str, str | None]]:
    """How the outbox stands."""
    with desk.session() as session:
        rows = session.scalars(select(Outbox).where(Outbox.kind == "webhook").order_by(Outbox.no))
        return [(row.state, row.last_error) for row in rows]


def open_tasks(desk: Desk) -> list[Task]:
    """What staff are asked to look after."""
    with desk.session() as session:
        return list(session.scalars(select(Task).where(Task.done_at.is_(None))))
