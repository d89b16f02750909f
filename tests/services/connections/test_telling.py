"""What is noted when something happens, on both databases: in the same block as the change, or not at all."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox
from portal.db import Database, new_id, writing
from portal.inbox import Case
from portal.outbox import Outbox
from portal.refused import Refused
from portal.service import listeners
from portal.settings import Settings
from portal.states import State
from services.connections import service
from services.connections.actions import hooks, telling
from services.connections.models import Webhook, WebhookDelivery
from tests.portal.cases import equip, filed
from tests.services.connections.hooked import wish
from tests.services.connections.systems import boss


def ready(database: Database) -> Database:
    """A database with what the shell hands it, and this room listening."""
    equip(database).info.update(hear=listeners([service]), settings=Settings(var=Path("unused")))
    return database


def registered(session: Session, now: datetime) -> Webhook:
    once = new_id()
    hooks.register(session, boss(), wish("https://ryokin.example.jp/hook"), once, now)
    return session.get_one(Webhook, once)


def there_and_back(session: Session, case: Case, now: datetime) -> None:
    """Nothing leads back to the first state, so the step before it is undone as well."""
    with writing(session):
        inbox.move(session, case, State.ACCEPTED, inbox.HOUSE, now)
        inbox.move(session, case, State.ARRIVED, inbox.HOUSE, now)


def test_a_message_is_noted_with_the_change(database: Database, now: datetime) -> None:
    with ready(database).session() as session:
        hook = registered(session, now)
        case = filed(session, now)
        rows = session.scalars(select(Outbox).where(Outbox.kind == "webhook")).all()
        (delivery,) = hooks.deliveries(session, hook.id)

    assert [(row.lane, row.refs["delivery"]) for row in rows] == [(f"webhook:{hook.id}", str(delivery.id))]
    assert "case" not in rows[0].refs
    assert (delivery.event, delivery.case_id, delivery.state) == ("case.arrived", case.id, "waiting")


def test_a_change_that_is_undone_is_not_told(database: Database, now: datetime) -> None:
    with ready(database).session() as session:
        registered(session, now)
        case = filed(session, now)
        with pytest.raises(Refused, match="state_not_possible"):
            there_and_back(session, case, now)
        events = session.scalars(select(WebhookDelivery.event)).all()

    assert events == ["case.arrived"]


def test_old_secrets_and_old_lines_are_swept(database: Database, now: datetime) -> None:
    later = now + timedelta(days=30)
    with ready(database).session() as session:
        hook = registered(session, now)
        hooks.renew(session, boss(), hook.id, now)
        filed(session, now)
        assert len(hooks.secrets(session, hook, now)) == 2

        telling.sweep(session, later)
        session.expire_all()

        assert hooks.deliveries(session, hook.id) == []
        assert session.get_one(Webhook, hook.id).older_secret is None
        assert len(hooks.secrets(session, hook, now)) == 1


def test_an_ended_address_keeps_no_secret(database: Database, now: datetime) -> None:
    with ready(database).session() as session:
        hook = registered(session, now)
        hooks.end(session, boss(), hook.id, now)
        filed(session, now)

        assert hook.secret == b""
        assert hooks.every(session) == []
        assert hooks.deliveries(session, hook.id) == []
        with pytest.raises(Refused, match="connection_unknown"):
            hooks.renew(session, boss(), hook.id, now)
