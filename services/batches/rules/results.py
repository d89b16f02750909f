"""The results that come back from the inner system: read row by row, and what each may do to its case."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from forms.numbers import find_individual_numbers
from forms.procedure import Decision
from portal.pack.lists import day, decode
from portal.refused import Refused
from portal.states import State
from services.batches.rules.cells import unguarded

RECEIPT, STATE, DAY, NUMBER, REMARK = "受付番号", "状態", "日付", "文書番号", "備考"
NEEDED, COLUMNS = (RECEIPT, STATE, DAY), (RECEIPT, STATE, DAY, NUMBER, REMARK)
MOST_ROWS, MOST_BYTES, LONGEST = 500, 512 * 1024, 200
# What a result may say, and what stays in the hands of people: 処分 with 決裁, and what needs a reason that a person reads.
STATES = {"審査": State.REVIEW, "審査中": State.REVIEW, "完了": State.DONE}
BY_HAND = frozenset(("承認", "却下", "決定", "不承認", "減免不承認", "返戻", "取下げ", "補正", "補正待ち"))


@dataclass(frozen=True)
class Line:
    """One row as it came, with what can be said of it without looking at its case."""

    place: int
    receipt_no: str
    to: State | None
    on: date | None
    number: str
    remark: str
    fault: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a case stands, as far as a result depends on it."""

    state: State
    deciding: Decision
    arrived_on: date
    pending: bool
    handed_over: bool


def read(raw: bytes, number_of: Callable[[str], str | None]) -> tuple[Line, ...]:
    """The rows of a file; refused as a whole where it is no such table. `number_of` reads a receipt number."""
    if len(raw) > MOST_BYTES:
        raise Refused("results_too_large", 413, most=MOST_ROWS)
    text = decode(raw)
    if text is None or "\0" in text:
        raise Refused("results_unreadable", 422)
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip() for name in next(reader, [])]
    if missing := [name for name in NEEDED if header.count(name) != 1]:
        raise Refused("results_columns", 422, columns="、".join(missing))
    found = tuple(_lines(reader, header, number_of))
    if not found:
        raise Refused("results_empty", 422)
    if len(found) > MOST_ROWS:
        raise Refused("results_too_large", 413, most=MOST_ROWS)
    return found


def _lines(
    reader: Iterator[list[str]], header: list[str], number_of: Callable[[str], str | None]
) -> Iterator[Line]:
    seen: set[str] = set()
    for place, cells in enumerate(reader, 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {
            name: unguarded(cell.strip())
            for name, cell in zip(header, cells, strict=False)
            if name in COLUMNS
        }
        line = _line(place, row, number_of(row.get(RECEIPT, "")))
        if line.receipt_no and line.receipt_no in seen:
            line = replace(line, fault="doubled")
        seen.add(line.receipt_no)
        yield line


def _line(place: int, row: Mapping[str, str], receipt_no: str | None) -> Line:
    state = row.get(STATE, "")
    number, remark = row.get(NUMBER, ""), row.get(REMARK, "")
    to, on = STATES.get(state), day(row.get(DAY, ""))
    fault = ""
    if receipt_no is None:
        fault = "receipt_unreadable"
    elif state in BY_HAND:
        fault = "by_hand"
    elif to is None:
        fault = "state_unknown"
    elif on is None:
        fault = "day_unreadable"
    elif len(number) > LONGEST or len(remark) > LONGEST:
        fault = "too_long"
    elif find_individual_numbers(f"{number} {remark}"):
        # Not even shown again: it must not be in the file.
        fault, number, remark = "individual_number", "", ""
    return Line(place, receipt_no or "", to, on, number[:LONGEST], remark[:LONGEST], fault)


def judge(line: Line, standing: Standing | None, today: date) -> str:
    """Why this row moves nothing; empty where it may."""
    if line.fault or standing is None:
        return line.fault or "case_unknown"
    reasons = (
        ("not_in_batch", not standing.handed_over),
        ("day_ahead", line.on is None or line.on > today),
        ("day_before_arrival", line.on is not None and line.on < standing.arrived_on),
        ("already", standing.state is line.to),
        ("proposed", standing.pending),
        ("state_not_possible", line.to is None or not _follows(standing, line.to)),
    )
    return next((why for why, holds in reasons if holds), "")


def _follows(standing: Standing, to: State) -> bool:
    """審査 begins after 受付; 完了 ends a 届出 that was looked at, or whatever people have decided."""
    if to is State.REVIEW:
        return standing.state is State.ACCEPTED
    if standing.state is State.DECIDED:
        return True
    return standing.deciding is Decision.NONE and standing.state in (State.ACCEPTED, State.REVIEW)
