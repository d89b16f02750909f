"""文書分類: under which class of the town's rules a record is filed, and for how many years it is kept."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from forms.wording import Wording
from portal.pack.lists import Row
from portal.pack.rows import Dated, Tell, words

# The periods of the usual 文書管理規程. 常用 has no end: such a record is never proposed for disposal.
PERIODS = MappingProxyType({"1年": 1, "3年": 3, "5年": 5, "10年": 10, "30年": 30, "常用": None})


class Filed(StrEnum):
    """What a class is for by itself, whichever procedure a record belongs to."""

    NOTHING = ""
    WITHDRAWN = "取下げ"
    RETURNED = "返戻"
    DISPOSAL = "廃棄簿"


@dataclass(frozen=True)
class DocumentClass(Dated):
    """One class of records for a time; `years` is None for 常用."""

    id: str
    name: Wording
    years: int | None
    filed: Filed = Filed.NOTHING


def document_class(row: Row, tell: Tell) -> DocumentClass:
    """A row of classes.csv."""
    if row["保存期間"] not in PERIODS:
        tell("保存期間", f"{'・'.join(PERIODS)} のどれかを書いてください")
    if row["対象"] not in set(Filed):
        tell("対象", "取下げ・返戻・廃棄簿 のどれかか、空にしてください")
    return DocumentClass(
        row.valid_from, row.valid_to, row["分類記号"], words(row, "名称"), PERIODS.get(row["保存期間"]),
        Filed(row["対象"]) if row["対象"] in set(Filed) else Filed.NOTHING,
    )  # fmt: skip
