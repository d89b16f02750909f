"""line.toml: the menu that stands under every talk on LINE, in everyday life and in a disaster."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from forms.faults import Broken
from forms.reading import Table
from forms.wording import Wording
from portal.drawings import drawings

FILE = "line.toml"
# LINE shows so many characters on the bar that folds the menu up; a label read aloud has twenty.
_BAR, _LABEL = 14, 20
# How many areas there may be, by how many stand side by side.
COLUMNS: Mapping[int, int] = {2: 2, 3: 3, 4: 2, 6: 3}
# A tab for each menu and for the two other languages share the width.
_MENUS = 2
_KEY = re.compile(r"[a-z]{2,16}")
_SHARED = ("place", "photo")
_ACTS = ("press", "page", "call", "share")


@dataclass(frozen=True)
class Area:
    """One field to press: its words and drawing, and one of four things it does."""

    # A line break in the words is one in the picture.
    title: Wording
    icon: str
    # An action of the dialogue, a page of the portal or an address elsewhere, a telephone, or what LINE sends from the phone.
    press: str = ""
    page: str = ""
    call: str = ""
    share: str = ""


@dataclass(frozen=True)
class Menu:
    """One menu, as its tab is called."""

    key: str
    tab: Wording
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Reminding:
    """ごみの日のお知らせ: when those who asked are told of a collection; `off` where the town keeps its messages for other things."""

    evening: time = time(19)
    morning: time = time(6, 30)
    # Until then garbage is put out: a morning's word that comes later helps nobody.
    out_by: time = time(8)
    off: bool = False


@dataclass(frozen=True)
class LineMenus:
    """The town's menus; the first is shown in everyday life, the one for a disaster when somebody says so."""

    bar: Wording
    menus: tuple[Menu, ...]
    garbage: Reminding = Reminding()

    @property
    def usual(self) -> Menu:
        """What everybody sees on an ordinary day."""
        return self.menus[0]


def read(mapping: object, faults: list[Broken]) -> LineMenus:
    """The menus; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    menus = LineMenus(
        table.wording("bar", needed=True),
        tuple(_menu(one) for one in table.tables("menu")),
        _reminding(Table(table.take("garbage") or {}, "garbage", faults)),
    )
    for lang, said in menus.bar.texts.items():
        if len(said) > _BAR:
            table.fault(f"bar.{lang}", f"{_BAR}文字までにしてください")
    keys = [one.key for one in menus.menus]
    if not 1 <= len(keys) <= _MENUS or len(set(keys)) < len(keys):
        table.fault("menu", "メニューは、名前のちがうものを一つか二つ書いてください")
    table.finish()
    return menus


def _reminding(table: Table) -> Reminding:
    usual = Reminding()
    evening, morning, out_by = (
        _time(table, key, getattr(usual, key)) for key in ("evening", "morning", "out_by")
    )
    if not morning < out_by:
        table.fault("morning", "out_by（ごみを出す時刻）より前の時刻にしてください")
    told = Reminding(evening, morning, out_by, table.flag("off"))
    table.finish()
    return told


def _time(table: Table, key: str, usual: time) -> time:
    said = table.text(key)
    try:
        return time.fromisoformat(said.zfill(5)) if said else usual
    except ValueError:
        table.fault(key, "時刻を 19:00 のように書いてください")
        return usual


def _menu(table: Table) -> Menu:
    menu = Menu(
        key=table.text("key", needed=True),
        tab=table.wording("tab", needed=True),
        areas=tuple(_area(one) for one in table.tables("area")),
    )
    if menu.key and not _KEY.fullmatch(menu.key):
        table.fault("key", "英小文字2文字から16文字にしてください")
    if len(menu.areas) not in COLUMNS:
        table.fault("area", "押すところは、2・3・4・6個のどれかにしてください")
    table.finish()
    return menu


def _area(table: Table) -> Area:
    title, icon = table.wording("title", needed=True), table.text("icon", needed=True)
    acts = {name: table.text(name) for name in _ACTS}
    if icon and icon not in drawings():
        table.fault("icon", f"知らない絵です: {icon}")
    if sum(map(bool, acts.values())) != 1:
        table.fault("", "press・page・call・share のどれか一つを書いてください")
    if acts["share"] and acts["share"] not in _SHARED:
        table.fault("share", f"{'・'.join(_SHARED)} のどれでもありません")
    for lang, said in title.texts.items():
        if len(said.replace("\n", "")) > _LABEL:
            table.fault(f"title.{lang}", f"{_LABEL}文字までにしてください")
    table.finish()
    return Area(title, icon, **acts)
