"""補正: staff tick what must be put right, the resident changes only that, and the office's clock stands still meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms import journey
from forms.numbers import find_individual_numbers
from forms.procedure import AfterDue, Ask, Procedure
from portal import correction_links, editions, inbox, ledger, notify, opening
from portal.db import Base, new_id
from portal.inbox import HOUSE, RESIDENT, Actor, Case, CaseToken
from portal.pack import Pack
from portal.refused import Refused
from portal.search_forms import tokens_for
from portal.states import State
from portal.vault import vault_of

REASON, BEFORE, AFTER = "correction.reason", "correction.before", "correction.after"
# Longer than anybody needs to explain a slip, shorter than a page.
LONGEST_REASON = 1000
# A resident is not left waiting for longer than this; a later day is a slip of the keyboard.
LATEST = timedelta(days=366)


class Correction(Base):
    """One request to put things right: which fields, why, until when, and what stood there before and after."""

    __tablename__ = "correction"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    fields: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[bytes]
    before: Mapped[bytes]
    after: Mapped[bytes | None]
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    # Staff took the request back, because it was settled on the telephone or asked by mistake.
    dropped_at: Mapped[datetime | None]
    # Told once more shortly before the day, and once the day had passed, what the procedure says was done.
    reminded_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Change:
    """One field before and after a correction."""

    field: str
    before: Any
    after: Any

    @property
    def changed(self) -> bool:
        """Whether the resident put something else there; the same again is an answer too."""
        return bool(self.before != self.after)


def ask(
    session: Session,
    case: Case,
    fields: Collection[str],
    reason: str,
    due_on: date,
    actor: Actor,
    now: datetime,
) -> Correction:
    """Ask the resident to correct some fields; the clock stops and a message goes out in the same transaction."""
    ticked = [one.key for one in correctable(session, case) if one.key in fields]
    _may_ask(ticked, fields, reason, due_on, opening.today(now))
    vault, held = vault_of(session), inbox.answers(session, case)
    correction = Correction(
        id=new_id(), case_id=case.id, fields=ticked,
        reason=vault.seal(session, case.key_id, reason.strip(), REASON),
        before=vault.seal(session, case.key_id, {key: held.get(key) for key in ticked}, BEFORE),
        after=None, due_on=_open_day(session, case, due_on), asked_at=now, asked_by=actor.id,
        answered_at=None, dropped_at=None, reminded_at=None, lapsed_at=None,
    )  # fmt: skip
    session.add(correction)
    case.paused_at = now
    inbox.move(session, case, State.CORRECTION, actor, now)
    session.flush()
    day = opening.today(now)
    ledger.event(session, ledger.Kind.CORRECTION, case.procedure, case.channel, case.division, day)
    notify.notify_case(
        session, case, "correction_requested", now, values=_told(session, case, correction, reason, now)
    )
    return correction


def _told(session: Session, case: Case, correction: Correction, reason: str, now: datetime) -> dict[str, str]:
    """What the message says; a mail names the day and carries a link, a letter or a call the fields and the reason."""
    after = after_due(session, case)
    labels = {one.key: one.label.say(case.locale).text for one in correctable(session, case)}
    asked = "、".join(labels[key] for key in correction.fields if key in labels)
    return {
        "due": correction.due_on.isoformat(), "asked": asked, "reason": reason.strip(),
        "after": after.value,
        "open": correction_links.make(
            session, case.id, correction.id, correction.due_on, now, waits=after is AfterDue.WAIT
        ),
    }  # fmt: skip


def after_due(session: Session, case: Case) -> AfterDue:
    """What the procedure, as the case was made with it, says about a day that passes without an answer."""
    return _procedure(session, case).after_due


def answer(session: Session, case: Case, new_values: Mapping[str, Any], now: datetime) -> Correction:
    """Take the resident's corrections: only what was unlocked changes, and the clock runs again."""
    correction = waiting(session, case)
    if correction is None:
        raise Refused("no_correction_open")
    procedure, before = _procedure(session, case), inbox.answers(session, case)
    open_keys = unlocked(procedure, before, correction.fields, new_values)
    after = _merged(procedure, before, {key: new_values[key] for key in open_keys if key in new_values})
    faults = journey.check(procedure, after, today=opening.today(now))
    if any(fault.field in open_keys for fault in faults):
        raise Refused("answers_incomplete")
    _keep_difference(session, case, correction, before, after)
    inbox.replace_answers(session, case, after)
    _keep_tokens(session, case, before, after)
    correction.answered_at = now
    _run_again(session, case, now)
    inbox.move(session, case, State.REVIEW, RESIDENT, now)
    session.flush()
    notify.notify_case(session, case, "correction_received", now)
    return correction


def drop(session: Session, case: Case, actor: Actor, now: datetime) -> None:
    """Take the request back; the office goes on with what it has, and its clock with it."""
    correction = waiting(session, case)
    if correction is None:
        raise Refused("no_correction_open")
    correction.dropped_at = now
    _run_again(session, case, now)
    inbox.move(session, case, State.REVIEW, actor, now)
    session.flush()


def remind(session: Session, case: Case, correction: Correction, now: datetime) -> None:
    """Tell the resident once more, before the day, what is missing and what follows."""
    correction.reminded_at = now
    told = _told(session, case, correction, reason(session, case, correction), now)
    notify.notify_case(session, case, "correction_reminder", now, values=told)
    inbox.note(session, case, "correction_reminded", HOUSE, now, public=False)
    session.flush()


