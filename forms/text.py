"""Cleans what people type without changing what they mean; every input is bounded before anything looks at it."""

from __future__ import annotations

import re
import unicodedata

from forms.faults import Unfit

# Hardly any script needs more than this many code points for one counted character.
SLACK = 4

# Control and invisible characters are written as escapes, because nobody could see them here.
_BREAKS = "\r\n\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f"
# They join or part nothing in Japanese and carry no meaning: left out without a word.
_IDLE = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0"
_JOINERS = "\u200c\u200d"
# They turn the direction of writing or tag text: what is read would differ from what is stored.
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\U000e0001\U000e0020-\U000e007f"
_BROKEN = "\ufffd\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufff9-\ufffb" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"

_SUSPECT = re.compile(
    f"[{_BREAKS}{_SPACES}{_IDLE}{_JOINERS}{_TURNING}{_BROKEN}{_PRIVATE}{_CONTROL}{_SELECTORS}]"
)
_ENDS = re.compile(f"[{_BREAKS}{_SPACES}{_IDLE}{_JOINERS}{_TURNING} \u3000]")
_REFUSED = {
    "broken_character": re.compile(f"[{_BROKEN}]"),
    "control_character": re.compile(f"[{_CONTROL}]"),
    "invisible_character": re.compile(f"[{_TURNING}]"),
    "private_character": re.compile(f"[{_PRIVATE}]"),
}
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_SPACE = re.compile(f"[{_SPACES}]")
_IDLING = re.compile(
    f"[{_IDLE}]|(?:(?<![{_SELECTORS}\\w\u2190-\u2bff\u3297\u3299\U0001f000-\U0001faff])|^)[{_SELECTORS}]"
)
# A joiner has work to do after an emoji, an Indic sign or an Arabic letter only.
_WORKING = "\u0600-\u06ff\u0900-\u0dff\u1000-\u109f\ufe0f\u2190-\u2bff\U0001f000-\U0001faff"
_IDLE_JOINER = re.compile(f"(?:(?<![{_WORKING}])|^)[{_JOINERS}]")
INVISIBLE = re.compile(f"[{_IDLE}{_JOINERS}{_TURNING}{_SELECTORS}]")
_LOOSE_MARK = re.compile("[\u3040-\u30ff][\u3099\u309a]")
_RUNS = re.compile("[ \u3000]+")
_UNCOUNTED = re.compile(f"[{_SELECTORS}{_JOINERS}\u0300-\u036f\u3099\u309a]")

# Every dash a Japanese keyboard, a spreadsheet or a web page may give for a hyphen.
DASH_CLASS = re.compile(
    "[\u02d7\u058a\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2796\u2e3a\u2e3b\u30a0\u30fc\ufe58\ufe63\uff0d\uff70]"
)


def bounded(raw: str, limit: int) -> str:
    """The text itself when it is short enough to be looked at."""
    if len(raw) > limit * SLACK + 64:
        raise Unfit("too_long", max=limit, length=len(raw))
    return raw


def counted(text: str, limit: int) -> str:
    """The text itself when its characters, as a person counts them, fit."""
    length = len(text)
    if length > limit:
        length = len(_UNCOUNTED.sub("", text))
    if length > limit:
        raise Unfit("too_long", max=limit, length=length)
    return text


def trim(text: str) -> str:
    """Without white space and invisible characters at both ends; copied names often carry them."""
    start, end = 0, len(text)
    while start < end and _ENDS.match(text, start):
        start += 1
    while end > start and _ENDS.match(text, end - 1):
        end -= 1
    return text[start:end]


def refuse(text: str) -> None:
    """Refuse what cannot be shown as it is stored, saying after which characters it stands."""
    for code, pattern in _REFUSED.items():
        found = pattern.search(text)
        if found:
            raise Unfit(code, after=_visible(text[max(0, found.start() - 8) : found.start()])[-4:])


def _visible(text: str) -> str:
    return _SUSPECT.sub("", text)


def line(raw: str, limit: int) -> str:
    """One line of free text, its characters kept as they were typed."""
    text = trim(bounded(raw, limit))
    if _SUSPECT.search(text):
        if found := _BREAK.search(text):
            raise Unfit(
                "control_character", after=_visible(text[max(0, found.start() - 8) : found.start()])[-4:]
            )
        text = _without_idle(text)
    return counted(_composed(text), limit)


def lines(raw: str, limit: int) -> str:
    """Free text of several lines; every kind of line break becomes one."""
    text = trim(bounded(raw, limit))
    if _SUSPECT.search(text):
        text = _without_idle(_BREAK.sub("\n", text))
    return counted(_composed(text), limit)


def _without_idle(text: str) -> str:
    refuse(text.replace("\n", " "))
    text = _SPACE.sub(" ", text)
    return _IDLE_JOINER.sub("", _IDLING.sub("", text))


def _composed(text: str) -> str:
    """か and a loose voicing mark become が; nothing else is composed, since NFC rewrites kanji of names."""
    if "\u3099" in text or "\u309a" in text:
        return _LOOSE_MARK.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return text


def one_space(text: str) -> str:
    """Each run of half-width and full-width spaces becomes one half-width space."""
    return _RUNS.sub(" ", text)


def machine(raw: str, limit: int) -> str:
    """Text meant for a machine (digits, addresses of mail): narrow, plain dashes, nothing invisible."""
    text = trim(bounded(raw, limit))
    if text.isascii() and text.isprintable():
        return text
    text = INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFKC", _SPACE.sub(" ", text))
    refuse(text)
    if _BREAK.search(text):
        raise Unfit("control_character", after="")
    return DASH_CLASS.sub("-", text)


def searchable(text: str) -> str:
    """A narrow form to look for patterns in; never to be stored."""
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text))


def displayable(raw: str) -> str:
    """What was typed, in a form every page can carry: characters no page may hold become a visible mark."""
    if raw.isprintable():
        return raw
    return _UNSHOWABLE.sub("\ufffd", raw)


_UNSHOWABLE = re.compile(
    f"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff{_BROKEN[-32:]}]"
)


def _outside_jis(character: str) -> bool:
    try:
        character.encode("shift_jis_2004")
    except UnicodeEncodeError:
        return True
    return False


def glyphs_to_confirm(text: str) -> tuple[str, ...]:
    """Characters whose shape staff should look at: with a variation selector, or kanji outside JIS X 0213."""
    clusters = re.findall(f"[^{_SELECTORS}][{_SELECTORS}]?", text)
    return tuple(c for c in dict.fromkeys(clusters) if len(c) > 1 or (ord(c) >= 0x2E80 and _outside_jis(c)))
