"""総合振込: the file a bank takes, record by record, and who cannot be paid by it yet.

全国銀行協会「全銀協標準レコード・フォーマット 総合振込」: each record has 120 bytes of JIS; figures stand at the right with
zeros before them, characters at the left with spaces behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from forms import zengin

RECORD = 120
# 種別コード 21 総合振込, コード区分 0 JIS.
_KIND, _JIS = "21", "0"
# 預金種目: 普通 1, 当座 2, 貯蓄 4.
_DEPOSITS: Mapping[str, str] = MappingProxyType({"ordinary": "1", "current": "2", "savings": "4"})
# 新規コード 0 その他, 振込指定区分 7 電信.
_OTHER, _TELEGRAPHIC = "0", "7"
# Ten figures hold a payment, six their number, twelve their sum.
MOST_YEN, MOST_LINES = 9_999_999_999, 999_999


@dataclass(frozen=True)
class Payer:
    """依頼人: the town's own account, and the code the bank gave it."""

    code: str
    name: str
    bank_code: str
    bank: str
    branch_code: str
    branch: str
    kind: str
    number: str


@dataclass(frozen=True)
class Payment:
    """One payment: to which account, how much, under which number of ours."""

    no: int
    yen: int
    account: Mapping[str, str] = field(repr=False)


class Unsendable(Exception):
    """A value that no record can hold; `part` says which, and never the value."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part)


def hindrance(account: Mapping[str, Any] | None, yen: int, kana: str) -> str:
    """Why somebody cannot be paid by a file yet, or nothing."""
    if not account:
        return "account_missing"
    if not 0 < yen <= MOST_YEN:
        return "yen_missing"
    try:
        data_record(Payment(1, yen, {key: str(value) for key, value in account.items()}))
    except Unsendable as found:
        return "code_missing" if found.part in ("bank_code", "branch_code") else "account_unsendable"
    if not kana:
        return "kana_missing"
    return "" if zengin.same_name(str(account.get("holder", "")), kana) else "holder_differs"


def file(payer: Payer, pay_on: date, payments: Sequence[Payment], *, lines: bool = True) -> bytes:
    """The whole file: header, data, trailer, end; with `lines` each record ends with CR LF."""
    if not payments or len(payments) > MOST_LINES:
        raise Unsendable("count")
    records = [header(payer, pay_on), *map(data_record, payments), trailer(payments), "9" + " " * 119]
    ending = "\r\n" if lines else ""
    return "".join(record + ending for record in records).encode("cp932")


def header(payer: Payer, pay_on: date) -> str:
    """ヘッダー・レコード: who pays, from which account, on which day."""
    return _whole(
        "1", _KIND, _JIS, _figures(payer.code, 10, "code"), _letters(payer.name, 40, "name"), f"{pay_on:%m%d}",
        _exactly(payer.bank_code, 4, "bank_code"), _letters(payer.bank, 15, "bank"),
        _exactly(payer.branch_code, 3, "branch_code"), _letters(payer.branch, 15, "branch"),
        _deposit(payer.kind), _figures(payer.number, 7, "number"), " " * 17,
    )  # fmt: skip


def data_record(payment: Payment) -> str:
    """データ・レコード: one payment. Names of bank and branch are optional and left out where no record can hold them."""
    to = payment.account
    return _whole(
        "2", _exactly(to.get("bank_code", ""), 4, "bank_code"), _optional(to.get("bank", ""), 15),
        _exactly(to.get("branch_code", ""), 3, "branch_code"), _optional(to.get("branch", ""), 15), "0000",
        _deposit(to.get("kind", "")), _figures(to.get("number", ""), 7, "number"),
        _letters(to.get("holder", ""), 30, "holder"), _figures(str(payment.yen), 10, "yen"), _OTHER,
        _figures(str(payment.no), 10, "no"), " " * 10, _TELEGRAPHIC, " ", " " * 7,
    )  # fmt: skip


def trailer(payments: Sequence[Payment]) -> str:
    """トレーラ・レコード: how many, and how much altogether."""
    total = sum(payment.yen for payment in payments)
    return _whole("8", _figures(str(len(payments)), 6, "count"), _figures(str(total), 12, "sum"), " " * 101)


def _whole(*parts: str) -> str:
    record = "".join(parts)
    if len(record.encode("cp932")) != RECORD:
        raise Unsendable("record")
    return record


def _figures(text: str, width: int, part: str) -> str:
    if not text or not text.isascii() or not text.isdigit() or len(text) > width:
        raise Unsendable(part)
    return text.zfill(width)


def _exactly(text: str, width: int, part: str) -> str:
    """A code of the banks: all of its figures, for a zero in front is part of it."""
    if len(text) != width:
        raise Unsendable(part)
    return _figures(text, width, part)


def _letters(text: str, width: int, part: str) -> str:
    """Characters of the network. A holder longer than the record is cut, as the banks' own systems do."""
    sent = zengin.narrow(" ".join(text.split()))
    if not sent or zengin.strange(sent):
        raise Unsendable(part)
    return sent[:width].ljust(width)


def _optional(text: str, width: int) -> str:
    sent = zengin.narrow(text)
    return " " * width if zengin.strange(sent) else sent[:width].ljust(width)


def _deposit(kind: str) -> str:
    if kind not in _DEPOSITS:
        raise Unsendable("kind")
    return _DEPOSITS[kind]
