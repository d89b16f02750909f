"""The parts of a LINE message: texts that grow with the reader's setting and wrap, things to press, bubbles around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.chat.rules.line_words import cut, units

Json = dict[str, Any]

# The colours of our pages (static/site.css): words, quiet words, hair lines, danger.
INK, FAINT, HAIR, BAD, WHITE = "#1a1a1a", "#595959", "#d4d4d4", "#ce0000", "#ffffff"
# What LINE takes: a label, the words that stand for a press in the talk, an address, a text, what stands for a card.
LABEL, SHOWN, ADDRESS, TEXT, ALT = 20, 300, 1000, 5000, 400
# What fits into a row to press; the longest title of the sample town has 30.
ROW = 80


@dataclass(frozen=True)
class Press:
    """Something to press: its words, and what it does as LINE's action object."""

    words: str
    action: Json


def pressing(words: str, data: str) -> Press:
    """A press that comes back to us; in the talk it stands as if the reader had written it."""
    shown = cut(words, ROW)
    return Press(shown, {"type": "postback", "label": cut(shown, LABEL), "data": data, "displayText": shown})


def opening(words: str, address: str) -> Press:
    """A press that opens a page or calls a number."""
    shown = cut(words, ROW)
    return Press(shown, {"type": "uri", "label": cut(shown, LABEL), "uri": address})


def fits_small(words: str) -> bool:
    """Whether the words stand whole on LINE's small button."""
    return units(words) <= LABEL


def text(words: str, *, size: str = "md", colour: str = INK, bold: bool = False, **more: Any) -> Json:
    """A text that wraps, is never cut by the phone, and grows with the size that its reader has set."""
    heavy = {"weight": "bold"} if bold else {}
    return {
        "type": "text",
        "text": words,
        "size": size,
        "color": colour,
        "wrap": True,
        "scaling": True,
        **heavy,
        **more,
    }


def solid(press: Press, colour: str) -> Json:
    """The one thing to do next."""
    words = text(press.words, colour=WHITE, bold=True, align="center")
    return _box(press, [words], backgroundColor=colour)


def outlined(press: Press, colour: str, *, align: str = "start") -> Json:
    """One of several things to choose from. LINE's own button cuts its words off; a box wraps them."""
    words = text(press.words, colour=colour, bold=True, align=align)
    return _box(press, [words], borderColor=colour, borderWidth="1px")


def number(press: Press, whose: str, note: str) -> Json:
    """A telephone to call now: the number large, then who answers."""
    more = [text(one, size="sm", colour=INK) for one in (whose, note) if one]
    return _box(
        press,
        [text(press.words, size="xl", colour=BAD, bold=True), *more],
        borderColor=BAD,
        borderWidth="2px",
    )


def rule() -> Json:
    """A line between what is said and where it stands."""
    return {"type": "separator", "color": HAIR, "margin": "lg"}


def bubble(body: Sequence[Json], foot: Sequence[Json]) -> Json:
    """A card."""
    made: Json = {"type": "bubble", "body": _column(body, "lg")}
    if foot:
        made["footer"] = _column(foot, "sm") | {"paddingTop": "none", "paddingBottom": "lg"}
    return made


def flex(bubbles: Sequence[Json], alt: str) -> Json:
    """A card, or several side by side; `alt` is what the list of talks and a notice show."""
    one = bubbles[0] if len(bubbles) == 1 else {"type": "carousel", "contents": list(bubbles)}
    return {"type": "flex", "altText": cut(" ".join(alt.split()), ALT), "contents": one}


def plain(words: str) -> Json:
    """A text message."""
    return {"type": "text", "text": cut(words, TEXT)}


def quickly(message: Json, presses: Sequence[Press]) -> Json:
    """A message with small buttons under it, which are gone with the next word."""
    if not presses:
        return message
    items = [{"type": "action", "action": one.action} for one in presses]
    return {**message, "quickReply": {"items": items}}


def _box(press: Press, contents: list[Json], **look: str) -> Json:
    return {
        "type": "box",
        "layout": "vertical",
        "cornerRadius": "8px",
        "paddingAll": "12px",
        "justifyContent": "center",
        "action": press.action,
        "contents": contents,
        **look,
    }


def _column(contents: Sequence[Json], padding: str) -> Json:
    return {
        "type": "box",
        "layout": "vertical",
        "spacing": "md",
        "paddingAll": padding,
        "contents": list(contents),
    }
