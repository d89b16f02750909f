"""One answer for one addressee, whichever way it comes: the database takes the first and refuses every other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from portal import audit, inbox, throttle
from portal.db import must_write, new_id, writing
from portal.inbox import Case
from portal.people import StaffSeat
from portal.refused import Refused
from portal.service import fire
from portal.throttle import Claim, Limit
from services.mailings.actions import standing
from services.mailings.actions.letters import hashed
from services.mailings.actions.standing import MANAGE
from services.mailings.models import Addressee, AddresseeEvent, Mailing, Opening, PrintedLetter
from services.mailings.rules import codes, knowing
from services.mailings.rules.stages import OPEN, Outcome, Stage, outcome_of

# A device or a household that guesses is slowed down; so is the whole world at one letter, which still lets its owner
# try again a few minutes later, and the paper and the counter stay open to them all the while.
HERE = Limit(burst=6, every=timedelta(minutes=5))
ANYWHERE = Limit(burst=30, every=timedelta(minutes=2))
# Asked of everything that arrives, though few things come of a letter.
OPENED = select(Opening.__table__.c.addressee_id).where(Opening.__table__.c.draft_id == bindparam("draft"))


@dataclass(frozen=True)
class Letter:
    """A letter somebody holds in their hand, found by its code."""

    addressee: Addressee
    mailing: Mailing

    @property
    def open(self) -> bool:
        """Whether it can still be answered."""
        return self.mailing.stage == Stage.RELEASED and self.addressee.outcome in OPEN


def find(session: Session, typed: str) -> Letter | None:
    """The letter a code belongs to; nothing for any other."""
    code = codes.read(typed)
    if not code:
        return None
    wanted = (
        select(Addressee, Mailing)
        .join(Mailing, Mailing.id == Addressee.mailing_id)
        .join(PrintedLetter, PrintedLetter.addressee_id == Addressee.id)
        .where(PrintedLetter.code == hashed(session, code))
    )
    row = session.execute(wanted.execution_options(populate_existing=True)).one_or_none()
    return None if row is None else Letter(row.Addressee, row.Mailing)


def open_form(
    session: Session, letter: Letter, told: str, holder: bytes, network: str, locale: str, now: datetime
) -> UUID | None:
    """Whoever knows the second thing gets the form, filled in by the city; None where they do not."""
    claims = [
        Claim("letter_here", (letter.addressee.number, network), HERE),
        Claim("letter", (letter.addressee.number,), ANYWHERE),
    ]
    with writing(session):
        throttle.take(session, claims, now)
    if not knowing.fits(standing.values(session, letter.addressee)["answers"], told):
        return None
    with writing(session):
        throttle.give_back(session, claims)
        return _begin(session, letter, holder, locale, "online", now)


def enter(session: Session, seat: StaffSeat, letter: Letter, channel: str, now: datetime) -> UUID:
    """The paper came back, or somebody stands at the counter: the same form, on one page for the clerk."""
    with standing.holding(session, seat, letter.mailing.id, MANAGE, "letter_opened", now):
        if not letter.open:
            raise Refused("already_answered")
        # What stands in a draft for the clerk who fills it in (compare the telephone).
        return _begin(session, letter, b"s" + seat.id.bytes, "ja", channel, now)


def hear_arrived(session: Session, case: Case, now: datetime, *, by_letter: bool) -> None:
    """到達: a form that was opened with a letter answers it, in the same transaction, or is not filed at all."""
    if not by_letter:
        return
    addressee_id = must_write(session).execute(OPENED, {"draft": case.origin}).scalar()
    if addressee_id is not None:
        outcome = outcome_of(inbox.answers(session, case))
        settle(session, addressee_id, outcome, case.channel, now, case_id=case.id)
        if case.shielded:
            # 支援措置 was asked for with the answer: no letter goes to the address of the list any more.
            session.execute(update(Addressee).where(Addressee.id == addressee_id).values(stop="shielded"))


def hear_ended(session: Session, case: Case, now: datetime) -> None:
    """取下げ or 返戻: the letter is unanswered again, and its code opens a new form."""
    found = session.scalar(select(Addressee).where(Addressee.case_id == case.id).with_for_update())
    if found is not None:
        found.outcome, found.case_id, found.answered_at = Outcome.NONE, None, None
        found.answered_way, found.answered_by = "", None
        session.flush()
        standing.note(session, found.id, "reopened", now)


def settle(
    session: Session,
    addressee_id: UUID,
    outcome: Outcome,
    way: str,
    now: datetime,
    *,
    case_id: UUID | None = None,
    by: UUID | None = None,
) -> None:
    """Take the answer, in the caller's block; the row itself decides which of two at once was first."""
    taken = (
        update(Addressee)
        .where(Addressee.id == addressee_id, Addressee.outcome.in_([str(one) for one in OPEN]))
        .values(outcome=outcome, answered_at=now, answered_way=way, answered_by=by, case_id=case_id)
        .returning(Addressee.id)
    )
    if session.execute(taken).first() is None:
        raise Refused("already_answered")
    standing.note(session, addressee_id, outcome, now, way=way, by=by)


