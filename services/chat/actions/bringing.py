"""Entries and gold questions from a file, read as towns keep them: our columns or the usual four, UTF-8 or cp932."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit
from portal.db import inserting, new_id, writing
from portal.finding import FAQ as ANSWERED
from portal.finding import PROCEDURE
from portal.pack import Pack, lists
from portal.pack.lists import PackFault
from portal.pack.shapes import FAQ
from portal.people import StaffSeat
from services.chat.actions import knowledge, reach
from services.chat.actions.knowledge import Changes
from services.chat.models import GoldQuestion
from services.chat.rules import entries

FILE = "CSV"
GOLD = ("質問", "答え")
_WORDS = {
    "needed": "空です", "id": "IDは英数字と - _ で、40文字までです", "long": "2000文字までです", "day": "日付として読めません",
    "number": "個人番号のような12けたの数字があります", "link": "https:// か / で始まるアドレスにしてください",
    "division": "知らない部署IDです", "procedure": "知らない手続IDです", "yours": "この課の項目は、受け持っていません",
}  # fmt: skip


def read(session: Session, seat: StaffSeat, raw: bytes) -> tuple[Changes, tuple[PackFault, ...]]:
    """What a file changes, and everything that is wrong in it; entries that stand as they are are left out."""
    text = lists.decode(raw)
    if not text or "\0" in text:
        return {}, (
            PackFault(
                FILE, 1, "", "文字コードが読めません。UTF-8 か Shift_JIS(cp932)の CSV で保存してください"
            ),
        )
    short = set(entries.SHORT) <= set(next(csv.reader(io.StringIO(text)), []))
    found, faults = _short(session, text) if short else _long(raw)
    known = {row["ID"]: entries.normal(row.cells) for row in knowledge.rows(session)}
    for line, cells in found:
        faults += [
            PackFault(FILE, line, column, _WORDS[code])
            for column, code in _wrong(session, seat, cells, known)
        ]
    made = {cells["ID"]: cells for _, cells in found if known.get(cells["ID"]) != cells}
    return made, tuple(sorted(set(faults)))


def gold(session: Session) -> Sequence[GoldQuestion]:
    """The questions of which the right answer is known."""
    return session.scalars(select(GoldQuestion).order_by(GoldQuestion.question)).all()


def gold_rows(session: Session) -> list[Mapping[str, str]]:
    """The same for a file."""
    return [{"質問": one.question, "答え": one.wants} for one in gold(session)]


def answers(session: Session) -> frozenset[str]:
    """Everything that may be the right answer, by its key."""
    pack: Pack = session.info["pack"]
    ids = {f"{ANSWERED}:{row['ID']}" for row in knowledge.rows(session)}
    return frozenset(ids | {f"{PROCEDURE}:{key}" for key in pack.procedures})


def bring_gold(session: Session, seat: StaffSeat, raw: bytes, now: datetime) -> tuple[str, ...]:
    """Gold questions from a file of two columns."""
    text = lists.decode(raw) or ""
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows or not set(GOLD) <= set(rows[0]):
        return ("gold_columns",)
    return add_gold(session, seat, [(row["質問"] or "", row["答え"] or "") for row in rows], now)


def add_gold(
    session: Session, seat: StaffSeat, pairs: Sequence[tuple[str, str]], now: datetime
) -> tuple[str, ...]:
    """Keep questions with what should answer them; nothing is kept where one of them cannot be."""
    known = answers(session)
    wanted = [(question.strip()[:300], _key(wants.strip())) for question, wants in pairs]
    if any(not question or find_individual_numbers(question) for question, _ in wanted):
        return ("gold_question",)
    if any(wants and wants not in known for _, wants in wanted):
        return ("gold_wants",)
    with writing(session):
        for question, wants in wanted:
            row = {"id": new_id(), "question": question, "wants": wants, "made_at": now, "made_by": seat.id}
            session.execute(
                inserting(session, GoldQuestion)
                .values(**row)
                .on_conflict_do_update(index_elements=["question"], set_={"wants": wants})
            )
        audit.did(session, "staff", seat.id, "knowledge_gold", "knowledge", None, now)
    return ()


def forget_gold(session: Session, seat: StaffSeat, question: str, now: datetime) -> None:
    """A question that is no longer tried."""
    with writing(session):
        session.execute(delete(GoldQuestion).where(GoldQuestion.question == question))
        audit.did(session, "staff", seat.id, "knowledge_gold", "knowledge", None, now)


def _key(wants: str) -> str:
    """An ID alone is that of an answer."""
    return wants if not wants or ":" in wants else f"{ANSWERED}:{wants}"


def _long(raw: bytes) -> tuple[list[tuple[int, dict[str, str]]], list[PackFault]]:
    listed = lists.parse(raw, FAQ, FILE)
    return [(row.line, dict(entries.normal(row.cells))) for row in listed.rows], list(listed.faults)


def _short(session: Session, text: str) -> tuple[list[tuple[int, dict[str, str]]], list[PackFault]]:
    known = {row["ID"]: row.cells for row in knowledge.rows(session)}
    reader = csv.DictReader(io.StringIO(text, newline=""))
    found = []
    for row in reader:
        typed = {key: value or "" for key, value in row.items() if isinstance(key, str)}
        if any(typed.values()):
            cells = dict(entries.long_of(typed, known.get(typed.get("ID", "").strip())))
            found.append((reader.line_num, dict(entries.normal(cells))))
    return found, []


def _wrong(
    session: Session, seat: StaffSeat, cells: Mapping[str, str], known: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str]]:
    pack: Pack = session.info["pack"]
    found = entries.faults(cells, pack.division_ids, pack.procedures)
    before = known.get(cells.get("ID", ""))
    if before != cells:
        owners = [one.get("部署ID", "") for one in (before, cells) if one is not None]
        found += [("部署ID", "yours") for one in owners if not reach.edits(seat, pack, one)]
    return found
