"""The file for the bank, byte by byte."""

from datetime import date
from typing import Any

import pytest

from services.mailings.rules import transfers
from services.mailings.rules.transfers import Payer, Payment, Unsendable

PAYER = Payer(
    "1234567890", "ヒナタシカイケイカンリシャ", "9999", "ミホン", "001", "ホンテン", "ordinary", "7654321"
)
HANAKO = {
    "bank": "ミホンギンコウ", "bank_code": "9998", "branch": "ヒナタ", "branch_code": "012", "kind": "ordinary",
    "number": "0012345", "holder": "ガッコウ ハナコ",
}  # fmt: skip
DAY = date(2026, 12, 10)


def payment(no: int = 1, yen: int = 30000, **account: Any) -> Payment:
    return Payment(no, yen, {**HANAKO, **account})


def test_every_record_stands_byte_for_byte() -> None:
    made = transfers.file(PAYER, DAY, [payment(), payment(2, 5000, kind="current", holder="カ)ミホン")])

    assert made.decode("cp932").split("\r\n") == [
        "1210" "1234567890" + "ﾋﾅﾀｼｶｲｹｲｶﾝﾘｼﾔ".ljust(40) + "1210" "9999" + "ﾐﾎﾝ".ljust(15) + "001"
        + "ﾎﾝﾃﾝ".ljust(15) + "1" "7654321" + " " * 17,
        "2" "9998" + "ﾐﾎﾝｷﾞﾝｺｳ".ljust(15) + "012" + "ﾋﾅﾀ".ljust(15) + "0000" "1" "0012345"
        + "ｶﾞﾂｺｳ ﾊﾅｺ".ljust(30) + "0000030000" "0" "0000000001" + " " * 10 + "7" + " " * 8,
        "2" "9998" + "ﾐﾎﾝｷﾞﾝｺｳ".ljust(15) + "012" + "ﾋﾅﾀ".ljust(15) + "0000" "2" "0012345"
        + "ｶ)ﾐﾎﾝ".ljust(30) + "0000005000" "0" "0000000002" + " " * 10 + "7" + " " * 8,
        "8" "000002" "000000035000" + " " * 101,
        "9" + " " * 119,
        "",
    ]  # fmt: skip


def test_each_record_has_a_hundred_and_twenty_bytes_with_and_without_line_ends() -> None:
    with_ends = transfers.file(PAYER, DAY, [payment()])
    without = transfers.file(PAYER, DAY, [payment()], lines=False)

    assert [len(line) for line in with_ends.split(b"\r\n")] == [120, 120, 120, 120, 0]
    assert without == with_ends.replace(b"\r\n", b"")


def test_the_trailer_counts_and_sums_every_payment() -> None:
    made = transfers.file(PAYER, DAY, [payment(no, no * 1000) for no in range(1, 13)])

    assert made.split(b"\r\n")[-3][:19] == b"8000012000000078000"


def test_a_holder_longer_than_the_record_is_cut() -> None:
    made = transfers.data_record(payment(holder="ガ" * 20))

    assert made[50:80] == "ｶﾞ" * 15
    assert len(made) == 120


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"bank_code": ""}, "bank_code"),
        ({"bank_code": "123"}, "bank_code"),
        ({"branch_code": ""}, "branch_code"),
        ({"kind": "gold"}, "kind"),
        ({"number": "12345678"}, "number"),
        ({"number": "１２３"}, "number"),
        ({"holder": "見本 花子"}, "holder"),
        ({"holder": ""}, "holder"),
    ],
)
def test_what_a_record_cannot_hold_is_refused_by_its_part(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(Unsendable) as found:
        transfers.data_record(payment(**changes))

    assert found.value.part == part


def test_a_bank_whose_name_has_no_reading_is_known_by_its_code_alone() -> None:
    made = transfers.data_record(payment(bank="見本銀行", branch="本店"))

    assert made[5:20] == " " * 15
    assert made[23:38] == " " * 15


@pytest.mark.parametrize(
    ("account", "yen", "kana", "code"),
    [
        (HANAKO, 30000, "ガッコウ ハナコ", ""),
        (None, 30000, "ガッコウ ハナコ", "account_missing"),
        (HANAKO, 0, "ガッコウ ハナコ", "yen_missing"),
        (HANAKO, 10_000_000_000, "ガッコウ ハナコ", "yen_missing"),
        ({**HANAKO, "bank_code": ""}, 30000, "ガッコウ ハナコ", "code_missing"),
        ({**HANAKO, "number": ""}, 30000, "ガッコウ ハナコ", "account_unsendable"),
        (HANAKO, 30000, "", "kana_missing"),
        (HANAKO, 30000, "ガッコウ タロウ", "holder_differs"),
    ],
)
def test_who_cannot_be_paid_yet_is_told_why(account: Any, yen: int, kana: str, code: str) -> None:
    assert transfers.hindrance(account, yen, kana) == code


def test_a_payment_never_prints_an_account() -> None:
    assert "0012345" not in repr(payment())


def test_a_file_without_payments_is_no_file() -> None:
    with pytest.raises(Unsendable):
        transfers.file(PAYER, DAY, [])