def tell(session: Session, seat: StaffSeat, addressee_id: UUID, outcome: Outcome, now: datetime) -> None:
    """辞退 by telephone or paper, or a letter that came back."""
    found, mailing = standing.addressee(session, seat, addressee_id)
    if outcome not in (Outcome.DECLINED, Outcome.RETURNED) or mailing.stage != Stage.RELEASED:
        raise Refused("mailing_stage")
    with standing.holding(session, seat, mailing.id, MANAGE, f"letter_{outcome}", now):
        settle(
            session, found.id, outcome, "window" if outcome is Outcome.DECLINED else "post", now, by=seat.id
        )


def undo(session: Session, seat: StaffSeat, addressee_id: UUID, now: datetime) -> None:
    """What staff told by mistake is taken back; an answer with a case is withdrawn on the case."""
    found, mailing = standing.addressee(session, seat, addressee_id)
    with standing.holding(session, seat, mailing.id, MANAGE, "letter_reopened", now):
        found = session.get_one(Addressee, addressee_id, with_for_update=True, populate_existing=True)
        if found.case_id is not None or found.outcome not in (Outcome.DECLINED, Outcome.RETURNED):
            raise Refused("mailing_stage")
        found.outcome, found.answered_at, found.answered_way, found.answered_by = "", None, "", None
        session.flush()
        standing.note(session, found.id, "reopened", now, by=seat.id)


def history(session: Session, addressee_id: UUID) -> Sequence[AddresseeEvent]:
    """What happened with an addressee, oldest first."""
    lines = select(AddresseeEvent).where(AddresseeEvent.addressee_id == addressee_id)
    return session.scalars(lines.order_by(AddresseeEvent.at, AddresseeEvent.id)).all()


def look(session: Session, seat: StaffSeat, addressee_id: UUID, now: datetime) -> None:
    """Staff looked at what the city knows of somebody."""
    with writing(session):
        audit.saw(session, "staff", seat.id, "viewed", "addressee", addressee_id, now)


def _begin(session: Session, letter: Letter, holder: bytes, locale: str, channel: str, now: datetime) -> UUID:
    found = letter.addressee
    known = standing.values(session, found)["answers"]
    asked = {ask.key for ask in standing.procedure_of(session, letter.mailing).asks}
    draft_id = _earlier(session, found.id, holder) or new_id()
    if session.get(Opening, draft_id) is None:
        session.add(Opening(draft_id=draft_id, addressee_id=found.id, holder=holder, at=now))
    session.execute(
        update(Addressee).where(Addressee.id == found.id, Addressee.opened_at.is_(None)).values(opened_at=now)
    )
    session.flush()
    standing.note(session, found.id, "opened", now, way=channel)
    fire(
        session, "letter.opened", draft_id=draft_id, procedure=letter.mailing.procedure, holder=holder,
        values={key: value for key, value in known.items() if key in asked}, locale=locale, channel=channel, now=now,
    )  # fmt: skip
    return draft_id


def _earlier(session: Session, addressee_id: UUID, holder: bytes) -> UUID | None:
    """The form this browser opened before and has not handed in: scanning twice makes no second one."""
    filed = select(Case.origin)
    mine = select(Opening.draft_id).where(
        Opening.addressee_id == addressee_id, Opening.holder == holder, Opening.draft_id.not_in(filed)
    )
    return session.scalar(mine.order_by(Opening.at.desc()).limit(1))
