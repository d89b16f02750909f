"""A page's source as a tree of elements, for tests that read pages by the hundred; the journeys ask a real browser instead."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

# Elements that never have an end.
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
SVG = "{http://www.w3.org/2000/svg}"
# The first line break after these is the writer's and no part of the text.
_LINES = frozenset(("textarea", "pre"))


class _Tree(HTMLParser):
    """Every element of our pages is closed by hand, which html-validate sees to, so no end has to be guessed."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._last: Element | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "svg" or (self._open and self._open[-1].tag.startswith(SVG)):
            tag = SVG + tag
        if self._open:
            one = SubElement(self._open[-1], tag, said)
        elif self.root is None:
            one = self.root = Element(tag, said)
        else:
            raise ValueError(f"<{tag}> stands after the end of the page")
        if tag in VOID:
            self._last = one
        else:
            self._open.append(one)
            self._last = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        one = self._open.pop()
        if one.tag.removeprefix(SVG) != tag:
            raise ValueError(f"</{tag}> where </{one.tag}> should stand")
        self._last = one

    def handle_data(self, data: str) -> None:
        if self._last is not None and self._open:
            self._last.tail = (self._last.tail or "") + data
        elif self._open:
            one = self._open[-1]
            if one.tag in _LINES and one.text is None:
                data = data.removeprefix("\r").removeprefix("\n")
            one.text = (one.text or "") + data


def tree(source: str) -> Element:
    """The root of a page."""
    reader = _Tree()
    reader.feed(source)
    reader.close()
    if reader.root is None or reader._open:
        raise ValueError("the page has no end")
    return reader.root
