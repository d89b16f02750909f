"""Excel workbooks: rows out and rows in, with days as days, nothing run, and nothing that swells when it is opened."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from portal.refused import Refused

# What a cell holds.
Value = str | int | float | Decimal | bool | date | datetime | time | None

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is read at most: far more than a list that people keep by hand, far less than what fills a machine's memory.
BYTES, UNPACKED, PARTS = 5 * 1024 * 1024, 40 * 1024 * 1024, 400
ROWS, COLUMNS = 20_000, 200
# Excel's own limit of one cell.
LETTERS = 32_767
_JAPAN = ZoneInfo("Asia/Tokyo")
# The earliest day that a packed file can carry, so that the same rows give the same bytes.
_PACKED = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
# Control characters that no XML holds; Excel calls a workbook with one of them damaged.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What makes a spreadsheet take a cell for a formula once somebody edits it.
_STARTS = ("=", "+", "-", "@")
# No spreadsheet program writes declarations; what they declare grows when it is read.
_DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDEST = 48


def write(
    columns: Sequence[str], rows: Iterable[Mapping[str, Value]], title: str, made: datetime | date
) -> bytes:
    """One sheet with a header; the same rows made at the same time are the same bytes on every machine."""
    from openpyxl import Workbook

    table = [[_written(row.get(name)) for name in columns] for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "Sheet1")
    sheet.freeze_panes = "A2"
    _widths(sheet, columns, table)
    sheet.append([_cell(sheet, name, bold=True) for name in columns])
    for line in table:
        sheet.append([_cell(sheet, value) for value in line])
    moment = made if isinstance(made, datetime) else datetime.combine(made, time())
    book.properties.creator, book.properties.created = "", _plain(moment)
    out = io.BytesIO()
    book.save(out)
    return _steady(out.getvalue(), book.properties, _plain(moment))


def read(raw: bytes) -> tuple[tuple[Value, ...], ...]:
    """The rows of the first sheet, header and all: of a formula what it came to when it was saved; it is not run."""
    _harmless(raw)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What the sheet says of its own size is a claim, and a false one fills the memory.
        sheet.reset_dimensions()
        return _lines(sheet.iter_rows(values_only=True))
    except Refused:
        raise
    except Exception as error:
        # Whatever is wrong with a file that somebody sent, the sender is told the same.
        raise Refused("workbook_unreadable", 422) from error


def _lines(rows: Iterable[Sequence[Any]]) -> tuple[tuple[Value, ...], ...]:
    """The rows as far as anything stands in them: people format cells far away and leave them empty."""
    lines: list[tuple[Value, ...]] = []
    for number, row in enumerate(rows):
        cells = _trimmed(row)
        if cells and (number > ROWS or len(cells) > COLUMNS):
            raise Refused("workbook_too_large", 422)
        if cells:
            lines.extend([()] * (number - len(lines)))
            lines.append(cells)
    return tuple(lines)


def as_csv(raw: bytes) -> bytes:
    """A workbook as the CSV its owner would have saved, so that whoever reads lists reads workbooks too."""
    out = io.StringIO(newline="")
    rows = read(raw)
    width = max(map(len, rows), default=0)
    csv.writer(out, lineterminator="\r\n").writerows(
        [text(value) for value in (*row, *[None] * (width - len(row)))] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def is_workbook(raw: bytes) -> bool:
    """Whether a file is packed as workbooks are, whatever its name says."""
    return raw.startswith(b"PK\x03\x04")


def text(value: Value) -> str:
    """A cell in writing: days and times as ISO 8601 has them, whole numbers without a point."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # A date says itself as ISO 8601 has it.
    return "" if value is None else str(value).strip()


def _plain(moment: datetime) -> datetime:
    """A moment as a workbook holds it, which knows no time zones: by the clock on the wall here."""
    return moment.astimezone(_JAPAN).replace(tzinfo=None) if moment.tzinfo else moment


def _written(value: Value) -> Value:
    if isinstance(value, datetime):
        return _plain(value)
    if not isinstance(value, str):
        return value
    if len(value) > LETTERS:
        raise ValueError("a cell of a workbook holds 32,767 letters at most")
    return _UNWRITABLE.sub("", value)


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # Text stays text, whatever it begins with, also after somebody has edited it.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_STARTS)
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, time):
        cell.number_format = "h:mm"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _widths(sheet: Any, columns: Sequence[str], table: Sequence[Sequence[Value]]) -> None:
    """Columns as wide as what stands in them, since nobody should have to drag them apart first."""
    from openpyxl.utils import get_column_letter

    for index, name in enumerate(columns):
        longest = max((_across(text(row[index])) for row in table), default=0)
        width = min(max(longest, _across(name)) + 2, _WIDEST)
        sheet.column_dimensions[get_column_letter(index + 1)].width = width


def _across(shown: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in shown)


def _steady(raw: bytes, properties: Any, moment: datetime) -> bytes:
    """The same workbook packed without the hour at which it was packed."""
    from openpyxl.xml.functions import tostring

    properties.modified = moment
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(out, "w") as again:
        for name in packed.namelist():
            part = tostring(properties.to_tree()) if name == _CORE else packed.read(name)
            again.writestr(zipfile.ZipInfo(name, _PACKED), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _harmless(raw: bytes) -> None:
    """Refuse what is no workbook, and what is made to swell: each part is unpacked once here, and counted."""
    if len(raw) > BYTES:
        raise Refused("workbook_too_large", 422)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise Refused("workbook_too_large", 422)
            for part in _papers(packed):
                # Another encoding spreads the letters; without the gaps the word is the same.
                if _DECLARED.search(part.replace(b"\0", b"")):
                    raise Refused("workbook_unreadable", 422)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, OSError) as error:
        raise Refused("workbook_unreadable", 422) from error


def _papers(packed: zipfile.ZipFile) -> Iterator[bytes]:
    """The parts that are read as XML."""
    for part in packed.infolist():
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            yield packed.read(part)


def _trimmed(row: Sequence[Any]) -> tuple[Value, ...]:
    """A row without the empty cells at its end; a day that Excel keeps as midnight is a day again."""
    cells = [_value(cell) for cell in row]
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells.pop()
    return tuple(cells)


def _value(cell: Any) -> Value:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    return cell if isinstance(cell, str | int | float | bool | date | time) or cell is None else str(cell)
