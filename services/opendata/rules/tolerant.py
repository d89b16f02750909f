"""Lists as towns really publish them, read into the national standard: what was repaired is told, what is lost too."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from portal.pack import lists
from portal.pack.standard import Column, Kind, Sheet, fits

# Names of earlier editions and of single towns, for the columns of today.
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "都道府県コード又は市区町村コード": "全国地方公共団体コード", "自治体コード": "全国地方公共団体コード", "NO": "ID",
        "NO.": "ID", "番号": "ID", "名称_英語": "名称_英字", "イベント名_英語": "イベント名_英字", "施設名": "名称",
        "施設名称": "名称", "住所": "所在地_連結表記", "所在地": "所在地_連結表記", "所在地_連結標記": "所在地_連結表記",
        "方書": "建物名等(方書)", "建物名等": "建物名等(方書)", "都道府県名": "所在地_都道府県",
        "市区町村名": "所在地_市区町村", "許可等年月日": "認可等年月日", "電話": "電話番号", "TEL": "電話番号",
        "利用可能日時特記": "利用可能日時特記事項", "設置場所": "設置位置", "LAT": "緯度", "LATITUDE": "緯度", "LNG": "経度",
        "LON": "経度", "LONGITUDE": "経度", "ホームページ": "URL", "料金_基本": "料金(基本)", "料金_詳細": "料金(詳細)",
        "画像ライセンス": "画像_ライセンス", "メールアドレス": "連絡先メールアドレス",
    }
)  # fmt: skip
_YES, _NO = (
    frozenset(["有", "あり", "○", "〇", "◯", "1", "TRUE", "可", "YES"]),
    frozenset(["無", "なし", "×", "✕", "0", "FALSE", "不可", "NO", "-"]),
)
_WEEK = "月火水木金土日"
_DAYS = MappingProxyType({"毎日": _WEEK, "全日": _WEEK, "平日": _WEEK[:5]})
_CLOCK = re.compile(r"(\d{1,2})[:時](\d{1,2})?(?:[:分]\d{0,2})?")


@dataclass(frozen=True)
class Remark:
    """What was done to a cell, or could not be done."""

    line: int
    column: str
    before: str
    # Empty where nothing could be made of it.
    after: str


@dataclass(frozen=True)
class Reading:
    """A list as it was understood."""

    rows: tuple[Mapping[str, str], ...]
    # The columns nobody knows, which were left out.
    strange: tuple[str, ...]
    remarks: tuple[Remark, ...]

    @property
    def repaired(self) -> tuple[Remark, ...]:
        """Cells that say the same in another spelling now."""
        return tuple(one for one in self.remarks if one.after)

    @property
    def lost(self) -> tuple[Remark, ...]:
        """Cells that nothing could be made of."""
        return tuple(one for one in self.remarks if not one.after)


def read(raw: bytes, sheet: Sheet) -> Reading:
    """A list from its bytes; an empty reading where the bytes are no list at all."""
    lines = list(csv.reader(io.StringIO(lists.decode(raw) or "", newline="")))
    start = next((at for at, cells in enumerate(lines) if _is_header(cells, sheet)), len(lines))
    if start == len(lines):
        return Reading((), (), ())
    names = [_known(cell, sheet) for cell in lines[start]]
    strange = [
        cell
        for cell, name in zip(lines[start], names, strict=True)
        if cell.strip() and name not in sheet.names
    ]
    remarks: list[Remark] = []
    rows = []
    for at, cells in enumerate(lines[start + 1 :], start + 2):
        if any(cell.strip() for cell in cells):
            said = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
            rows.append(_row(sheet, at, said, remarks))
    return Reading(tuple(rows), tuple(strange), tuple(remarks))


def _is_header(cells: Sequence[str], sheet: Sheet) -> bool:
    """Titles and notes may stand above the header; the header is what names most columns."""
    return sum(_known(cell, sheet) in sheet.names for cell in cells) >= 3


def _known(cell: str, sheet: Sheet) -> str:
    plain = unicodedata.normalize("NFKC", cell).strip()
    folded = {unicodedata.normalize("NFKC", name): name for name in sheet.names}
    return folded.get(plain) or folded.get(_ALIASES.get(plain.upper(), ""), plain)


def _row(sheet: Sheet, line: int, said: Mapping[str, str], remarks: list[Remark]) -> dict[str, str]:
    said = _turned(line, said, remarks)
    found = {}
    for column in sheet.columns:
        before = said.get(column.name, "")
        after = _repaired(column, before) if before else ""
        if after != before and not (column.kind is Kind.MARK and before in _NO):
            remarks.append(Remark(line, column.name, before, after))
        found[column.name] = after
    return found


def _turned(line: int, said: Mapping[str, str], remarks: list[Remark]) -> Mapping[str, str]:
    """North and east in each other's column: in Japan no pair of figures fits both ways."""
    north, east = said.get("緯度", ""), said.get("経度", "")
    if fits(Kind.LATITUDE, east) and fits(Kind.LONGITUDE, north):
        remarks.append(Remark(line, "緯度", north, east))
        return {**said, "緯度": east, "経度": north}
    return said


