"""Letters: planned in files of at most five hundred, printed by the worker, fetched by staff; who gets none is listed."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from portal import audit, files
from portal.db import new_id, put, writing
from portal.files import made
from portal.opening import today
from portal.people import StaffSeat
from portal.printing import Printer
from portal.refused import Refused
from portal.vault import vault_of
from services.mailings.actions import standing
from services.mailings.actions.loading import later
from services.mailings.actions.standing import MANAGE
from services.mailings.models import Addressee, LetterBatch, Mailing, PrintedLetter
from services.mailings.rules import codes, paper
from services.mailings.rules.stages import LETTERS, OPEN, Stage

SHEET = "sheets/mailing.html"


def plan(session: Session, mailing_id: UUID, number: int, now: datetime) -> None:
    """Part who is still to be written to into files, one block a file; whoever dies goes on with the next one."""
    while True:
        with writing(session):
            mailing = standing.take_hold(session, mailing_id)
            if mailing.stage != Stage.RELEASED:
                return
            waiting = session.scalars(_unwritten(mailing_id, number).limit(LETTERS)).all()
            if not waiting:
                return
            batches = select(LetterBatch.no).where(
                LetterBatch.mailing_id == mailing_id, LetterBatch.round == number
            )
            no = max(session.scalars(batches), default=0) + 1
            batch = {
                "id": new_id(), "mailing_id": mailing_id, "round": number, "no": no, "count": len(waiting),
            }  # fmt: skip
            put(session, LetterBatch, batch)
            first = (no - 1) * LETTERS
            rows = [
                {"addressee_id": one, "batch_id": batch["id"], "seq": first + place}
                for place, one in enumerate(waiting, 1)
            ]
            put(session, PrintedLetter, rows)
            later(session, "print", UUID(str(batch["id"])), now)


def print_batch(session: Session, batch_id: UUID, printer: Printer, now: datetime) -> None:
    """Make one file: whoever answered, was stopped or moved since it was planned gets no letter."""
    batch = session.get_one(LetterBatch, batch_id, populate_existing=True)
    if batch.made_at is not None:
        return
    mailing = session.get_one(Mailing, batch.mailing_id)
    rows = list(session.execute(_of_batch(batch_id)))
    fresh = {row.Addressee.id: codes.new() for row in rows}
    if rows:
        pages = list(_pages(session, mailing, rows, fresh))
        content = printer.sheet(
            SHEET,
            **_frame(session, mailing, f"{batch.round}-{batch.no}", now, reminder=batch.round > 1),
            letters=pages,
        )
        file = made.stage(session, io.BytesIO(content), _name(batch), "application/pdf", now, origin=batch.id)
    with writing(session):
        held = session.get_one(LetterBatch, batch_id, with_for_update=True, populate_existing=True)
        if held.made_at is not None:
            return
        held.made_at, held.count = now, len(rows)
        if rows:
            files.claim(
                session, [file.id], origin=batch.id, owner_kind="mailing_batch", owner_id=batch.id, now=now
            )
            held.file_id = file.id
        for row in rows:
            row.PrintedLetter.code = hashed(session, fresh[row.Addressee.id])
            standing.note(session, row.Addressee.id, "printed", now)
        session.flush()


def fetch(session: Session, seat: StaffSeat, batch_id: UUID, now: datetime) -> tuple[str, Iterator[bytes]]:
    """A file for the printer; every fetching is written down."""
    batch = session.get(LetterBatch, batch_id)
    if batch is None or batch.file_id is None:
        raise Refused("mailing_unknown", status=404)
    standing.find(session, seat, batch.mailing_id)
    with writing(session):
        held = session.get_one(LetterBatch, batch_id, with_for_update=True, populate_existing=True)
        held.fetched_at, held.fetched_by = held.fetched_at or now, held.fetched_by or seat.id
        audit.saw(session, "staff", seat.id, "letters_fetched", "mailing_batch", batch_id, now)
    file = files.one(session, batch.file_id)
    if file is None:
        raise Refused("mailing_unknown", status=404)
    return _name(batch), files.content(session, file)


def preview(session: Session, seat: StaffSeat, mailing: Mailing, printer: Printer, now: datetime) -> bytes:
    """The first letter as it will be printed; its code opens nothing."""
    wanted = select(Addressee).where(Addressee.mailing_id == mailing.id, Addressee.stop == "")
    first = session.scalar(wanted.order_by(Addressee.place).limit(1))
    if first is None:
        raise Refused("mailing_stage")
    with writing(session):
        audit.saw(session, "staff", seat.id, "letter_previewed", "addressee", first.id, now)
    page = _page(session, mailing, first, 1, "XXXX-XXXX-XXXX")
    return printer.sheet(SHEET, **_frame(session, mailing, "0-0", now, reminder=False), letters=[page])


def stop(session: Session, seat: StaffSeat, addressee_id: UUID, why: str, now: datetime) -> None:
    """Print nothing for somebody from now on, or again; what lies in a file already is taken out by hand."""
    found, mailing = standing.addressee(session, seat, addressee_id)
    if why not in ("", "shielded", "moved", "dead", "stopped"):
        raise Refused("mailing_stage", 422)
    with standing.holding(session, seat, mailing.id, MANAGE, "addressee_stopped", now):
        found = session.get_one(Addressee, addressee_id, with_for_update=True, populate_existing=True)
        found.stop = why
        standing.note(session, found.id, "stopped" if why else "unstopped", now, by=seat.id)


def again(session: Session, seat: StaffSeat, addressee_id: UUID, now: datetime) -> None:
    """再発行: one more letter with a new code; the codes before it open nothing any more."""
    found, mailing = standing.addressee(session, seat, addressee_id)
    with standing.holding(session, seat, mailing.id, MANAGE, "letter_again", now):
        if mailing.stage != Stage.RELEASED or found.stop or found.outcome not in OPEN:
            raise Refused("mailing_stage")
        old = session.scalars(select(PrintedLetter).where(PrintedLetter.addressee_id == addressee_id))
        for letter in old.all():
            letter.code = None
        numbers = select(LetterBatch.no).where(LetterBatch.mailing_id == mailing.id, LetterBatch.round == 0)
        no = max(session.scalars(numbers), default=0) + 1
        batch = LetterBatch(id=new_id(), mailing_id=mailing.id, round=0, no=no, count=1)
        session.add(batch)
        session.flush()
        row = {"addressee_id": addressee_id, "batch_id": batch.id, "seq": no}
        put(session, PrintedLetter, row)
        later(session, "print", batch.id, now)


def hashed(session: Session, code: str) -> bytes:
    """A code as it is stored: from a copy of the database alone no guess can be checked."""
    return vault_of(session).token("mailing_code", code)


def _unwritten(mailing_id: UUID, number: int) -> Select[UUID]:
    written = (
        exists()
        .where(PrintedLetter.addressee_id == Addressee.id, PrintedLetter.batch_id == LetterBatch.id)
        .where(LetterBatch.round == number)
    )
    return (
        select(Addressee.id)
        .where(Addressee.mailing_id == mailing_id, Addressee.outcome == "", Addressee.stop == "", ~written)
        .order_by(Addressee.place)
    )


def _of_batch(batch_id: UUID) -> Any:
    return (
        select(Addressee, PrintedLetter)
        .join(PrintedLetter, PrintedLetter.addressee_id == Addressee.id)
        .where(PrintedLetter.batch_id == batch_id, Addressee.outcome.in_(OPEN), Addressee.stop == "")
        .order_by(PrintedLetter.seq)
        .execution_options(populate_existing=True)
    )


def _pages(
    session: Session, mailing: Mailing, rows: Sequence[Any], fresh: dict[UUID, str]
) -> Iterator[dict[str, Any]]:
    vault_of(session).fetch(session, [row.Addressee.key_id for row in rows])
    for row in rows:
        yield _page(session, mailing, row.Addressee, row.PrintedLetter.seq, fresh[row.Addressee.id])


def _page(session: Session, mailing: Mailing, found: Addressee, seq: int, code: str) -> dict[str, Any]:
    from forms.qr import svg

    known = standing.values(session, found)
    until = date.fromisoformat(known["answer_by"]) if known["answer_by"] else mailing.answer_by
    address = f"{session.info.get('base_url', '')}/mailings/{code}"
    return {
        **paper.letter(known, standing.procedure_of(session, mailing), until),
        "seq": seq,
        "code": code,
        "qr": svg(address, f"回答のページ {code}"),
    }


def _frame(
    session: Session, mailing: Mailing, batch: str, now: datetime, *, reminder: bool
) -> dict[str, Any]:
    """What is the same on every letter of a file."""
    from forms import show

    pack, day = standing.pack_of(session), today(now)
    division = pack.division(mailing.division, day)
    return {
        "title": mailing.title,
        "lead": [part for part in mailing.lead.replace("\r", "").split("\n") if part.strip()],
        "procedure": standing.procedure_of(session, mailing),
        "division": division,
        "office": pack.office(division.office, day),
        "date": show.day(day, "ja"),
        "reminder": reminder,
        "site": f"{session.info.get('base_url', '')}/mailings",
        "batch": batch,
        "asks": paper.questions(standing.procedure_of(session, mailing)),
    }


def _name(batch: LetterBatch) -> str:
    return f"letters-{batch.round}-{batch.no:03}.pdf"
