"""Handing in: the whole form is checked once more, and everything that follows is stored in one short block."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import journey, terms
from forms.procedure import Procedure, State
from portal import editions, inbox, ledger, notify, replies
from portal.db import writing
from portal.inbox import Case, Filing
from portal.opening import add_open_days, today
from portal.pack import Pack
from portal.payments import charges
from portal.payments.charges import Charge
from portal.people import mail_token
from portal.refused import Refused
from portal.search_forms import tokens_for
from portal.vault import Vault, vault_of
from services.applications import rules
from services.applications.actions import attached, drafts, once
from services.applications.actions.drafts import Open
from services.applications.actions.once import Wish
from services.applications.models import Draft


def nothing_more(session: Session, case: Case) -> None:
    """Nothing is stored beside the case."""


@dataclass(frozen=True)
class Proof:
    """How sure we are of who hands in, what the certificate adds to the answers, and what is stored beside the case."""

    login: bool = False
    signed: bool = False
    # How it came: by the resident's own hand, or through a clerk who listens on the telephone.
    channel: str = "online"
    extra: Mapping[str, Any] = field(default_factory=dict)
    keep: Callable[[Session, Case], None] = nothing_more
    # Which answers whoever is signed in lets us keep for their next request.
    wish: Wish | None = None


def submit(
    session: Session, draft: Open, pack: Pack, holders: Sequence[bytes], proof: Proof, now: datetime
) -> Case:
    """到達: from here on the request is the city's to answer; a second click finds the first one's case."""
    answers = journey.effective(draft.procedure, draft.answers)
    _may_submit(draft, answers, proof, today(now))
    told = {**answers, **replies.kept(draft.procedure, draft.answers), **proof.extra}
    filing = _filing(session, draft, told, pack, holders, proof, now)
    counted = (
        {**answers, **journey.worked_out(draft.procedure, answers)} if draft.procedure.computed else answers
    )
    # The fee as it is on the day of 到達: a later ordinance does not change it.
    costs = charges.charges(pack, draft.procedure.key, counted, draft.way.kind, today(now))
    proof = _with_files(proof, draft, answers, now)
    editions.keep(session, draft.procedure, now)
    with writing(session):
        return _store(session, draft, filing, proof, costs, now)


def submitted(session: Session, draft_id: UUID, holders: Sequence[bytes]) -> Case | None:
    """The case that a draft became, where one of these holders may open it."""
    case_id = session.scalar(select(Case.id).where(Case.origin == draft_id))
    return None if case_id is None else inbox.held_by(session, case_id, holders)


def _with_files(proof: Proof, draft: Open, answers: Mapping[str, Any], now: datetime) -> Proof:
    """What is handed in with it is stored in the same block as the case."""
    if not any(ask.kind == "file" for ask in draft.procedure.asks):
        return proof
    ids = attached.held(draft.procedure, answers)

    def keep(session: Session, case: Case) -> None:
        proof.keep(session, case)
        attached.hand_on(session, ids, draft.id, case, now)

    return replace(proof, keep=keep)


def _may_submit(draft: Open, answers: Mapping[str, Any], proof: Proof, day: date) -> None:
    if not rules.hands_in(draft.way):
        raise Refused("way_does_not_hand_in")
    if draft.procedure.state is State.DRAFT:
        raise Refused("procedure_is_draft")
    if not terms.is_open(draft.procedure.opening, day):
        raise Refused("period_closed")
    if draft.procedure.exits and journey.exit_of(draft.procedure, draft.answers):
        raise Refused("answers_incomplete")
    if journey.first_unanswered(draft.procedure, draft.answers) or journey.check(
        draft.procedure, answers, today=day
    ):
        raise Refused("answers_incomplete")
    if rules.reached(answers, signed=proof.signed, login=proof.login) < draft.way.assurance:
        raise Refused("assurance_not_met", needed=draft.way.assurance.name)


def _filing(
    session: Session,
    draft: Open,
    answers: Mapping[str, Any],
    pack: Pack,
    holders: Sequence[bytes],
    proof: Proof,
    now: datetime,
) -> Filing:
    division = pack.owner(draft.procedure.key, today(now))
    return Filing(
        origin=draft.id,
        procedure=draft.procedure.key,
        form_digest=draft.procedure.digest,
        division=division.id,
        channel=proof.channel,
        way=draft.way.kind,
        assurance=int(rules.reached(answers, signed=proof.signed, login=proof.login)),
        locale=draft.locale,
        key_id=draft.key_id,
        answers=answers,
        holders=holders,
        tokens=_tokens(vault_of(session), answers, pack, draft.safe_way),
        due_on=_due(pack, draft.procedure, division.office, today(now)),
        shielded=bool(draft.safe_way),
        safe_way=draft.safe_way,
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


def _store(
    session: Session, draft: Open, filing: Filing, proof: Proof, costs: Sequence[Charge], now: datetime
) -> Case:
    # A second click waits here and then finds the case.
    if not drafts.take(session, draft):
        return _became(session, draft)
    # A draft is taken once, so there is no case of it yet.
    case = inbox.store(session, filing, now)
    proof.keep(session, case)
    if proof.wish is not None:
        once.settle(session, proof.wish, draft, case, now)
    charges.owe(session, ("case", case.id), costs, now, key=case.procedure, division=case.division)
    ledger.event(session, "filed", filing.procedure, filing.channel, filing.division, today(now))
    notify.notify_case(session, case, "receipt", now)
    return case


def _became(session: Session, draft: Open) -> Case:
    """The case that the first click made of a draft; refused where there is none."""
    case = session.scalar(select(Case).where(Case.origin == draft.id))
    if case is None:
        # Where it still stands, another page of it was saved meanwhile: nobody has looked at that once more yet.
        there = session.scalar(select(Draft.id).where(Draft.id == draft.id))
        raise Refused("draft_changed") if there else Refused("draft_gone", status=404)
    return case
