"""Telling systems outside what happens: noted with the change itself, sent by the worker, tried again, given up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import audit, outbox
from portal.db import must_write, new_id, put, writing
from portal.inbox import Case
from portal.opening import today
from portal.outbox import Later, Never, Row
from portal.pack import Pack
from portal.people import StaffSeat
from portal.recent import recent
from services.connections import outside
from services.connections.actions import hooks
from services.connections.models import Webhook, WebhookDelivery
from services.connections.outside import Answer, Call, Wire
from services.connections.rules import signing
from services.connections.rules.events import EVENTS, TEST, Happened, message

KIND = "webhook"
# Older news is in the feed; a receiver that was down for days is better served there.
NEWS = timedelta(days=3)
LOG_KEPT = timedelta(days=30)
# Asked of everything that happens to a case, so it goes past the mapper.
_HOOKS = Webhook.__table__.c
LIVING = (
    select(_HOOKS.id, _HOOKS.events, _HOOKS.divisions)
    .where(_HOOKS.ended_at.is_(None), _HOOKS.paused_at.is_(None))
    .order_by(_HOOKS.made_at)
)
WAITING, DELIVERED, FAILED, DROPPED = "waiting", "delivered", "failed", "dropped"


def tell(session: Session, case: Case, now: datetime, *, event: str, **_more: object) -> None:
    """Something happened to a case: note a message for each address that wants to know, in the same block."""
    for hook in recent(session, hooks.LISTENING, lambda: must_write(session).execute(LIVING).all()):
        if event in hook.events and _covers(session, hook.divisions, case, now):
            _note(session, hook.id, case, event, now)


def _covers(session: Session, divisions: Sequence[str], case: Case, now: datetime) -> bool:
    """Whether the case is one of the hook's divisions, or of one whose work they took over."""
    pack: Pack = session.info["pack"]
    return any(case.division in {one, *pack.lineage(one, today(now))} for one in divisions)


def _note(session: Session, hook_id: UUID, case: Case, event: str, now: datetime) -> None:
    happened = Happened(new_id(), event, now, case.id, case.procedure, case.division, case.state)
    _log(session, hook_id, happened, WAITING)
    # No `case` among the refs: whoever opens the case need not care, and one task for an address is enough.
    outbox.add(
        session, KIND, lane=f"webhook:{hook_id}", template=str(hook_id), locale="ja",
        refs={"webhook": str(hook_id), "delivery": str(happened.id)},
        values={"body": message(happened).decode()}, now=now, expires_at=now + NEWS,
    )  # fmt: skip


HEARS: Mapping[str, Callable[..., None]] = {
    f"case.{state}": partial(tell, event=event) for state, event in EVENTS.items()
}


def send(session: Session, row: Row) -> None:
    """The worker's part: one call, its outcome in the log; what did not work is tried again under the same id."""
    hook = session.get(Webhook, UUID(row.refs["webhook"]))
    delivery_id = UUID(row.refs["delivery"])
    if hook is None or hook.ended_at is not None or hook.paused_at is not None:
        _end(session, delivery_id, DROPPED)
        return
    answer = _call(session, hook, delivery_id, str(row.values["body"]).encode(), row.taken_at)
    _tried(session, delivery_id, answer, row.taken_at, otherwise=WAITING)
    if answer.code == "gone":
        raise Never("gone")
    if answer.code:
        raise Later(answer.code)


def given_up(session: Session, row: Any, now: datetime) -> None:
    """The outbox gave up; the log says so too."""
    if row.kind == KIND:
        _set(session, UUID(row.refs["delivery"]), state=row.state)


def try_out(session: Session, seat: StaffSeat, hook_id: UUID, now: datetime) -> Answer:
    """Send a message about nothing at once, for an administrator who waits for the outcome."""
    hook, happened = hooks.one(session, hook_id), Happened(new_id(), TEST, now)
    with writing(session):
        _log(session, hook_id, happened, WAITING)
        audit.did(session, "staff", seat.id, "tried", "webhook", hook_id, now)
    answer = _call(session, hook, happened.id, message(happened), now)
    _tried(session, happened.id, answer, now, otherwise=FAILED)
    return answer


def sweep(session: Session, now: datetime) -> None:
    """Forget what was told a month ago, and secrets that sign no more."""
    with writing(session):
        session.execute(delete(WebhookDelivery).where(WebhookDelivery.made_at <= now - LOG_KEPT))
        over = update(Webhook).where(Webhook.older_until <= now)
        session.execute(over.values(older_secret=None, older_until=None))


def _call(session: Session, hook: Webhook, id: UUID, body: bytes, now: datetime) -> Answer:
    headers = signing.headers(hooks.secrets(session, hook, now), str(id), int(now.timestamp()), body)
    call, policy = Call(hook.url, body, headers), hooks.policy(session)
    wire: Wire = session.info.get("wire") or Wire()
    # No transaction stays open while another machine is spoken to.
    session.commit()
    return outside.call(call, policy, wire)


def _log(session: Session, hook_id: UUID, happened: Happened, state: str) -> None:
    row = {
        "id": happened.id, "webhook_id": hook_id, "event": happened.event, "case_id": happened.case_id, "state": state,
        "attempts": 0, "made_at": happened.at,
    }  # fmt: skip
    put(session, WebhookDelivery, row)


def _tried(session: Session, delivery_id: UUID, answer: Answer, now: datetime, otherwise: str) -> None:
    with writing(session):
        _set(
            session, delivery_id, state=otherwise if answer.code else DELIVERED, status=answer.status,
            error=answer.code or None, millis=answer.millis, tried_at=now, attempts=WebhookDelivery.attempts + 1,
        )  # fmt: skip


def _end(session: Session, delivery_id: UUID, state: str) -> None:
    with writing(session):
        _set(session, delivery_id, state=state)


def _set(session: Session, delivery_id: UUID, **values: Any) -> None:
    session.execute(update(WebhookDelivery).where(WebhookDelivery.id == delivery_id).values(**values))
