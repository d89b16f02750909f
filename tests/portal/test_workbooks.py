"""Workbooks: what is written is read back, nothing is run, and nothing swells."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from functools import partial

import pytest
from openpyxl import Workbook, load_workbook

from portal import workbooks
from portal.refused import Refused

# A workbook knows no time zones.
LOCAL = partial(datetime, tzinfo=None)
MADE = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made_by_hand(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def test_what_is_written_is_read_back_with_its_kinds() -> None:
    columns = ("名称", "日", "時刻", "とき", "数", "緯度", "はい", "空")
    row: dict[str, workbooks.Value] = {
        "名称": "中央図書館", "日": date(2026, 11, 22), "時刻": time(9, 30), "とき": LOCAL(2026, 11, 22, 9, 5),
        "数": 12, "緯度": 30.5, "はい": True, "空": None,
    }  # fmt: skip

    found = workbooks.read(workbooks.write(columns, [row], "施設", MADE))

    assert found[0] == columns
    assert found[1] == tuple(row[name] for name in columns[:-1])


@pytest.mark.parametrize("cell", ["=1+1", "+81 3", "-x", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}"])
def test_a_text_that_looks_like_a_formula_stays_text(cell: str) -> None:
    raw = workbooks.write(("a",), [{"a": cell}], "a", MADE)

    found = load_workbook(io.BytesIO(raw)).worksheets[0]["A2"]
    assert found.value == cell
    assert found.data_type == "s"
    assert found.quotePrefix == cell.startswith(("=", "+", "-", "@"))
    assert b"<f>" not in parts_of(raw)["xl/worksheets/sheet1.xml"]


def test_the_same_rows_are_the_same_bytes() -> None:
    first = workbooks.write(("a",), [{"a": "1"}], "a", MADE)

    assert first == workbooks.write(("a",), [{"a": "1"}], "a", MADE)
    assert first != workbooks.write(("a",), [{"a": "2"}], "a", MADE)


def test_control_characters_are_left_out_and_a_moment_is_told_by_the_clock_here() -> None:
    raw = workbooks.write(("a", "b"), [{"a": "x\x00\x0by", "b": MADE}], "[a]:*?/\\", MADE)

    assert workbooks.read(raw)[1] == ("xy", LOCAL(2026, 11, 22, 12, 0))


def test_a_formula_of_somebody_else_is_not_run() -> None:
    raw = made_by_hand(["名称", "合計"], ["a", "=1+1"])

    assert workbooks.read(raw)[1] == ("a",)


def test_a_workbook_is_read_as_the_list_its_owner_would_have_saved() -> None:
    raw = made_by_hand(["ID", "名称", "日", "数"], [1.0, "公民館, 北", LOCAL(2026, 4, 1), 2.5], ["b"], [], [])

    assert workbooks.as_csv(raw).decode("utf-8-sig") == (
        'ID,名称,日,数\r\n1,"公民館, 北",2026-04-01,2.5\r\nb,,,\r\n'
    )


@pytest.mark.parametrize(
    "raw",
    [b"", b"ID,a\r\n", b"PK\x03\x04 and nothing", packed({"hello.txt": b"x"}), b"\xd0\xcf\x11\xe0" * 99],
)
def test_what_is_no_workbook_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused, match="workbook_unreadable"):
        workbooks.read(raw)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_declarations_is_refused(encoding: str) -> None:
    parts = parts_of(made_by_hand(["a"]))
    laughs = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    )

    with pytest.raises(Refused, match="workbook_unreadable"):
        workbooks.read(packed({**parts, "xl/worksheets/sheet1.xml": laughs.encode(encoding)}))


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    bomb = packed({"xl/worksheets/sheet1.xml": b"0" * (workbooks.UNPACKED + 1)})
    assert len(bomb) < workbooks.BYTES

    with pytest.raises(Refused, match="workbook_too_large"):
        workbooks.read(bomb)


def test_a_file_of_many_bytes_or_parts_is_refused() -> None:
    for raw in (b"PK\x03\x04" * workbooks.BYTES, packed({f"{n}.xml": b"" for n in range(401)})):
        with pytest.raises(Refused, match="workbook_too_large"):
            workbooks.read(raw)


def test_a_sheet_that_claims_to_be_endless_costs_nothing() -> None:
    parts = parts_of(made_by_hand(["a"], ["b"]))
    sheet = parts["xl/worksheets/sheet1.xml"]
    claim = sheet.replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')
    assert claim != sheet

    assert workbooks.read(packed({**parts, "xl/worksheets/sheet1.xml": claim})) == (("a",), ("b",))


@pytest.mark.parametrize("place", ["A30000", "XFD2"])
def test_a_cell_far_away_is_refused(place: str) -> None:
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0][place] = "x"
    book.save(out)

    with pytest.raises(Refused, match="workbook_too_large"):
        workbooks.read(out.getvalue())


def test_cells_far_away_that_are_only_formatted_do_not_matter() -> None:
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0]["A2"] = "x"
    book.worksheets[0]["XFD30000"].number_format = "0"
    book.save(out)

    assert workbooks.read(out.getvalue()) == ((), ("x",))


def test_a_cell_longer_than_excel_holds_is_not_cut() -> None:
    with pytest.raises(ValueError, match="32,767"):
        workbooks.write(("a",), [{"a": "x" * 32_768}], "a", MADE)