def waiting(session: Session, case: Case) -> Correction | None:
    """The request that a case waits for, if it waits for one; none any more once the case went another way."""
    if case.state != State.CORRECTION:
        return None
    return session.scalar(
        select(Correction)
        .where(
            Correction.case_id == case.id, Correction.answered_at.is_(None), Correction.dropped_at.is_(None)
        )
        .order_by(Correction.asked_at.desc(), Correction.id.desc())
        .limit(1)
    )


def every(session: Session, case: Case) -> Sequence[Correction]:
    """All requests of a case, the newest first."""
    return session.scalars(
        select(Correction)
        .where(Correction.case_id == case.id)
        .order_by(Correction.asked_at.desc(), Correction.id.desc())
    ).all()


def reason(session: Session, case: Case, correction: Correction) -> str:
    """Why, in the clerk's words, for whoever may see the case."""
    return str(vault_of(session).open(session, case.key_id, correction.reason, REASON))


def difference(session: Session, correction: Correction) -> tuple[Change, ...]:
    """What stood in the unlocked fields before and after, in the order of the form."""
    case = session.get_one(Case, correction.case_id)
    vault = vault_of(session)
    before: dict[str, Any] = vault.open(session, case.key_id, correction.before, BEFORE)
    if correction.after is None:
        return ()
    after: dict[str, Any] = vault.open(session, case.key_id, correction.after, AFTER)
    return tuple(Change(key, before.get(key), after.get(key)) for key in {**before, **after})


def correctable(session: Session, case: Case) -> tuple[Ask, ...]:
    """The questions on the case's path that may be unlocked, whole lists too; an address from a certificate never is."""
    procedure = _procedure(session, case)
    way = procedure.way(case.way)
    fixed = way.register_address if way else ""
    asked = _asked(procedure, inbox.answers(session, case))
    return tuple(one for one in asked if one.key != fixed)


def unlocked(
    procedure: Procedure, before: Mapping[str, Any], ticked: Collection[str], new_values: Mapping[str, Any]
) -> frozenset[str]:
    """What the resident may change: the ticked fields, and questions that only come up through their new answers."""
    asked_before = {one.key for one in _asked(procedure, before)}
    allowed = frozenset(ticked)
    while True:
        tried = {**before, **{key: new_values[key] for key in allowed if key in new_values}}
        grown = allowed | ({one.key for one in _asked(procedure, tried)} - asked_before)
        if grown == allowed:
            return allowed
        allowed = grown


def waited(pack: Pack, office: str, asked_at: datetime, answered_at: datetime) -> int:
    """How many open days a case waited for its resident.

    標準処理期間 is the time from 到達 until the decision (行政手続法第6条) and runs on open days here, so what is taken from
    it is counted on open days too. The office asks as soon as it sees the fault (同第7条), and the days that the resident
    then takes are not the office's. The day of asking is still the office's, the day of the answer is not (民法第140条).
    """
    return opening.count_open_days(pack, office, opening.today(asked_at), opening.today(answered_at))


def _may_ask(ticked: Sequence[str], fields: Collection[str], reason: str, due_on: date, today: date) -> None:
    if not ticked or len(ticked) != len(set(fields)):
        raise Refused("correction_fields_needed")
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused("reason_needed", longest=LONGEST_REASON)
    if find_individual_numbers(reason):
        raise Refused("individual_number_in_text")
    if not today < due_on <= today + LATEST:
        raise Refused("correction_due_day")


def _asked(procedure: Procedure, answers: Mapping[str, Any]) -> list[Ask]:
    return [one for _, asked in journey.pages(procedure, answers) for one in asked]


def _merged(procedure: Procedure, before: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with the new ones in them; what a new answer takes off the path goes, and nothing else does."""
    after = {**before, **new}
    gone = journey.effective(procedure, before).keys() - journey.effective(procedure, after).keys()
    return {key: value for key, value in after.items() if key not in gone}


def _keep_difference(
    session: Session, case: Case, correction: Correction, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    touched = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    keys = list(dict.fromkeys([*correction.fields, *touched]))
    vault = vault_of(session)
    correction.before = vault.seal(session, case.key_id, {key: before.get(key) for key in keys}, BEFORE)
    correction.after = vault.seal(session, case.key_id, {key: after.get(key) for key in keys}, AFTER)


def _keep_tokens(session: Session, case: Case, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A corrected name is found by what it is now, no longer by what it was."""
    vault, dictionary = vault_of(session), _pack(session).dictionary
    old, new = ({vault.token(*form) for form in tokens_for(held, dictionary)} for held in (before, after))
    session.execute(delete(CaseToken).where(CaseToken.case_id == case.id, CaseToken.token.in_(old - new)))
    kept = set(session.scalars(select(CaseToken.token).where(CaseToken.case_id == case.id)))
    if fresh := new - kept:
        session.execute(insert(CaseToken), [{"token": token, "case_id": case.id} for token in fresh])


def _run_again(session: Session, case: Case, now: datetime) -> None:
    """Let the clock run on and push the office's own deadline back by the days it stood still."""
    if case.paused_at is None:
        return
    pack, day = _pack(session), opening.today(now)
    office = pack.division(case.division, day).office
    stood = waited(pack, office, case.paused_at, now)
    case.paused_at = None
    case.paused_days += stood
    if case.due_on is not None and stood:
        case.due_on = opening.add_open_days(pack, office, case.due_on, stood)


def _open_day(session: Session, case: Case, day: date) -> date:
    """A deadline on a closed day moves to the next open one (民法第142条)."""
    pack = _pack(session)
    return opening.next_open_day(pack, pack.division(case.division, day).office, day)


def _procedure(session: Session, case: Case) -> Procedure:
    return editions.of(session, case) or _pack(session).procedure(case.procedure)


def _pack(session: Session) -> Pack:
    pack: Pack = session.info["pack"]
    return pack
