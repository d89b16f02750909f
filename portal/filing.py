"""Filing (到達): what goes with a request's arrival, the same whichever door it came through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from forms import journey
from forms.procedure import Procedure, Way
from portal import arrivals, editions, inbox, ledger, notify, pace
from portal.arrivals import Arrival, Filing
from portal.db import must_write
from portal.inbox import Case
from portal.notify import Reach
from portal.opening import add_open_days, today
from portal.pack import Pack
from portal.payments import charges
from portal.payments.charges import Charge
from portal.people import mail_token
from portal.search_forms import tokens_for
from portal.vault import Vault, vault_of


@dataclass(frozen=True)
class Handed:
    """What somebody hands in: the answers on the form's path, and how they came."""

    # The draft or visit that it comes from: the same origin never becomes two cases.
    origin: UUID
    procedure: Procedure
    way: Way
    answers: Mapping[str, Any]
    key_id: UUID
    locale: str
    channel: str
    assurance: int
    holders: Sequence[bytes] = ()
    # What goes into the case beside the answers: a certificate's address, how the person wants to be told.
    extra: Mapping[str, Any] | None = None
    safe_way: str = ""
    # The city wrote to this person first: the form was opened with a letter.
    by_letter: bool = False
    # Whose case it is where another division answers for this one than for the procedure: a facility's operator.
    division: str = ""
    # Nobody has anything to decide: what was asked for is given as it arrives, and the case is closed in the same block.
    at_once: bool = False
    # The message that tells of the arrival (empty: the room tells by itself), and what it says beside the usual.
    message: str = "receipt"
    said: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "Handed(…)"


@dataclass(frozen=True)
class Ready:
    """Everything that arrival stores, worked out before the writing block so that the block stays short."""

    arrival: Arrival
    costs: tuple[Charge, ...]
    # How the person said they can be told.
    reach: Reach
    at_once: bool = False
    message: str = "receipt"
    said: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "Ready(…)"


def nothing_more(session: Session, case: Case) -> None:
    """Nothing is stored beside the case."""


def ready(session: Session, handed: Handed, pack: Pack, now: datetime) -> Ready:
    """Work out what arrival will store; the form's edition is kept, so this stands outside every writing block."""
    procedure, answers = handed.procedure, dict(handed.answers)
    counted = {**answers, **journey.worked_out(procedure, answers)} if procedure.computed else answers
    # The fee as it is on the day of 到達: a later ordinance does not change it.
    costs = charges.charges(pack, procedure.key, counted, handed.way.kind, today(now))
    told = {**answers, **(handed.extra or {})}
    filing = _filing(session, handed, told, pack, now)
    editions.keep(session, procedure, now)
    arrival = arrivals.prepare(session, filing, now)
    reach = notify.reach_in(told)
    return Ready(arrival, tuple(costs), reach, handed.at_once, handed.message, handed.said)


def arrive(
    session: Session,
    made: Ready,
    now: datetime,
    beside: Callable[[Session, Case], None] = nothing_more,
) -> Case:
    """到達, inside the writing block of whoever knows that this origin has no case yet.

    `beside` stores what its room keeps about the case, before anybody is told of it. What was handed over on paper while
    the machines stood still was made ready as of that moment, which is earlier than now.
    """
    must_write(session)
    case = arrivals.store(session, made.arrival)
    beside(session, case)
    charges.owe(session, ("case", case.id), made.costs, now, key=case.procedure, division=case.division)
    ledger.event(session, "filed", case.procedure, case.channel, case.division, today(case.arrived_at))
    if made.at_once:
        _close(session, case, now)
    if made.message:
        notify.notify_case(session, case, made.message, now, to=made.reach, values=made.said)
    return case


def _close(session: Session, case: Case, now: datetime) -> None:
    """受付 and 完了 in the moment of 到達, so that the request waits on nobody's list."""
    inbox.move(session, case, inbox.State.ACCEPTED, inbox.HOUSE, now, public=False)
    inbox.move(session, case, inbox.State.DONE, inbox.HOUSE, now, public=False)
    ledger.event(session, ledger.Kind.ACCEPTED, case.procedure, case.channel, case.division, today(now))
    pace.completed(session, case, now)


def _filing(session: Session, handed: Handed, told: Mapping[str, Any], pack: Pack, now: datetime) -> Filing:
    day = today(now)
    division = (
        pack.division(handed.division, day) if handed.division else pack.owner(handed.procedure.key, day)
    )
    return Filing(
        origin=handed.origin,
        procedure=handed.procedure.key,
        form_digest=handed.procedure.digest,
        division=division.id,
        channel=handed.channel,
        way=handed.way.kind,
        assurance=handed.assurance,
        locale=handed.locale,
        key_id=handed.key_id,
        answers=told,
        holders=handed.holders,
        tokens=_tokens(vault_of(session), told, pack, handed.safe_way),
        due_on=None if handed.at_once else _due(pack, handed.procedure, division.office, day),
        shielded=bool(handed.safe_way),
        safe_way=handed.safe_way,
        by_letter=handed.by_letter,
    )


def _tokens(vault: Vault, answers: Mapping[str, Any], pack: Pack, safe_way: str) -> list[bytes]:
    tokens = [vault.token(kind, text) for kind, text in tokens_for(answers, pack.dictionary)]
    # Whoever shows that the address is theirs finds the case in 申請の一覧.
    # A shared address finds nothing of somebody who said that mail is not the safe way.
    if not answers.get("email") or safe_way not in ("", "mail"):
        return tokens
    return [*tokens, mail_token(vault, str(answers["email"]))]


def _due(pack: Pack, procedure: Procedure, office: str, day: date) -> date | None:
    # 標準処理期間 counts from 到達 (行政手続法第6条), and the day itself is not counted (民法第140条).
    days = procedure.processing_days
    return None if days is None else add_open_days(pack, office, day, days)
