"""The menu under a talk: where its tabs and areas lie, and how LINE is told of it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from portal.pack.line_menus import COLUMNS, Area, LineMenus, Menu
from services.chat.rules.line_addresses import outside, telephone
from services.chat.rules.line_shapes import LABEL, Json
from services.chat.rules.line_words import cut

# The languages a menu is drawn in; each has a tab to the others.
LANGS = ("ja", "easy", "en")
# What LINE opens on the phone where somebody is to send a place or a photo.
SHARES: Mapping[str, str] = {
    "place": "https://line.me/R/nv/location/",
    "photo": "https://line.me/R/nv/camera/",
}
# Menus of these names are ours to take away again.
OURS = "kurashi "
WIDTH, TABS = 2500, 250
_TALL, _LOW = 1686, 1093
_SHORT_NAMES: Mapping[str, str] = {"ja": "日本語", "easy": "やさしい日本語", "en": "English"}


@dataclass(frozen=True)
class Box:
    """A part of the picture."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Tab:
    """One tab: its words, the menu it opens, whether that is the one shown."""

    words: str
    alias: str
    box: Box
    here: bool = False


def height(menu: Menu) -> int:
    """Two rows of areas, or one, below the tabs."""
    return _TALL if len(menu.areas) > COLUMNS[len(menu.areas)] else _LOW


def alias(menu: Menu, lang: str) -> str:
    """What a menu in a language is called at LINE."""
    return f"{menu.key}-{lang}"


def tabs(menus: LineMenus, menu: Menu, lang: str) -> tuple[Tab, ...]:
    """A tab for each menu, then one for each other language."""
    named = [(one.tab.say(lang).text, one, lang) for one in menus.menus]
    named += [(_SHORT_NAMES[other], menu, other) for other in LANGS if other != lang]
    return tuple(
        Tab(words, alias(one, other), box, here=(one, other) == (menu, lang))
        for (words, one, other), box in zip(named, _row(len(named), 1, 0, TABS), strict=True)
    )


def areas(menu: Menu) -> tuple[tuple[Area, Box], ...]:
    """The areas where they lie."""
    columns = COLUMNS[len(menu.areas)]
    boxes = _row(columns, len(menu.areas) // columns, TABS, height(menu))
    return tuple(zip(menu.areas, boxes, strict=True))


def told(menus: LineMenus, menu: Menu, lang: str, base_url: str, sign: Callable[[str], str]) -> Json:
    """A menu as LINE is told of it, its name aside."""
    places = [(_switch(one, sign), one.box) for one in tabs(menus, menu, lang)]
    places += [(_action(one, lang, base_url, sign), box) for one, box in areas(menu)]
    return {
        "size": {"width": WIDTH, "height": height(menu)},
        "selected": True,
        "chatBarText": menus.bar.say(lang).text,
        "areas": [{"bounds": vars(box), "action": action} for action, box in places],
    }


def name(body: Json, picture: bytes, menu: Menu, lang: str) -> str:
    """What tells a menu that is there already from one that has changed since."""
    made = hashlib.sha256(json.dumps(body, sort_keys=True).encode() + picture).hexdigest()[:16]
    return f"{OURS}{alias(menu, lang)} {made}"


def chosen(postback: object, menus: LineMenus | None) -> str:
    """The language that somebody has chosen by a tab; "" where nobody did."""
    params = postback.get("params") if isinstance(postback, Mapping) else None
    opened = params.get("newRichMenuAliasId") if isinstance(params, Mapping) else None
    known = {alias(menu, lang): lang for menu in (menus.menus if menus else ()) for lang in LANGS}
    return known.get(opened, "") if isinstance(opened, str) else ""


def _switch(tab: Tab, sign: Callable[[str], str]) -> Json:
    return {
        "type": "richmenuswitch",
        "label": cut(tab.words, LABEL),
        "richMenuAliasId": tab.alias,
        "data": sign(f"menu:{tab.alias}"),
    }


def _action(area: Area, lang: str, base_url: str, sign: Callable[[str], str]) -> Json:
    words = area.title.say(lang).text.replace("\n", " " if lang == "en" else "")
    label = cut(words, LABEL)
    if area.press:
        return {"type": "postback", "label": label, "data": sign(area.press), "displayText": words}
    address = SHARES.get(area.share) or telephone(area.call) or outside(area.page, base_url, lang)
    return {"type": "uri", "label": label, "uri": address}


def _row(columns: int, rows: int, top: int, bottom: int) -> Iterator[Box]:
    """Boxes that fill the width without a gap, row by row."""
    for row in range(rows):
        above, below = (top + (bottom - top) * one // rows for one in (row, row + 1))
        for column in range(columns):
            left, right = (WIDTH * one // columns for one in (column, column + 1))
            yield Box(left, above, right - left, below - above)
