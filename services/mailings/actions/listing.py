"""What the pages show: the mailings of a seat, how one stands, its addressees by what became of them, and the search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import writing
from portal.people import StaffSeat
from portal.search_forms import tokens_of_query
from portal.vault import vault_of
from services.mailings.actions import answering, standing
from services.mailings.actions.standing import MANAGE
from services.mailings.models import (
    Addressee,
    AddresseeToken,
    LetterBatch,
    Mailing,
    PrintedLetter,
    TransferBatch,
    TransferLine,
)
from services.mailings.rules.stages import Outcome

PAGE = 50
SHOWN = ("unanswered", "answered", "declined", "returned", "stopped", "all")


@dataclass(frozen=True)
class Progress:
    """How a mailing stands, in numbers."""

    total: int
    stopped: int
    sent: int
    opened: int
    ways: Mapping[str, int]
    answered: int
    declined: int
    returned: int
    unanswered: int


@dataclass(frozen=True)
class Line:
    """One addressee in a list."""

    addressee: Addressee
    name: str = field(repr=False)
    number: str = field(repr=False)


def mailings(session: Session, seat: StaffSeat) -> Sequence[Mailing]:
    """The mailings of the divisions this seat answers for, the newest first."""
    mine = select(Mailing).where(Mailing.division.in_(seat.divisions_for(MANAGE)))
    return session.scalars(mine.order_by(Mailing.id.desc()).limit(200)).all()


def progress(session: Session, mailing: Mailing) -> Progress:
    """The whole of one mailing, counted in two questions."""
    one = Addressee
    became_of = (one.outcome, one.answered_way, one.stop, one.opened_at.is_not(None))
    rows = session.execute(
        select(*became_of, func.count()).where(one.mailing_id == mailing.id).group_by(*became_of)
    ).all()
    sent = select(func.count(func.distinct(PrintedLetter.addressee_id))).join(
        LetterBatch, LetterBatch.id == PrintedLetter.batch_id
    )
    ways: dict[str, int] = {}
    for outcome, way, _, _, count in rows:
        if outcome == Outcome.ANSWERED:
            ways[way] = ways.get(way, 0) + count
    became = {str(one): sum(row[4] for row in rows if row[0] == one) for one in Outcome}
    return Progress(
        total=sum(row[4] for row in rows),
        stopped=sum(row[4] for row in rows if row[2]),
        sent=session.scalar(sent.where(LetterBatch.mailing_id == mailing.id)) or 0,
        opened=sum(row[4] for row in rows if row[3]),
        ways=ways,
        answered=became[Outcome.ANSWERED],
        declined=became[Outcome.DECLINED],
        returned=became[Outcome.RETURNED],
        unanswered=sum(row[4] for row in rows if not row[0] and not row[2]),
    )


def batches(session: Session, mailing: Mailing) -> Sequence[LetterBatch]:
    """The files of letters, the newest round first."""
    mine = select(LetterBatch).where(LetterBatch.mailing_id == mailing.id)
    return session.scalars(mine.order_by(LetterBatch.round.desc(), LetterBatch.no).limit(500)).all()


def transfers(session: Session, mailing: Mailing) -> Sequence[tuple[TransferBatch, int]]:
    """The files for the bank with how many payments came back, the newest first."""
    back = (
        select(func.count())
        .where(TransferLine.batch_id == TransferBatch.id, TransferLine.failed_at.is_not(None))
        .scalar_subquery()
    )
    mine = select(TransferBatch, back).where(TransferBatch.mailing_id == mailing.id)
    return [(row[0], row[1]) for row in session.execute(mine.order_by(TransferBatch.no.desc()))]


def lines(
    session: Session, seat: StaffSeat, mailing: Mailing, shown: str, after: int, now: datetime
) -> list[Line]:
    """A page of addressees, with one more than fits where there are more; looking at names is written down."""
    wanted = _shown(shown).where(
        Addressee.mailing_id == mailing.id, Addressee.place > after, Addressee.sealed != b""
    )
    found = session.scalars(wanted.order_by(Addressee.place).limit(PAGE + 1)).all()
    with writing(session):
        audit.saw(session, "staff", seat.id, f"listed_{shown}", "mailing", mailing.id, now)
    return named(session, found)


def search(session: Session, seat: StaffSeat, mailing: Mailing, asked: str, now: datetime) -> list[Line]:
    """By the code of a letter, 宛名番号, name, reading or telephone."""
    letter = answering.find(session, asked)
    if letter is not None and letter.mailing.id == mailing.id:
        return named(session, [letter.addressee])
    vault = vault_of(session)
    tokens = [vault.token(kind, text) for kind, text in tokens_of_query(asked)]
    tokens.append(vault.token("atena", asked.strip()))
    ids = select(AddresseeToken.addressee_id).where(AddresseeToken.token.in_(tokens))
    wanted = select(Addressee).where(Addressee.mailing_id == mailing.id, Addressee.id.in_(ids))
    found = session.scalars(wanted.order_by(Addressee.place).limit(PAGE)).all()
    with writing(session):
        audit.saw(session, "staff", seat.id, "searched", "mailing", mailing.id, now)
    return named(session, found)


def of_case(session: Session, case_id: UUID) -> Addressee | None:
    """Whose answer a case is."""
    return session.scalar(select(Addressee).where(Addressee.case_id == case_id))


def named(session: Session, found: Sequence[Addressee]) -> list[Line]:
    """Addressees with what they are called."""
    vault_of(session).fetch(session, [one.key_id for one in found])
    known: list[dict[str, Any]] = [standing.values(session, one) for one in found]
    return [
        Line(one, str(values["answers"].get("name", "")), values["number"])
        for one, values in zip(found, known, strict=True)
    ]


def _shown(shown: str) -> Select[Addressee]:
    wanted = select(Addressee)
    match shown:
        case "unanswered":
            return wanted.where(Addressee.outcome == "", Addressee.stop == "")
        case "stopped":
            return wanted.where(Addressee.stop != "")
        case "answered" | "declined" | "returned":
            return wanted.where(Addressee.outcome == shown)
        case _:
            return wanted
