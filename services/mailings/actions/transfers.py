"""全銀データ: who is to be paid, the file proposed and released by two people, once each; what the bank sends back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forms.procedure import Decision as Deciding
from portal import audit, decisions, editions, inbox, tasks
from portal.db import new_id, put, writing
from portal.inbox import Case, State
from portal.opening import is_working_day, today
from portal.people import StaffSeat
from portal.refused import Refused
from portal.states import Outcome as Decided
from portal.vault import vault_of
from services.mailings.actions import payers, standing
from services.mailings.actions.standing import MANAGE, RELEASE
from services.mailings.models import Addressee, AddresseeEvent, Mailing, TransferBatch, TransferLine
from services.mailings.rules import paper, transfers
from services.mailings.rules.stages import Outcome
from services.mailings.rules.transfers import Payment

FILE = "transfer_batch.sealed"
CONFIRMED, REPAIRED = "holder_confirmed", "account_repaired"
# One file at a time: a bank takes more, and a clerk who looks through the list does not.
MOST = 2000


@dataclass(frozen=True)
class Candidate:
    """Somebody whose answer was approved: what would be paid where, and what stands in the way."""

    addressee: Addressee
    case: Case
    yen: int
    hindrance: str
    name: str = field(repr=False)
    account: dict[str, Any] = field(default_factory=dict, repr=False)


def candidates(session: Session, mailing: Mailing) -> list[Candidate]:
    """Everybody who is to be paid and is in no file yet."""
    rows = session.execute(_due(mailing).limit(MOST)).all()
    vault = vault_of(session)
    vault.fetch(session, [row.Addressee.key_id for row in rows] + [row.Case.key_id for row in rows])
    ids = [row.Addressee.id for row in rows]
    confirmed = set(
        session.scalars(
            select(AddresseeEvent.addressee_id).where(
                AddresseeEvent.addressee_id.in_(ids), AddresseeEvent.kind == CONFIRMED
            )
        )
    )
    approved, bounced = _approved(session, mailing, [row.Case.id for row in rows]), _bounced(session, ids)
    return [
        replace(found, hindrance=found.hindrance or "bounced") if row.Addressee.id in bounced else found
        for row in rows
        if row.Case.id in approved
        for found in [_candidate(session, row.Addressee, row.Case, confirmed=row.Addressee.id in confirmed)]
    ]


def propose(session: Session, seat: StaffSeat, mailing_id: UUID, pay_on: date | None, now: datetime) -> UUID:
    """Make the file of all who can be paid; another pair of eyes releases it."""
    mailing = standing.find(session, seat, mailing_id)
    pack, day = standing.pack_of(session), today(now)
    division = pack.division(mailing.division, day)
    if pay_on is None or pay_on <= day or not is_working_day(pack, division.office, pay_on):
        raise Refused("pay_day", 422)
    payer = payers.read(pack)
    found = [one for one in candidates(session, mailing) if not one.hindrance]
    if payer is None or not found:
        raise Refused("payer_missing" if payer is None else "nothing_to_transfer", 422)
    payments = [Payment(no, one.yen, one.account) for no, one in enumerate(found, 1)]
    made = transfers.file(payer, pay_on, payments)
    batch_id = new_id()
    try:
        with standing.holding(session, seat, mailing_id, MANAGE, "transfer_proposed", now):
            key_id = vault_of(session).new_key(session)
            last = select(func.max(TransferBatch.no)).where(TransferBatch.mailing_id == mailing_id)
            batch = TransferBatch(
                id=batch_id, mailing_id=mailing_id, no=(session.scalar(last) or 0) + 1, pay_on=pay_on,
                count=len(found), yen=sum(one.yen for one in found), key_id=key_id,
                sealed=vault_of(session).seal_bytes(session, key_id, made, FILE),
                digest=hashlib.sha256(made).hexdigest(), proposed_by=seat.id, proposed_at=now,
            )  # fmt: skip
            session.add(batch)
            session.flush()
            put(session, TransferLine, [_line(batch_id, no, one) for no, one in enumerate(found, 1)])
    except IntegrityError:
        # Somebody else put one of them into a file at this moment.
        raise Refused("transfer_changed") from None
    return batch_id


def release(session: Session, seat: StaffSeat, batch_id: UUID, now: datetime) -> None:
    """Released by somebody else than who proposed it; nobody who withdrew meanwhile is paid."""
    batch = _batch(session, seat, batch_id)
    with standing.holding(session, seat, batch.mailing_id, RELEASE, "transfer_released", now):
        batch = session.get_one(TransferBatch, batch_id, with_for_update=True, populate_existing=True)
        if batch.proposed_by == seat.id:
            raise Refused("four_eyes", status=403)
        if batch.released_at is not None or batch.dropped_at is not None:
            raise Refused("mailing_stage")
        if batch.pay_on <= today(now):
            raise Refused("pay_day")
        if session.scalar(_lost(batch_id).limit(1)) is not None:
            raise Refused("transfer_changed")
        batch.released_by, batch.released_at = seat.id, now
        for line in _lines(session, batch_id):
            standing.note(session, line.addressee_id, "transfer", now)


def drop(session: Session, seat: StaffSeat, batch_id: UUID, now: datetime) -> None:
    """取りやめ before it is released: everybody in it can be put into the next file."""
    batch = _batch(session, seat, batch_id)
    with standing.holding(session, seat, batch.mailing_id, MANAGE, "transfer_dropped", now):
        batch = session.get_one(TransferBatch, batch_id, with_for_update=True, populate_existing=True)
        if batch.released_at is not None or batch.dropped_at is not None:
            raise Refused("mailing_stage")
        batch.dropped_at = now
        session.execute(delete(TransferLine).where(TransferLine.batch_id == batch_id))


def fetch(session: Session, seat: StaffSeat, batch_id: UUID, now: datetime) -> tuple[str, bytes]:
    """The released file: the same bytes whenever it is fetched, and every fetching written down."""
    batch = _batch(session, seat, batch_id)
    if batch.released_at is None:
        raise Refused("transfer_unreleased", status=404)
    made = vault_of(session).open_bytes(session, batch.key_id, batch.sealed, FILE)
    with writing(session):
        audit.saw(session, "staff", seat.id, "transfer_fetched", "transfer_batch", batch_id, now)
    return f"furikomi-{batch.no:03}-{batch.pay_on:%Y%m%d}.txt", made


def failed(
    session: Session, seat: StaffSeat, batch_id: UUID, lines: Sequence[tuple[int, str]], now: datetime
) -> int:
    """振込不能: each line that failed is free for another file and becomes a task; told twice, nothing changes."""
    batch = _batch(session, seat, batch_id)
    if batch.released_at is None:
        raise Refused("transfer_unreleased", status=404)
    known = {line.no for line in _lines(session, batch_id)}
    if not lines or any(no not in known for no, _ in lines):
        raise Refused("result_faulty", 422)
    changed = 0
    with standing.holding(session, seat, batch.mailing_id, MANAGE, "transfer_result", now) as mailing:
        for no, why in lines:
            told = update(TransferLine).where(
                TransferLine.batch_id == batch_id, TransferLine.no == no, TransferLine.failed_at.is_(None)
            )
            back = told.values(failed_at=now, why=why).returning(TransferLine.addressee_id)
            addressee_id = session.scalar(back)
            if addressee_id is not None:
                changed += 1
                _tell(session, mailing, addressee_id, now)
    return changed


def confirm(session: Session, seat: StaffSeat, addressee_id: UUID, now: datetime) -> None:
    """名義相違 was looked into: the account is the right one."""
    found, mailing = standing.addressee(session, seat, addressee_id)
    with standing.holding(session, seat, mailing.id, MANAGE, CONFIRMED, now):
        standing.note(session, found.id, CONFIRMED, now, by=seat.id)


def repair(
    session: Session, seat: StaffSeat, addressee_id: UUID, account: dict[str, str], now: datetime
) -> None:
    """A code that was missing, or another account after the bank sent the money back."""
    found, mailing = standing.addressee(session, seat, addressee_id)
    with standing.holding(session, seat, mailing.id, MANAGE, REPAIRED, now):
        found = session.get_one(Addressee, addressee_id, with_for_update=True, populate_existing=True)
        known = {**standing.values(session, found), "account": account}
        found.sealed = vault_of(session).seal(session, found.key_id, known, standing.SEALED)
        # What was confirmed was another account.
        session.execute(
            update(AddresseeEvent)
            .where(AddresseeEvent.addressee_id == found.id, AddresseeEvent.kind == CONFIRMED)
            .values(kind="holder_was_confirmed")
        )
        session.flush()
        standing.note(session, found.id, REPAIRED, now, by=seat.id)


def mailing_of(session: Session, seat: StaffSeat, batch_id: UUID) -> UUID:
    """Which mailing a file belongs to, for who may see it."""
    return _batch(session, seat, batch_id).mailing_id


def account_of(session: Session, found: Addressee, case: Case) -> dict[str, Any]:
    """Where the money goes: as it was answered, unless staff repaired it since."""
    known = standing.values(session, found)
    procedure = editions.of(session, case)
    answered = paper.account(procedure, inbox.answers(session, case)) if procedure else None
    return dict(known.get("account") or answered or {})


def _candidate(session: Session, found: Addressee, case: Case, *, confirmed: bool) -> Candidate:
    known = standing.values(session, found)["answers"]
    procedure = standing.pack_of(session).procedures[case.procedure]
    account, yen = account_of(session, found, case), paper.amount(procedure, known)
    why = transfers.hindrance(account, yen, str(known.get("name_kana") or ""))
    if why in ("holder_differs", "kana_missing") and confirmed:
        why = ""
    return Candidate(found, case, yen, why, str(known.get("name", "")), account)


def _due(mailing: Mailing) -> Any:
    """Answered, decided about, and with no payment that stands."""
    paid = exists().where(TransferLine.addressee_id == Addressee.id, TransferLine.failed_at.is_(None))
    return (
        select(Addressee, Case)
        .join(Case, Case.id == Addressee.case_id)
        .where(Addressee.mailing_id == mailing.id, Addressee.outcome == str(Outcome.ANSWERED), ~paid)
        .where(Case.state.in_([str(State.DECIDED), str(State.DONE)]))
        .order_by(Addressee.place)
    )


def _approved(session: Session, mailing: Mailing, cases: Sequence[UUID]) -> set[UUID]:
    """Those with an approval; where the procedure ends without a 処分, those that were completed."""
    procedure = standing.procedure_of(session, mailing)
    if procedure.decision is Deciding.NONE:
        return set(cases)
    decision = decisions.Decision
    return set(
        session.scalars(
            select(decision.case_id).where(
                decision.case_id.in_(cases),
                decision.decided_at.is_not(None),
                decision.kind == str(Decided.APPROVE),
            )
        )
    )


def _bounced(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Those whose money came back and whose account nobody has repaired since: it would only come back again."""
    back = dict(
        session.execute(
            select(TransferLine.addressee_id, func.max(TransferLine.failed_at))
            .where(TransferLine.addressee_id.in_(ids), TransferLine.failed_at.is_not(None))
            .group_by(TransferLine.addressee_id)
        ).all()
    )
    mended = session.execute(
        select(AddresseeEvent.addressee_id, AddresseeEvent.at).where(
            AddresseeEvent.addressee_id.in_(list(back)), AddresseeEvent.kind == REPAIRED
        )
    )
    return set(back) - {row.addressee_id for row in mended if row.at >= back[row.addressee_id]}


