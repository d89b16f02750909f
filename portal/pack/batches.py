"""How a town hands cases to its inner systems, as its list says it: what goes together, when, and written how."""

from dataclasses import dataclass
from enum import StrEnum

from portal.pack.lists import Row
from portal.pack.rows import Dated, Tell

# A month covers the longest holidays and whoever was ill; after it the file is erased.
USUAL_DAYS, MOST_DAYS = 30, 366


class Reached(StrEnum):
    """How far a case must have come to be handed over."""

    ACCEPTED = "accepted"  # 受付
    DECIDED = "decided"  # 決定


class Encoding(StrEnum):
    """How the CSV of a batch is written; the values are Python's names."""

    UTF8 = "utf-8-sig"
    CP932 = "cp932"


_REACHED = {"": Reached.ACCEPTED, "受付": Reached.ACCEPTED, "決定": Reached.DECIDED}
_ENCODINGS = {"": Encoding.UTF8, "UTF-8": Encoding.UTF8, "Shift_JIS": Encoding.CP932}
_YES = {"": False, "いいえ": False, "はい": True}


@dataclass(frozen=True)
class BatchPlan(Dated):
    """One way of handing over: the cases of a division and perhaps of some procedures only, none named meaning all."""

    id: str
    name: str
    division: str
    procedures: tuple[str, ...]
    reached: Reached
    encoding: Encoding
    nightly: bool
    # 支援措置: whether the inner system needs the address that is otherwise kept out.
    with_shielded: bool
    keep_days: int


def plan(row: Row, tell: Tell) -> BatchPlan:
    """A row of batches.csv."""
    for column, known in (
        ("対象", _REACHED),
        ("文字コード", _ENCODINGS),
        ("毎夜", _YES),
        ("支援措置の住所", _YES),
    ):
        if row[column] not in known:
            words = "・".join(str(word) for word in known if word)
            tell(column, f"{words} のどれかか、空にしてください")
    days = row["保存日数"]
    if days and not (days.isascii() and days.isdigit() and 1 <= int(days) <= MOST_DAYS):
        tell("保存日数", f"1から{MOST_DAYS}までの数字を書いてください")
        days = ""
    return BatchPlan(
        row.valid_from,
        row.valid_to,
        id=row["計画ID"],
        name=row["名称"],
        division=row["部署ID"],
        procedures=parts(row["手続ID"]),
        reached=_REACHED.get(row["対象"], Reached.ACCEPTED),
        encoding=_ENCODINGS.get(row["文字コード"], Encoding.UTF8),
        nightly=_YES.get(row["毎夜"], False),
        with_shielded=_YES.get(row["支援措置の住所"], False),
        keep_days=int(days or USUAL_DAYS),
    )


def parts(cell: str) -> tuple[str, ...]:
    """Several ids in one cell, parted by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())
