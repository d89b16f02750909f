"""Handing in: the whole form is checked once more, and everything that follows is stored in one short block."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import journey, terms
from forms.procedure import State
from portal import filing, inbox, replies
from portal.at_once import NotThere, at_once
from portal.filing import Handed, Ready, nothing_more
from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.refused import Refused
from services.applications import rules
from services.applications.actions import attached, drafts, once
from services.applications.actions.drafts import Open
from services.applications.actions.once import Wish
from services.applications.models import Draft


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
    made = filing.ready(session, _handed(draft, answers, holders, proof), pack, now)
    proof = _with_files(proof, draft, answers, now)
    try:
        with at_once(session):
            # A second click waits here and then finds the case.
            drafts.take(session, draft)
            return _store(session, draft, made, proof, now)
    except NotThere:
        return _became(session, draft)


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
    if not journey.stands(draft.procedure, draft.answers, today=day):
        raise Refused("answers_incomplete")
    if rules.reached(answers, signed=proof.signed, login=proof.login) < draft.way.assurance:
        raise Refused("assurance_not_met", needed=draft.way.assurance.name)


def _handed(draft: Open, answers: Mapping[str, Any], holders: Sequence[bytes], proof: Proof) -> Handed:
    extra = {**replies.kept(draft.procedure, draft.answers), **proof.extra}
    return Handed(
        origin=draft.id,
        procedure=draft.procedure,
        way=draft.way,
        answers=answers,
        key_id=draft.key_id,
        locale=draft.locale,
        channel=proof.channel,
        assurance=int(rules.reached({**answers, **extra}, signed=proof.signed, login=proof.login)),
        holders=holders,
        extra=extra,
        safe_way=draft.safe_way,
        by_letter=rules.GIVEN in draft.answers,
    )


def _store(session: Session, draft: Open, made: Ready, proof: Proof, now: datetime) -> Case:
    def beside(session: Session, case: Case) -> None:
        proof.keep(session, case)
        if proof.wish is not None:
            once.settle(session, proof.wish, draft, case, now)

    # A draft is taken once, so there is no case of it yet.
    return filing.arrive(session, made, now, beside)


def _became(session: Session, draft: Open) -> Case:
    """The case that the first click made of a draft; refused where there is none."""
    case = session.scalar(select(Case).where(Case.origin == draft.id))
    if case is None:
        # Where it still stands, another page of it was saved meanwhile: nobody has looked at that once more yet.
        there = session.scalar(select(Draft.id).where(Draft.id == draft.id))
        raise Refused("draft_changed") if there else Refused("draft_gone", status=404)
    return case
