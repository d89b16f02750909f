"""Asking the provider: what it told us of is looked up, what was paid otherwise is closed, what was approved is given back."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import outbox, tasks
from portal.db import inserting, writing
from portal.opening import today
from portal.outbox import Later, Never, Row
from portal.payments import Due, Payment, refunds
from portal.payments.provider import Given, GivenBack, Provider
from portal.payments.refunds import Refund
from portal.payments.refunds import Stage as RefundStage
from portal.refused import Refused
from services.payments.actions.paying import KIND, ask, by_ref, settle
from services.payments.actions.providers import provider_of
from services.payments.models import Checkout, Heard
from services.payments.outside import Message
from services.payments.rules import UNDER_WAY

# A message may get lost on the way; so long after the last look somebody asks without one.
SILENCE = timedelta(hours=1)
# The provider repeats a message for three days; after a month nobody does.
KEEP = timedelta(days=30)
_AT_ONCE = 200


def hear(session: Session, message: Message, now: datetime) -> bool:
    """Note a provider's message and have its subject looked at; one that was heard before changes nothing."""
    with writing(session):
        if not _first(session, message, now):
            return False
        checkout, refund = by_ref(session, message.about), refunds.by_ref(session, message.about)
        if checkout is not None:
            ask(session, "look", checkout, now)
        elif refund is not None:
            ask_refund(session, refund, now)
        elif message.kind.startswith("charge.dispute."):
            refs = {"message": message.id}
            tasks.add(session, "payment_disputed", refs=refs, now=now, key=f"disputed:{message.about}")
    return True


def send(session: Session, row: Row) -> None:
    """The worker's part: one question to the provider, and what it answered written down."""
    provider = provider_of(session)
    if provider is None:
        raise Never("no_provider")
    if row.template == "refund":
        _give_back(session, provider, UUID(row.refs["refund"]), row.taken_at)
        return
    checkout = session.get(Checkout, UUID(row.refs["checkout"]))
    if checkout is None or checkout.ref is None or checkout.provider != provider.name:
        raise Never("checkout_unknown")
    ref, checkout_id = checkout.ref, checkout.id
    session.commit()
    seen = provider.drop(ref) if row.template == "drop" else provider.look(ref)
    settle(session, checkout_id, seen, row.taken_at)


def look(session: Session, checkout: Checkout, now: datetime) -> None:
    """Ask at once, for a resident who has just come back and waits; a silent provider is asked again by the worker."""
    provider = provider_of(session)
    if provider is None or checkout.ref is None or checkout.state not in UNDER_WAY:
        return
    if checkout.provider != provider.name:
        return
    ref, checkout_id = checkout.ref, checkout.id
    session.commit()
    try:
        settle(session, checkout_id, provider.look(ref), now)
    except (Later, Never):
        with writing(session):
            ask(session, "look", checkout, now, once=f"back:{checkout_id}")


def ask_refund(session: Session, refund: Refund, now: datetime) -> None:
    """Have the worker give back, or look whether it arrived, in the caller's block."""
    outbox.add(
        session, KIND, lane=str(refund.id), template="refund", locale="ja", refs={"refund": str(refund.id)},
        values={}, now=now,
    )  # fmt: skip


def look_around(session: Session, now: datetime) -> None:
    """Look at what has been silent for long, and forget messages nobody repeats any more."""
    silent = select(Checkout).where(
        Checkout.state.in_([str(one) for one in UNDER_WAY]),
        Checkout.ref.is_not(None),
        Checkout.made_at < now - SILENCE,
        Checkout.looked_at.is_(None) | (Checkout.looked_at < now - SILENCE),
    )
    open_refunds = select(Refund).where(Refund.stage == str(RefundStage.SENT))
    hour = now.strftime("%Y%m%d%H")
    with writing(session):
        for one in session.scalars(silent.order_by(Checkout.id).limit(_AT_ONCE)).all():
            ask(session, "look", one, now, once=f"look:{one.id}:{hour}")
        for refund in session.scalars(open_refunds.limit(_AT_ONCE)).all():
            ask_refund(session, refund, now)
        session.execute(delete(Heard).where(Heard.heard_at < now - KEEP))


def _give_back(session: Session, provider: Provider, refund_id: UUID, now: datetime) -> None:
    refund = session.get(Refund, refund_id)
    if refund is None:
        raise Never("refund_unknown")
    stage, ref, yen = RefundStage(refund.stage), refund.ref, refund.yen
    intent = _intent(session, refund)
    session.commit()
    if stage not in (RefundStage.APPROVED, RefundStage.SENT, RefundStage.DONE):
        return
    try:
        given = provider.look_refund(ref) if ref else provider.refund(intent, yen, refund_id)
    except Never as never:
        _failed(session, refund_id, now)
        raise Never(never.code) from None
    _write(session, refund_id, given, now)


def _write(session: Session, refund_id: UUID, given: GivenBack, now: datetime) -> None:
    if given.given is Given.FAILED:
        _failed(session, refund_id, now)
        return
    with writing(session):
        held = refunds.sent(session, refund_id, given.ref)
        if given.given is Given.DONE:
            refunds.done(session, refund_id, held.method, today(now), held.decided_by, now)


def _failed(session: Session, refund_id: UUID, now: datetime) -> None:
    """Staff of the division hear of it; a refund is never forgotten."""
    with writing(session):
        if refunds.failed(session, refund_id):
            due = session.get_one(Due, session.get_one(Refund, refund_id).due_id)
            refs = {due.subject_kind: str(due.subject_id), "division": due.division}
            key = f"refund_failed:{refund_id}"
            tasks.add(session, "refund_failed", division=due.division, refs=refs, now=now, key=key)


def _intent(session: Session, refund: Refund) -> str:
    """The provider's number of the payment that a refund is of."""
    line = session.get_one(Payment, refund.payment_id)
    _, _, rest = line.once_key.partition(":")
    try:
        checkout = session.get(Checkout, UUID(rest.partition(":")[0]))
    except ValueError:
        checkout = None
    if checkout is None or not checkout.intent:
        raise Refused("refund_unknown", status=404)
    return checkout.intent


def _first(session: Session, message: Message, now: datetime) -> bool:
    row = {
        "id": message.id, "kind": message.kind, "about": message.about, "made_at": message.made_at, "heard_at": now,
    }  # fmt: skip
    once = (
        inserting(session, Heard)
        .values(row)
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(Heard.id)
    )
    return session.execute(once).first() is not None
