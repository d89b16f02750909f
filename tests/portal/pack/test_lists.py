"""Lists as staff keep them: every encoding Excel writes is read, and every fault names its line and column."""

from datetime import date
from pathlib import Path

import pytest

from portal.pack import lists
from portal.pack.lists import Row, Shape, day, parse, read, write

SHAPE = Shape("plain", filled=("ID",), worded=("名称",), empty=("電話番号",), key=("ID",))
HEADER = "ID,名称,名称_やさしい,名称_英語,電話番号,適用開始日,適用終了日"
LINE = "a,市民課,市民課,Citizens,0000-00-0001,,"


def faults_of(*lines: str, header: str = HEADER) -> list[tuple[int, str, str]]:
    listed = parse("\r\n".join([header, *lines]).encode(), SHAPE, "plain.csv")
    return [(fault.line, fault.key, fault.message) for fault in listed.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_is_read_in_every_encoding_excel_writes(encoding: str) -> None:
    raw = f"{HEADER}\r\n{LINE}\r\n".encode(encoding)

    listed = parse(raw, SHAPE, "plain.csv")

    assert listed.faults == ()
    assert listed.rows[0]["名称"] == "市民課"


def test_letters_only_windows_knows_are_read() -> None:
    raw = f"{HEADER}\r\na,髙﨑①課,たかさき,Takasaki,,,\r\n".encode("cp932")

    assert parse(raw, SHAPE, "plain.csv").rows[0]["名称"] == "髙﨑①課"


@pytest.mark.parametrize("raw", [f"{HEADER}\n{LINE}".encode("utf-16"), b"ID\x00,\xff\xfe"])
def test_another_encoding_is_one_fault_that_says_what_to_do(raw: bytes) -> None:
    listed = parse(raw, SHAPE, "plain.csv")

    assert listed.rows == ()
    assert [fault.line for fault in listed.faults] == [1]
    assert "cp932" in listed.faults[0].message


def test_a_list_in_order_has_no_fault() -> None:
    assert faults_of(LINE) == []


def test_a_missing_column_is_named() -> None:
    assert faults_of(header=HEADER.replace("名称_英語,", "")) == [(1, "名称_英語", "この列がありません")]


def test_a_column_that_may_be_empty_may_be_absent() -> None:
    assert faults_of("a,課,課,Division,,", header=HEADER.replace("電話番号,", "")) == []


def test_a_misspelt_column_is_named_and_not_dropped_in_silence() -> None:
    found = faults_of(header=HEADER.replace("電話番号", "電話"))

    assert found == [(1, "電話", "知らない列です。列の名前を確かめてください")]


def test_a_doubled_column_is_named() -> None:
    assert (1, "ID", "同じ列が2つあります") in faults_of(header=HEADER + ",ID")


def test_an_empty_file_lacks_its_columns() -> None:
    assert [fault.key for fault in parse(b"", SHAPE, "plain.csv").faults] == list(SHAPE.required)


def test_an_empty_cell_that_must_be_filled_is_named_with_its_line() -> None:
    assert faults_of(LINE, ",課,課,Division,,,") == [(3, "ID", "空です")]


def test_a_missing_language_is_named() -> None:
    assert faults_of("a,市民課,,Citizens,,,") == [(2, "名称_やさしい", "この言語の文がありません")]


@pytest.mark.parametrize("ruin", ["#REF!", "#N/A", "#NAME?", "########", "#DIV/0!"])
def test_what_excel_leaves_behind_is_a_fault(ruin: str) -> None:
    assert faults_of(f"a,課,課,Division,{ruin},,") == [(2, "電話番号", f"Excel の誤りの値です: {ruin}")]


def test_a_comma_too_many_is_told() -> None:
    assert [(line, key) for line, key, _ in faults_of(LINE + ",more")] == [(2, "")]


def test_an_unreadable_day_is_named() -> None:
    assert faults_of("a,課,課,Division,,来年,") == [(2, "適用開始日", "日付として読めません: 来年")]


def test_an_end_before_its_start_is_a_fault() -> None:
    assert faults_of("a,課,課,Division,,2027-04-01,2027-03-31") == [
        (2, "適用終了日", "終了日が開始日より前です")
    ]


def test_two_lines_of_one_key_on_one_day_are_a_fault() -> None:
    first, second = "a,課,課,Division,,,2027-04-01", "a,課,課,Division,,2027-04-01,"

    assert faults_of(first, second) == [(3, "ID", "2行目と適用期間が重なっています")]


def test_a_key_may_follow_itself_the_next_day() -> None:
    assert faults_of("a,課,課,Division,,,2027-03-31", "a,課,課,Division,,2027-04-01,") == []


def test_a_cell_with_a_line_break_does_not_shift_the_lines_of_later_faults() -> None:
    assert faults_of('a,"市\n民\n課",課,Division,,,', ",課,課,Division,,,")[0][0] == 5


def test_blank_lines_are_passed_over() -> None:
    assert faults_of("", ",,,,,,", LINE) == []


@pytest.mark.parametrize(
    "text",
    ["2027-04-01", "2027/4/1", "2027.4.1", "2027年4月1日", "令和9年4月1日", "R9.4.1", "２０２７－０４－０１"],
)
def test_a_day_is_read_as_excel_and_clerks_write_it(text: str) -> None:
    assert day(text) == date(2027, 4, 1)


def test_the_first_year_of_an_era_is_read() -> None:
    assert day("令和元年5月1日") == date(2019, 5, 1)
    assert day("平成31年4月30日") == date(2019, 4, 30)


@pytest.mark.parametrize("text", ["", "2027-02-30", "2027-13-01", "4/1", "46478"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert day(text) is None


def test_both_ends_of_a_period_belong_to_it() -> None:
    row = Row(2, {}, date(2027, 4, 1), date(2028, 3, 31))

    assert row.in_force(date(2027, 4, 1))
    assert row.in_force(date(2028, 3, 31))
    assert not row.in_force(date(2027, 3, 31))
    assert not row.in_force(date(2028, 4, 1))


def test_an_open_end_holds_for_ever() -> None:
    assert Row(2).in_force(date.min)
    assert Row(2).in_force(date.max)


def test_a_list_is_written_so_that_excel_opens_it() -> None:
    raw = write(("ID", "名称"), [{"ID": "a", "名称": '改行\nと "引用" と,'}])

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    assert "改行" in raw.decode("utf-8-sig")


def test_what_is_written_is_read_back_unchanged(tmp_path: Path) -> None:
    cells = dict.fromkeys(SHAPE.columns, "") | {
        "ID": "a",
        "名称": "髙﨑𠮷神課",
        "名称_やさしい": "かい,\n行",
        "名称_英語": '"x"',
    }
    path = tmp_path / "plain.csv"
    path.write_bytes(write(SHAPE.columns, [cells]))

    listed = read(path, SHAPE)

    assert listed.faults == ()
    assert dict(listed.rows[0].cells) == cells


def test_faults_come_sorted_and_once() -> None:
    late, early = lists.PackFault("b.csv", 2, "x", "m"), lists.PackFault("a.csv", 9, "x", "m")

    assert lists.PackFaults([late, early, late]).faults == (early, late)