def _repaired(column: Column, before: str) -> str:
    """The value as the standard writes it; empty where nothing can be made of it."""
    kind = column.kind
    if fits(kind, before) and kind is not Kind.TIME:
        return before
    plain = unicodedata.normalize("NFKC", before).strip()
    tried = (made for make in _MENDING.get(kind, ()) for made in make(plain))
    found = next((made for made in (plain, *tried) if fits(kind, made)), "")
    return found.rjust(5, "0") if kind is Kind.TIME and found else found


def _code(plain: str) -> Iterator[str]:
    """Excel takes a leading zero away, and some lists leave the check figure out."""
    yield plain.zfill(6)
    if plain.isdigit() and len(plain) <= 5:
        yield from (plain.zfill(5) + figure for figure in "0123456789")


def _kana(plain: str) -> Iterator[str]:
    yield "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ゖ" else one for one in plain)


def _number(plain: str) -> Iterator[str]:
    found = re.match(r"(-?[\d,]+(?:\.\d+)?)\s*[^\d\s]{0,3}$", plain)
    if found:
        yield found[1].replace(",", "")


def _phone(plain: str) -> Iterator[str]:
    yield re.sub(r"[()‐‑–—−ーｰ・. ]+", "-", plain).strip("-")


def _day(plain: str) -> Iterator[str]:
    found = lists.day(plain)
    if found:
        yield found.isoformat()


def _clock(plain: str) -> Iterator[str]:
    found = _CLOCK.fullmatch(plain)
    if found:
        yield f"{int(found[1]):02}:{int(found[2] or 0):02}"


def _days(plain: str) -> Iterator[str]:
    if plain in _DAYS:
        yield _DAYS[plain]
    span = re.fullmatch(rf"([{_WEEK}])(?:曜日?)?[~〜\-–]([{_WEEK}])(?:曜日?)?", plain)
    if span:
        yield _WEEK[_WEEK.index(span[1]) : _WEEK.index(span[2]) + 1]
    bare = re.sub(r"曜日?|[・、,;/\s]", "", plain)
    if bare and set(bare) <= set(_WEEK):
        yield "".join(day for day in _WEEK if day in bare)


def _yes_no(plain: str) -> Iterator[str]:
    if plain.upper() in _YES:
        yield "有"
    if plain.upper() in _NO:
        yield "無"


def _mark(plain: str) -> Iterator[str]:
    if plain.upper() in _YES:
        yield "1"


def _link(plain: str) -> Iterator[str]:
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", plain, re.ASCII):
        yield f"https://{plain}"


def _postcode(plain: str) -> Iterator[str]:
    yield plain.lstrip("〒").strip()


_MENDING: Mapping[Kind, tuple[Callable[[str], Iterator[str]], ...]] = MappingProxyType(
    {
        Kind.CODE: (_code,), Kind.KANA: (_kana,), Kind.NUMBER: (_number,), Kind.PHONE: (_phone,), Kind.DATE: (_day,),
        Kind.TIME: (_clock,), Kind.DAYS: (_days,), Kind.YES_NO: (_yes_no,), Kind.MARK: (_mark,), Kind.LINK: (_link,),
        Kind.POSTCODE: (_postcode,),
    }
)  # fmt: skip