def _lost(batch_id: UUID) -> Select[UUID]:
    """Somebody of a file whose answer no longer stands."""
    return (
        select(TransferLine.id)
        .join(Addressee, Addressee.id == TransferLine.addressee_id)
        .where(TransferLine.batch_id == batch_id, Addressee.outcome != str(Outcome.ANSWERED))
    )


def _line(batch_id: UUID, no: int, one: Candidate) -> dict[str, Any]:
    return {
        "id": new_id(), "batch_id": batch_id, "addressee_id": one.addressee.id, "no": no, "yen": one.yen, "why": "",
    }  # fmt: skip


def _lines(session: Session, batch_id: UUID) -> Sequence[TransferLine]:
    lines = select(TransferLine).where(TransferLine.batch_id == batch_id).order_by(TransferLine.no)
    return session.scalars(lines.execution_options(populate_existing=True)).all()


def _batch(session: Session, seat: StaffSeat, batch_id: UUID) -> TransferBatch:
    batch = session.get(TransferBatch, batch_id, populate_existing=True)
    if batch is None:
        raise Refused("mailing_unknown", status=404)
    standing.find(session, seat, batch.mailing_id)
    return batch


def _tell(session: Session, mailing: Mailing, addressee_id: UUID, now: datetime) -> None:
    found = session.get_one(Addressee, addressee_id)
    standing.note(session, addressee_id, "transfer_failed", now)
    refs = {"addressee": str(addressee_id), "procedure": mailing.procedure}
    if found.case_id is not None:
        refs["case"] = str(found.case_id)
    tasks.add(
        session, "transfer_failed", division=mailing.division, refs=refs, now=now,
        key=f"transfer_failed:{addressee_id}",
    )  # fmt: skip
