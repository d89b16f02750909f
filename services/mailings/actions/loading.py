"""A list is handed in, checked row by row, shown, and only then taken in; a second time of the same changes nothing."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BufferedIOBase
from itertools import islice
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import files, outbox
from portal.db import new_id, put, writing
from portal.files import StoredFile, made
from portal.opening import today
from portal.people import StaffSeat
from portal.refused import Refused
from portal.search_forms import tokens_for
from portal.vault import vault_of
from services.mailings.actions import standing
from services.mailings.actions.standing import MANAGE, SEALED
from services.mailings.models import Addressee, AddresseeToken, Mailing
from services.mailings.rules import columns, reading
from services.mailings.rules.columns import Columns, Entry, RowFault
from services.mailings.rules.stages import MOST_ROWS, Stage

KIND = "mailing"
REPORT = "mailing.report"
# A list as large as this is looked at while the clerk waits; a larger one by the worker.
AT_ONCE = 200_000
LARGEST = 64 * 1024 * 1024
# What a block takes in stays short; what a worker takes in one go ends long before its lease does.
_BLOCK, _SLICE = 50, 10_000
_MOST_FAULTS, _SHOWN = 200, 5


def hand_in(session: Session, seat: StaffSeat, mailing_id: UUID, upload: BinaryIO, now: datetime) -> bool:
    """Keep a list and have it checked; False where this very list is known already."""
    mailing = standing.find(session, seat, mailing_id)
    digest, size = _digest(upload)
    if mailing.file_hash == digest and mailing.stage != Stage.DRAFT:
        return False
    if not size or size > LARGEST:
        raise Refused("file_empty" if not size else "file_too_large", 422, limit=LARGEST // 1024 // 1024)
    file = made.stage(session, upload, "list.csv", "text/csv", now, origin=mailing_id)
    with standing.holding(session, seat, mailing_id, MANAGE, "list_handed_in", now) as mailing:
        standing.go(mailing, Stage.CHECKING)
        files.erase(session, "mailing", mailing_id)
        files.claim(session, [file.id], origin=mailing_id, owner_kind="mailing", owner_id=mailing_id, now=now)
        mailing.file_id, mailing.file_hash, mailing.report = file.id, digest, None
        if size > AT_ONCE:
            later(session, "check", mailing_id, now)
    if size <= AT_ONCE:
        check(session, mailing_id, now)
    return True


def check(session: Session, mailing_id: UUID, now: datetime) -> None:
    """Look at every row; what was found is sealed under the list's key, for it shows people."""
    mailing = session.get_one(Mailing, mailing_id, populate_existing=True)
    file = _file(session, mailing)
    if file is None or mailing.stage != Stage.CHECKING:
        return
    report = _report(session, mailing, file, now)
    with writing(session):
        mailing = standing.take_hold(session, mailing_id)
        if mailing.stage == Stage.CHECKING and mailing.file_id == file.id:
            mailing.report = vault_of(session).seal(session, file.key_id, report, REPORT)
            standing.go(mailing, Stage.CHECKED)


def report(session: Session, mailing: Mailing) -> dict[str, Any] | None:
    """What the check found, while the list is kept."""
    file = _file(session, mailing)
    if file is None or mailing.report is None:
        return None
    found: dict[str, Any] = vault_of(session).open(session, file.key_id, mailing.report, REPORT)
    return found


def count(session: Session, seat: StaffSeat, mailing_id: UUID, now: datetime) -> None:
    """The preview is right: take the list in. One with a fault is never taken in by halves."""
    found = report(session, standing.find(session, seat, mailing_id))
    if found is None or found["faults"]:
        raise Refused("list_faulty", 422)
    with standing.holding(session, seat, mailing_id, MANAGE, "list_counted", now) as mailing:
        standing.go(mailing, Stage.LOADING)
        if found["rows"] > _SLICE // 20:
            later(session, "load", mailing_id, now)
    if found["rows"] <= _SLICE // 20:
        load(session, mailing_id, now)


def load(session: Session, mailing_id: UUID, now: datetime) -> None:
    """Take in the next slice; whoever dies in it goes on where the last whole block ended."""
    mailing = session.get_one(Mailing, mailing_id, populate_existing=True)
    file = _file(session, mailing)
    if file is None or mailing.stage != Stage.LOADING:
        return
    last = session.scalar(select(func.max(Addressee.place)).where(Addressee.mailing_id == mailing_id)) or 0
    rest = islice(_new(session, mailing, file, now), _SLICE + 1)
    taken = 0
    while block := list(islice(rest, min(_BLOCK, _SLICE - taken))) if taken < _SLICE else []:
        _take(session, mailing_id, block, last + taken)
        taken += len(block)
    more = next(rest, None) is not None
    with writing(session):
        mailing = standing.take_hold(session, mailing_id)
        if more:
            later(session, "load", mailing_id, now)
        elif mailing.stage == Stage.LOADING:
            standing.go(mailing, Stage.LOADED)
            # What it said stands with each addressee now; the list itself is not kept a day longer.
            files.erase(session, "mailing", mailing_id)
            mailing.file_id = mailing.report = None


def later(session: Session, what: str, subject: UUID, now: datetime) -> None:
    """Give the worker something to do, in the caller's block."""
    outbox.add(
        session, KIND, lane=f"mailing:{subject}", template=what, locale="ja", refs={"subject": str(subject)},
        values={}, now=now,
    )  # fmt: skip


