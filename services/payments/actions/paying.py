"""A resident pays: a try is fixed here, prepared at the provider, and settled by what the provider tells."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, notify, outbox, payments, tasks
from portal.db import new_id, writing
from portal.inbox import HOUSE, Case
from portal.outbox import Later, Never
from portal.payments import Due, Told
from portal.payments.provider import Begun, Found, Order, Provider, Seen
from portal.refused import Refused
from services.payments import rules
from services.payments.actions.standing import Account, account, pack_of, tries
from services.payments.models import Checkout
from services.payments.rules import Stage, Standing

KIND = "payment"
# What each due is called on the provider's page, which the provider shows as it is.
NAMES = {
    "fee": {"ja": "手数料", "en": "Fee"},
    "postage": {"ja": "郵送料", "en": "Postage"},
    "use": {"ja": "使用料", "en": "Charge for use"},
    "cremation": {"ja": "火葬の使用料", "en": "Charge for the cremation"},
    "share": {"ja": "自己負担金", "en": "Your share of the cost"},
}


def begin(session: Session, case: Case, method: str, provider: Provider, now: datetime) -> Checkout:
    """A page at the provider for everything that is to be paid now; the network is spoken to between two short blocks."""
    with writing(session):
        # Whoever touches the money of a case holds the case first, so that no two wait for one another.
        found = account(session, inbox.take_hold(session, case.id), lock=True)
        checkout = _prepare(session, found, method, provider, now)
    if checkout.url:
        return checkout
    begun = _ask(provider, _order(session, case, checkout))
    with writing(session):
        held = take_hold(session, checkout.id)
        if held.state == Stage.BEGUN:
            held.ref, held.url, held.state = begun.ref, begun.url, Stage.OPEN
        session.flush()
    return held


def settle(session: Session, checkout_id: UUID, seen: Seen, now: datetime) -> None:
    """Write down how a try stands; money that came in is always written, whatever we had made of the try."""
    about = session.get(Checkout, checkout_id)
    with writing(session):
        case = inbox.take_hold(session, about.subject_id) if about else None
        held = take_hold(session, checkout_id)
        held.looked_at = now
        if seen.found is Found.PAID and case is not None:
            _paid(session, held, case, seen, now)
        elif held.state in rules.UNDER_WAY:
            _move(held, seen, now)
        session.flush()


def drop(session: Session, subject_id: UUID, now: datetime, *, but: UUID | None = None) -> None:
    """In the caller's block: let the provider close every other page for the same dues, for they are paid otherwise."""
    for one in tries(session, "case", subject_id):
        if one.id == but:
            continue
        waited = one.state == Stage.PROCESSING
        # A number for the shop may be paid at this moment, so it waits for the provider's word.
        one.state = one.state if waited else Stage.DROPPED
        if one.ref:
            ask(session, "drop", one, now)
    session.flush()


def ask(
    session: Session, template: str, checkout: Checkout, now: datetime, *, once: str | None = None
) -> None:
    """Have the worker ask the provider about a try, in the caller's block."""
    outbox.add(
        session, KIND, lane=str(checkout.id), template=template, locale="ja", values={}, now=now,
        refs={"checkout": str(checkout.id), checkout.subject_kind: str(checkout.subject_id)}, dedupe_key=once,
    )  # fmt: skip


def take_hold(session: Session, checkout_id: UUID) -> Checkout:
    """A try as it stands now, locked until the block ends."""
    query = select(Checkout).where(Checkout.id == checkout_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Refused("checkout_unknown", status=404)
    return found


def by_ref(session: Session, ref: str) -> Checkout | None:
    """The try a provider speaks of, by the number of its page or of its payment."""
    return session.scalar(select(Checkout).where((Checkout.ref == ref) | (Checkout.intent == ref)))


def _prepare(session: Session, found: Account, method: str, provider: Provider, now: datetime) -> Checkout:
    """The try that is under way for exactly this, or a new one."""
    if found.standing is Standing.WAITS:
        raise Refused("payment_waits")
    if found.standing is not Standing.NOW:
        raise Refused("nothing_to_pay")
    if method not in rules.methods(provider.limits, found.payable):
        raise Refused("method_not_offered", status=422)
    parts = [{"due": str(one.due.id), "yen": one.money.payable} for one in found.owed if one.money.payable]
    for one in tries(session, "case", found.case.id):
        fresh = one.expires_at - now > rules.MARGIN
        if fresh and (one.method, one.parts, one.provider) == (method, parts, provider.name):
            return one
    drop(session, found.case.id, now)
    checkout = Checkout(
        id=new_id(), subject_kind="case", subject_id=found.case.id, provider=provider.name, method=method,
        yen=found.payable, parts=parts, state=Stage.BEGUN, made_at=now, expires_at=now + rules.OPEN_FOR,
    )  # fmt: skip
    session.add(checkout)
    session.flush()
    return checkout


def _order(session: Session, case: Case, checkout: Checkout) -> Order:
    base = str(session.info["base_url"]).rstrip("/")
    title = pack_of(session).procedures[case.procedure].title.say("en" if case.locale == "en" else "ja").text
    lines = tuple(
        (f"{title}（{_called(session, part, case.locale)}）", int(part["yen"])) for part in checkout.parts
    )
    return Order(
        id=checkout.id, method=checkout.method, lines=lines, reference=case.receipt_no, locale=case.locale,
        back=f"{base}/payments/{checkout.id}/back", cancel=f"{base}/payments/cases/{case.id}",
        expires_at=checkout.expires_at,
    )  # fmt: skip


def _called(session: Session, part: dict[str, Any], locale: str) -> str:
    names = NAMES.get(session.get_one(Due, UUID(part["due"])).kind, NAMES["fee"])
    return names["en" if locale == "en" else "ja"]


def _ask(provider: Provider, order: Order) -> Begun:
    try:
        return provider.begin(order)
    except (Later, Never):
        raise Refused("payment_provider_down", status=503) from None


def _paid(session: Session, held: Checkout, case: Case, seen: Seen, now: datetime) -> None:
    if held.state == Stage.PAID:
        return
    refs = {"case": str(held.subject_id), "checkout": str(held.id)}
    if seen.yen != held.yen:
        # Neither sum is believed: people look at both.
        tasks.add(
            session, "payment_differs", division=case.division, refs={**refs, "division": case.division}, now=now,
            key=f"payment_differs:{held.id}",
        )  # fmt: skip
        return
    held.state, held.done_at, held.intent = Stage.PAID, now, seen.intent or held.intent
    session.flush()
    for part in held.parts:
        due = session.get_one(Due, UUID(part["due"]))
        once = f"{held.provider}:{held.id}:{due.id}"
        payments.paid(session, due, Told(int(part["yen"]), held.method, once, on=seen.on), now)
    inbox.note(session, case, "paid", HOUSE, now, public=True)
    values = {"yen": f"{held.yen:,}"}
    notify.notify_case(session, case, "payment_received", now, values=values, dedupe_key=f"paid:{held.id}")
    drop(session, held.subject_id, now, but=held.id)


def _move(held: Checkout, seen: Seen, now: datetime) -> None:
    held.intent = seen.intent or held.intent
    if seen.found is Found.PROCESSING:
        held.state, held.voucher, held.pay_by = Stage.PROCESSING, seen.voucher or held.voucher, seen.pay_by
    elif seen.found is Found.EXPIRED:
        held.state, held.done_at = Stage.EXPIRED, now
