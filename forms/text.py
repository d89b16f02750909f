"""Cleans what people type without changing what they mean; it is bounded before anything looks at it."""

from __future__ import annotations

import re
import unicodedata

from forms.faults import Unfit

# A counted character may carry a few combining signs, so this many code points are looked at for each.
SLACK = 4

# Control and invisible characters are written as escapes, because nobody could see them here.
_BREAKS = "\r\n\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f"
# They join or part nothing in Japanese and carry no meaning: left out without a word.
_IDLE = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0"
_JOINERS = "\u200c\u200d"
# They turn the direction of writing or tag text: what is read would differ from what is stored.
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\U000e0001\U000e0020-\U000e007f"
_NO_CHARACTER = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_BROKEN = f"\ufffd\ufff9-\ufffb\ud800-\udfff{_NO_CHARACTER}"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
# Behind these a joiner has work to do: Arabic letters, Indic signs, emoji.
_JOINABLE = f"\u0600-\u06ff\u0900-\u0dff\u1000-\u109f\ufe0f{_EMOJI}"
# Every dash that a Japanese keyboard, a spreadsheet or a web page gives for a hyphen.
_DASHES = (
    "\u02d7\u058a\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2796\u2e3a\u2e3b"
    "\u30a0\u30fc\ufe58\ufe63\uff0d\uff70"
)

_ENDS = f"[{_BREAKS}{_SPACES}{_IDLE}{_JOINERS}{_TURNING} \u3000]"
_START = re.compile(f"{_ENDS}*")
_END = re.compile(f"{_ENDS}")
_SUSPECT = re.compile(
    f"[{_BREAKS}{_SPACES}{_IDLE}{_JOINERS}{_TURNING}{_BROKEN}{_PRIVATE}{_CONTROL}{_SELECTORS}]"
)
_REFUSED = {
    "broken_character": re.compile(f"[{_BROKEN}]"),
    "control_character": re.compile(f"[{_CONTROL}]"),
    "invisible_character": re.compile(f"[{_TURNING}]"),
    "private_character": re.compile(f"[{_PRIVATE}]"),
}
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_SPACE = re.compile(f"[{_SPACES}]")
_IDLING = re.compile(f"[{_IDLE}]")
_ATTACHED = re.compile(f"([^{_SELECTORS}{_JOINERS}]?)([{_SELECTORS}{_JOINERS}]+)", re.DOTALL)
_SELECTOR = re.compile(f"[{_SELECTORS}]")
_JOINER = re.compile(f"[{_JOINERS}]")
_MAY_JOIN = re.compile(f"[{_JOINABLE}]")
_LOOSE_MARK = re.compile("[\u3040-\u30ff][\u3099\u309a]")
_RUNS = re.compile("[ \u3000]+")
_UNCOUNTED = re.compile(f"[{_SELECTORS}{_JOINERS}\u0300-\u036f\u3099\u309a]")
_CLUSTER = re.compile(f"[^{_SELECTORS}][{_SELECTORS}]?")
_NOT_FOR_PAGES = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NO_CHARACTER}]")

INVISIBLE = re.compile(f"[{_IDLE}{_JOINERS}{_TURNING}{_SELECTORS}]")
DASH = re.compile(f"[{_DASHES}]")


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
    """Without white space and invisible characters at both ends; names copied from a telephone carry them."""
    start = _START.match(text)
    text = text[start.end() :] if start else text
    end = len(text)
    while end and _END.match(text, end - 1):
        end -= 1
    return text[:end]


def line(raw: str, limit: int) -> str:
    """One line of free text, its characters kept as they were typed."""
    text = trim(bounded(raw, limit))
    if _SUSPECT.search(text):
        _refuse(_BREAK.search(text), "control_character")
        text = _visible(text)
    return counted(_composed(text), limit)


def lines(raw: str, limit: int) -> str:
    """Free text of several lines; every kind of line break becomes one."""
    text = trim(bounded(raw, limit))
    if _SUSPECT.search(text):
        text = _visible(_BREAK.sub("\n", text))
    return counted(_composed(text), limit)


def machine(raw: str, limit: int) -> str:
    """Text meant for a machine (digits, mail addresses): narrow, plain dashes, nothing invisible."""
    text = trim(bounded(raw, limit))
    if text.isascii() and text.isprintable():
        return text
    _refuse(_BREAK.search(text), "control_character")
    text = INVISIBLE.sub("", text)
    _refuse_all(text)
    return DASH.sub("-", unicodedata.normalize("NFKC", _SPACE.sub(" ", text))).strip()


def _visible(text: str) -> str:
    _refuse_all(text)
    text = _IDLING.sub("", _SPACE.sub(" ", text))
    return trim(_ATTACHED.sub(_attached, text))


def _attached(found: re.Match[str]) -> str:
    """A character with the one selector and the one joiner it can use; without a character there is no use."""
    base, marks = found.groups()
    if not base or base.isspace():
        return base
    selector, joiner = _SELECTOR.search(marks), _JOINER.search(marks)
    chosen = selector[0] if selector else ""
    return base + chosen + (joiner[0] if joiner and _MAY_JOIN.match(chosen or base) else "")


def _refuse_all(text: str) -> None:
    for code, pattern in _REFUSED.items():
        _refuse(pattern.search(text), code)


def _refuse(found: re.Match[str] | None, code: str) -> None:
    """Refuse a character nobody can see, and say behind which ones it stands."""
    if found:
        before = found.string[max(0, found.start() - 12) : found.start()]
        raise Unfit(code, after=_SUSPECT.sub("", before)[-4:])


def _composed(text: str) -> str:
    """か and a loose voicing mark become が; nothing else is composed, since NFC rewrites kanji of names."""
    if "\u3099" in text or "\u309a" in text:
        return _LOOSE_MARK.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return text


def one_space(text: str) -> str:
    """Each run of half-width and full-width spaces becomes one half-width space."""
    return _RUNS.sub(" ", text)


def displayable(raw: str) -> str:
    """What was typed, for a page: characters that no page may hold become a visible mark."""
    return raw if raw.isprintable() else _NOT_FOR_PAGES.sub("\ufffd", raw)


def glyphs_to_confirm(text: str) -> tuple[str, ...]:
    """Characters whose shape staff should look at: with a selector, or kanji few machines know."""
    clusters = dict.fromkeys(_CLUSTER.findall(text))
    return tuple(cluster for cluster in clusters if len(cluster) > 1 or _rare(cluster))


def _rare(character: str) -> bool:
    """Outside both JIS X 0213 and what Windows has added to it, such as 髙."""
    if ord(character) < 0x2E80:
        return False
    for known in ("shift_jis_2004", "cp932"):
        try:
            character.encode(known)
        except UnicodeEncodeError:
            continue
        return False
    return True
