"""The town itself: its name and number, its look, and the words its papers are signed with."""

import re
from dataclasses import dataclass

from forms.faults import Broken
from forms.reading import Table
from forms.wording import Wording

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_WEIGHTS = (6, 5, 4, 3, 2)
# WCAG 1.4.3: white words on the town's colour, and the colour's own words on white, must be readable.
_READABLE = 4.5
# A reminder two weeks ahead is forgotten before the day it is about.
_LONGEST_NOTICE = 10


@dataclass(frozen=True)
class Town:
    """A municipality; `mark` says that its pages are a 見本 and not the city's own."""

    code: str
    name: Wording
    lgcode: str
    kind: str
    mark: bool
    colour: str
    site: str
    mail_from: str
    seal_note: Wording
    # Who signs: the office (宇部市長) and, in a town that has one, the person.
    head: Wording
    head_name: str
    # The division that answers where a procedure's own division is not named.
    reception: str
    popular: tuple[str, ...]
    # So many open days before the day of a 補正 its resident is reminded.
    remind_days: int = 3

    @property
    def real(self) -> bool:
        """Whether a city of this name exists, so that nothing may be made up about it."""
        return self.kind == "real"


def read(code: str, mapping: object, faults: list[Broken]) -> Town:
    """Read town.toml; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    town = Town(
        code=code,
        name=table.wording("name", needed=True),
        lgcode=table.text("lgcode", needed=True),
        kind=table.text("kind", needed=True),
        mark=table.flag("mark"),
        colour=table.text("colour", needed=True),
        site=table.text("site"),
        mail_from=table.text("mail_from"),
        seal_note=table.wording("seal_note", needed=True),
        head=table.wording("head", needed=True),
        head_name=table.text("head_name"),
        reception=table.text("reception", needed=True),
        popular=table.strings("popular"),
        remind_days=days if (days := table.integer("remind_days")) is not None else 3,
    )
    table.finish()
    _check(town, table)
    return town


def lgcode_fits(lgcode: str) -> bool:
    """Whether a 全国地方公共団体コード has six digits of which the last checks the others."""
    if not re.fullmatch(r"[0-9]{6}", lgcode):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(lgcode, _WEIGHTS, strict=False))
    return int(lgcode[5]) == (11 - total % 11) % 10


def contrast_on_white(colour: str) -> float:
    """The contrast of a colour with white, as WCAG counts it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _check(town: Town, table: Table) -> None:
    if town.lgcode and not lgcode_fits(town.lgcode):
        table.fault("lgcode", "検査数字が合いません。6けたの文字列で、先頭の0も書いてください")
    if town.kind and town.kind not in ("sample", "real"):
        table.fault("kind", "sample か real を書いてください")
    if town.colour and not _COLOUR.fullmatch(town.colour):
        table.fault("colour", "#00605b の形で書いてください")
    elif town.colour and contrast_on_white(town.colour) < _READABLE:
        table.fault("colour", "白との明暗の差が 4.5 に足りず、字が読めません")
    if town.site and not town.site.startswith("https://"):
        table.fault("site", "https:// で始めてください")
    if not 1 <= town.remind_days <= _LONGEST_NOTICE:
        table.fault("remind_days", "1から10までの数にしてください")
    if town.mail_from and not re.fullmatch(r"[^@\s]+@[^@\s]+", town.mail_from):
        table.fault("mail_from", "メールアドレスではありません")
