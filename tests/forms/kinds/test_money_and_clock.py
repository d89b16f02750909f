"""Yen, bank accounts, hours and months, however people write them."""

import pytest

from forms import show
from tests.forms.builders import fault, field, read

ACCOUNT = {
    "bank": "見本銀行", "branch": "本店", "kind": "ordinary", "number": "12345", "holder": "みほん はなこ",
}  # fmt: skip


@pytest.mark.parametrize("typed", ["12000", "12,000", "¥12,000", "￥１２０００", "12000円", "12,000 円"])
def test_yen_is_read_however_it_is_written(typed: str) -> None:
    assert read("yen", typed) == 12000


@pytest.mark.parametrize(
    ("typed", "code"), [("たくさん", "integer_only"), ("-1", "integer_min"), ("9", "integer_max")]
)
def test_yen_out_of_bounds_is_refused(typed: str, code: str) -> None:
    assert fault("yen", typed, min=0, max=8).code == code


def test_yen_is_shown_with_its_unit() -> None:
    assert show.plain(field("yen"), 12000, "ja") == "12,000円"
    assert show.plain(field("yen"), 12000, "en") == "¥12,000"


def test_an_account_is_kept_as_a_transfer_needs_it() -> None:
    assert read("bank_account", ACCOUNT) == {
        **ACCOUNT, "bank_code": "", "branch_code": "", "number": "0012345", "holder": "ミホン ハナコ",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("holder", "kept"), [("ﾐﾎﾝ ﾊﾅｺ", "ミホン ハナコ"), ("カ）ミホン", "カ)ミホン"), ("ｍｉｈｏｎ", "MIHON")]
)
def test_a_holder_is_kept_as_the_bank_has_it(holder: str, kept: str) -> None:
    found = read("bank_account", {**ACCOUNT, "holder": holder})

    assert isinstance(found, dict)
    assert found["holder"] == kept


@pytest.mark.parametrize(
    ("part", "typed", "code"),
    [
        ("bank", "", "account_bank"),
        ("branch", "", "account_branch"),
        ("kind", "", "account_kind"),
        ("kind", "gold", "choice_unknown"),
        ("number", "", "account_number"),
        ("number", "12345678", "account_digits"),
        ("holder", "", "account_holder"),
        ("holder", "見本 花子", "account_holder_kana"),
        ("bank_code", "12", "code_digits"),
        ("branch_code", "x", "code_digits"),
        ("bank", "1234 5678 9018", "individual_number"),
    ],
)
def test_an_account_that_is_not_whole_is_refused(part: str, typed: str, code: str) -> None:
    found = fault("bank_account", {**ACCOUNT, part: typed})

    assert (found.code, found.part) == (code, part)


def test_an_account_left_open_is_no_answer() -> None:
    assert read("bank_account", {}) is None


def test_an_account_is_shown_on_one_line() -> None:
    stored = read("bank_account", {**ACCOUNT, "bank_code": "0001"})

    assert (
        show.plain(field("bank_account"), stored, "ja") == "見本銀行（0001） 本店 普通 0012345 ミホン ハナコ"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9:30", "09:30"), ("０９：３０", "09:30"), ("930", "09:30"), ("1330", "13:30"), ("9時半", "09:30"),
        ("午後1時", "13:00"), ("午前9時15分", "09:15"), ("1:30 pm", "13:30"), ("12am", "00:00"), ("0:00", "00:00"),
    ],
)  # fmt: skip
def test_an_hour_is_read_however_it_is_written(typed: str, kept: str) -> None:
    assert read("time", typed) == kept


@pytest.mark.parametrize("typed", ["25:00", "9:75", "午後13時", "昼ごろ", "9:5"])
def test_no_hour_is_refused(typed: str) -> None:
    assert fault("time", typed).code == "time_unreadable"


@pytest.mark.parametrize(
    ("era", "year", "month", "kept"),
    [("reiwa", "8", "4", "2026-04"), ("", "2026", "12", "2026-12"), ("", "令和8年4月", "", "2026-04")],
)
def test_a_month_is_read_by_both_calendars(era: str, year: str, month: str, kept: str) -> None:
    assert read("month", {"era": era, "year": year, "month": month}) == kept


def test_a_month_without_its_month_is_refused() -> None:
    assert fault("month", {"era": "reiwa", "year": "8", "month": ""}).code == "date_month"


def test_a_month_is_shown_in_words() -> None:
    assert show.plain(field("month"), "2026-04", "ja") == "令和8年4月"
    assert show.plain(field("month"), "2026-04", "en") == "2026-04"
