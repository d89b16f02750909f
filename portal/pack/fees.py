"""What a town charges, as its lists say it: fees and postage with their accounts, and who pays less and why."""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum

from forms.wording import Wording
from portal.pack.lists import Row
from portal.pack.rows import Dated, Tell, words

WAYS = ("", "online", "window", "post", "konbini")
_YEN = re.compile(r"[0-9]+")


class Payable(StrEnum):
    """From when on, and how, something may be paid."""

    ARRIVAL = "arrival"
    ACCEPTANCE = "acceptance"
    COUNTER = "counter"


class Item(Enum):
    """What is charged; postage is a line of its own, for it is not the town's income from the service."""

    FEE = "手数料"
    POSTAGE = "郵送料"

    @property
    def what(self) -> str:
        """The word in the payment book."""
        return self.name.lower()

    @property
    def account(self) -> str:
        """科目 where the list names none (地方自治法施行規則第15条の区分の款)."""
        return "使用料及び手数料" if self is Item.FEE else "諸収入"


_WHEN = {
    "": Payable.ACCEPTANCE,
    "申込時": Payable.ARRIVAL,
    "受付後": Payable.ACCEPTANCE,
    "窓口": Payable.COUNTER,
}


@dataclass(frozen=True)
class FeeRow(Dated):
    """What a procedure costs for a time, perhaps only in one way of filing."""

    procedure: str
    way: str
    yen: int
    per: str
    item: Item = Item.FEE
    account: str = ""
    payable: Payable = Payable.ACCEPTANCE


@dataclass(frozen=True)
class WaiverRule(Dated):
    """減免: who pays less, recognised by an answer, told with its reason, confirmed on a document."""

    id: str
    procedure: str
    name: Wording
    evidence: Wording
    field: str
    values: frozenset[str]
    # What is not charged: all of it, half of it, or so many yen.
    off: str
    basis: str

    def applies(self, answer: object) -> bool:
        """Whether somebody who answered so is meant."""
        given = answer if isinstance(answer, list) else [answer]
        return any(str(one) in self.values for one in given if one is not None)

    def waived(self, yen: int) -> int:
        """How much of a fee is not charged; half a fee is charged in whole yen, the odd one being waived."""
        if self.off == "全額":
            return yen
        return yen - yen // 2 if self.off == "半額" else min(int(self.off), yen)


def fee(row: Row, tell: Tell) -> FeeRow:
    """A row of fees.csv."""
    if row["方法"] not in WAYS:
        tell("方法", "online・window・post・konbini か、空にしてください")
    if row["納付"] not in _WHEN:
        tell("納付", "申込時・受付後・窓口 のどれかか、空（受付後）にしてください")
    known = {item.value: item for item in Item}
    if row["費目"] and row["費目"] not in known:
        tell("費目", "手数料 か 郵送料 か、空（手数料）にしてください")
    item = known.get(row["費目"], Item.FEE)
    return FeeRow(
        row.valid_from, row.valid_to, row["手続ID"], row["方法"], _yen(row, "金額", tell), row["単位"],
        item, row["科目"] or item.account, _WHEN.get(row["納付"], Payable.ACCEPTANCE),
    )  # fmt: skip


def waiver(row: Row, tell: Tell) -> WaiverRule:
    """A row of waivers.csv."""
    off = row["減免"].replace(",", "").removesuffix("円")
    if off not in ("全額", "半額") and not _YEN.fullmatch(off):
        tell("減免", "全額・半額 か、減らす円の金額を書いてください")
        off = "0"
    values = frozenset(part.strip() for part in row["答え"].split("|") if part.strip())
    return WaiverRule(
        row.valid_from, row.valid_to, row["減免ID"], row["手続ID"], words(row, "理由"), words(row, "確認書類"),
        row["質問"], values, off, row["根拠"],
    )  # fmt: skip


def _yen(row: Row, column: str, tell: Tell) -> int:
    yen = row[column].replace(",", "").removesuffix("円")
    if not _YEN.fullmatch(yen):
        tell(column, "円の金額を数字で書いてください")
        return 0
    return int(yen)
