"""An addressee list's columns and rows: what is read, and every fault by row and column."""

from collections.abc import Iterator
from datetime import date

import pytest

from services.mailings.rules import columns, reading
from services.mailings.rules.columns import Columns, RowFault
from tests.portal.cases import hinata
from tests.services.mailings.town import PERSON

DAY = date(2026, 11, 20)


def read_header(*names: str) -> Columns:
    return columns.columns(names, hinata().procedure("kurashi_ouen"), hinata().dictionary)


def read(**changes: str) -> tuple[columns.Entry, list[RowFault]]:
    row = {**PERSON, **changes}
    return columns.entry(read_header(*row), 7, list(row.values()), DAY)


def faults(**changes: str) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in read(**changes)[1]]


def test_a_row_is_read_into_fields_of_the_dictionary() -> None:
    entry, wrong = read(方書="見本荘201", 回答期限="令和9年1月8日")

    assert wrong == []
    assert (entry.number, entry.stop, entry.answer_by) == ("100001", "", "2027-01-08")
    assert entry.answers["benefit_amount"] == 30000
    assert entry.answers["address"]["building"] == "見本荘201"
    assert entry.answers["birth_date"] == "1955-04-01"


def test_columns_are_known_by_key_by_label_and_by_part() -> None:
    found = read_header(
        "atena_number", "name", "address.postcode", "住所", "番地", "birth_date", "benefit_amount",
        "振込先の口座/店番", "payout_account.number",
    )  # fmt: skip

    assert found.faults == ()
    assert found.places[-2:] == (("payout_account", "branch_code"), ("payout_account", "number"))


def test_an_account_in_a_list_is_read_like_any_other() -> None:
    account = {
        "振込先の口座/金融機関": "ゆうちょ銀行", "振込先の口座/支店": "10990", "振込先の口座/預金種目": "普通",
        "振込先の口座/口座番号": "99999991", "振込先の口座/口座名義": "ﾐﾎﾝ ﾊﾅｺ",
    }  # fmt: skip

    entry, wrong = read(**account)

    assert wrong == []
    assert entry.answers["payout_account"]["branch_code"] == "098"
    assert entry.answers["payout_account"]["holder"] == "ミホン ハナコ"


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (
            ["宛名番号", "氏名", "郵便番号", "住所", "番地", "生年月日", "好きな色"],
            ("好きな色", "column_unknown"),
        ),
        (["宛名番号", "氏名", "郵便番号", "住所", "番地", "生年月日", "name"], ("name", "column_twice")),
        (["氏名", "郵便番号", "住所", "番地", "生年月日"], ("宛名番号", "column_missing")),
        (["宛名番号", "氏名", "郵便番号", "住所", "番地"], ("生年月日", "column_second")),
    ],
)
def test_a_header_that_does_not_fit_is_told_by_its_column(names: list[str], fault: tuple[str, str]) -> None:
    assert [(one.column, one.code) for one in read_header(*names).faults] == [fault]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"宛名番号": ""}, (7, "宛名番号", "number_missing")),
        ({"宛名番号": "12-34"}, (7, "宛名番号", "number_missing")),
        ({"氏名": ""}, (7, "氏名", "name_missing")),
        ({"発送停止": "なんとなく"}, (7, "発送停止", "stop_unknown")),
        ({"回答期限": "そのうち"}, (7, "回答期限", "day_unreadable")),
        ({"支給する額": "たくさん"}, (7, "支給する額", "integer_only")),
        ({"フリガナ": "見本"}, (7, "フリガナ", "kana_only")),
        ({"方書": "1234 5678 9018"}, (7, "方書", "individual_number")),
        ({"生年月日": "", "電話番号": ""}, (7, "生年月日", "second_missing")),
    ],
)
def test_a_cell_that_does_not_fit_is_told_by_row_and_column(
    changes: dict[str, str], fault: tuple[int, str, str]
) -> None:
    assert fault in faults(**changes)


def test_somebody_who_gets_no_letter_needs_no_address() -> None:
    assert faults(郵便番号="", 住所="", 番地="", 発送停止="支援措置") == []
    assert (7, "住所", "address_missing") in faults(郵便番号="", 住所="", 番地="")


def test_a_row_longer_than_its_header_is_a_fault() -> None:
    found = read_header(*PERSON)

    _, wrong = columns.entry(found, 3, [*PERSON.values(), "x"], DAY)

    assert [(one.row, one.code) for one in wrong] == [(3, "too_many_cells")]


def test_a_column_of_individual_numbers_is_known_by_its_check_digits() -> None:
    assert columns.looks_like_individual_numbers(["123456789018", "100001"])
    assert not columns.looks_like_individual_numbers(["123456789018", "123456789012"])
    assert not columns.looks_like_individual_numbers(["100001", "100002"])


def test_an_entry_never_prints_a_person() -> None:
    entry, _ = read()

    assert "花子" not in repr(entry)
    assert "100001" not in repr(entry)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("piece", [1, 3, 4096])
def test_rows_are_read_piece_by_piece_in_each_encoding(encoding: str, piece: int) -> None:
    raw = '氏名,方書\r\n髙﨑 花子,"二\r\n階"\r\n\r\n見本 太郎,\r\n'.encode(encoding)

    def chunks() -> Iterator[bytes]:
        return (raw[place : place + piece] for place in range(0, len(raw), piece))

    assert list(reading.rows(chunks)) == [
        (1, ["氏名", "方書"]), (2, ["髙﨑 花子", "二\r\n階"]), (5, ["見本 太郎", ""]),
    ]  # fmt: skip


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00a", b"a\0b", "氏名".encode("utf-16")])
def test_what_is_no_list_is_not_read(raw: bytes) -> None:
    with pytest.raises(reading.Unreadable):
        list(reading.rows(lambda: [raw]))