def _report(session: Session, mailing: Mailing, file: StoredFile, now: datetime) -> dict[str, Any]:
    procedure, dictionary = standing.procedure_of(session, mailing), standing.pack_of(session).dictionary
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    stops: dict[str, int] = {}
    shown: list[dict[str, str]] = []
    rows = 0
    try:
        lines = reading.rows(lambda: files.content(session, file))
        found = columns.columns(next(lines, (1, []))[1], procedure, dictionary)
        faults += found.faults
        for row, cells in lines if not found.faults else ():
            entry, wrong = columns.entry(found, row, cells, today(now))
            rows += 1
            faults += wrong if len(faults) < _MOST_FAULTS else ()
            if entry.number in seen and len(faults) < _MOST_FAULTS:
                faults.append(RowFault(row, "宛名番号", "number_twice"))
            seen.setdefault(entry.number, row)
            stops[entry.stop] = stops.get(entry.stop, 0) + 1
            if len(shown) < _SHOWN:
                shown.append(dict(zip(found.names, cells, strict=False)))
    except reading.Unreadable:
        faults.append(RowFault(1, "", "encoding"))
    faults += _about_all(session, mailing, seen)
    return {
        "rows": rows, "stops": {key: n for key, n in stops.items() if key}, "shown": shown,
        "faults": [[one.row, one.column, one.code] for one in faults[:_MOST_FAULTS]],
    }  # fmt: skip


def _about_all(session: Session, mailing: Mailing, seen: dict[str, int]) -> Iterator[RowFault]:
    """What no single row shows: too many, none, numbers that are 個人番号, people who are there already."""
    if not seen or len(seen) > MOST_ROWS:
        yield RowFault(1, "", "rows_none" if not seen else "rows_too_many")
    if columns.looks_like_individual_numbers(list(seen)):
        yield RowFault(1, "宛名番号", "individual_number")
    for numbers in _pages(seen.items(), 500):
        tokens = {number_token(session, mailing.id, number): row for number, row in numbers}
        there = select(Addressee.number).where(
            Addressee.mailing_id == mailing.id, Addressee.number.in_(list(tokens))
        )
        yield from (RowFault(tokens[token], "宛名番号", "number_there") for token in session.scalars(there))


def _new(session: Session, mailing: Mailing, file: StoredFile, now: datetime) -> Iterator[Entry]:
    """The rows that are not taken in yet, in the order of the list."""
    procedure, dictionary = standing.procedure_of(session, mailing), standing.pack_of(session).dictionary
    lines = reading.rows(lambda: files.content(session, file))
    found: Columns = columns.columns(next(lines)[1], procedure, dictionary)
    for page in _pages(lines, 500):
        entries = [columns.entry(found, row, cells, today(now))[0] for row, cells in page]
        tokens = [number_token(session, mailing.id, one.number) for one in entries]
        there = set(
            session.scalars(
                select(Addressee.number).where(
                    Addressee.mailing_id == mailing.id, Addressee.number.in_(tokens)
                )
            )
        )
        yield from (one for one, token in zip(entries, tokens, strict=True) if token not in there)


def _take(session: Session, mailing_id: UUID, block: Sequence[Entry], last: int) -> None:
    vault, dictionary = vault_of(session), standing.pack_of(session).dictionary
    # Hashing and reading are done before the block begins.
    ready = [
        (one, new_id(), number_token(session, mailing_id, one.number), _tokens(session, one, dictionary))
        for one in block
    ]
    with writing(session):
        rows, tokens = [], []
        for place, (one, id, number, found) in enumerate(ready, last + 1):
            key_id = vault.new_key(session)
            said = {"number": one.number, "answers": dict(one.answers), "answer_by": one.answer_by}
            rows.append(
                {
                    "id": id, "mailing_id": mailing_id, "place": place, "number": number, "key_id": key_id,
                    "sealed": vault.seal(session, key_id, said, SEALED), "stop": one.stop, "outcome": "",
                    "answered_way": "",
                }
            )  # fmt: skip
            tokens += [{"token": token, "addressee_id": id} for token in found]
        put(session, Addressee, rows)
        put(session, AddresseeToken, tokens)
    # The keys of a whole list need not stay in this session's memory.
    session.info.get("fresh_keys", {}).clear()


def _tokens(session: Session, one: Entry, dictionary: Any) -> list[bytes]:
    vault = vault_of(session)
    found = {vault.token(kind, text) for kind, text in tokens_for(one.answers, dictionary)}
    return sorted({*found, vault.token("atena", one.number)})


def number_token(session: Session, mailing_id: UUID, number: str) -> bytes:
    """宛名番号 within one mailing, as it is stored."""
    return vault_of(session).token("atena", f"{mailing_id}/{number}")


def _file(session: Session, mailing: Mailing) -> StoredFile | None:
    return None if mailing.file_id is None else files.one(session, mailing.file_id)


def _digest(upload: BinaryIO | BufferedIOBase) -> tuple[str, int]:
    whole, size = hashlib.sha256(), 0
    while chunk := upload.read(1024 * 1024):
        whole.update(chunk)
        size += len(chunk)
    upload.seek(0)
    return whole.hexdigest(), size


def _pages(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while page := list(islice(rest, size)):
        yield page
