"""A page as a browser understands it: its forms with what stands in them, its headings, its links, its messages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.harness.tree import tree

Pairs = list[tuple[str, str]]
# What a person may leave out or put in: a missing name stays as the page shows it, None takes the control away.
Typed = Mapping[str, str | None]
_NEVER_SENT = {"submit", "button", "image", "reset", "file"}
_ONLY_CHECKED = {"radio", "checkbox"}


@dataclass(frozen=True)
class Page:
    """One answer of the server."""

    path: str
    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @cached_property
    def root(self) -> Element:
        """The document, strictly read: an element that is not closed fails the test."""
        return tree(self.html)

    @property
    def text(self) -> str:
        """The words in the page's main part, one space between them."""
        return words(self.one("main"))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element of a tag with these attributes; `class_` and `for_` lose their stroke."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [one for one in self.root.iter(tag) if _has(one, wanted)]

    def one(self, tag: str, **attributes: str) -> Element:
        """The one element of a tag with these attributes."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{self.path}: {len(found)} of <{tag}> {attributes}"
        return found[0]

    def by_id(self, id: str) -> Element:
        """The element of an id; an id stands for one element only."""
        found = [one for one in self.root.iter() if one.get("id") == id]
        assert len(found) == 1, f"{self.path}: {len(found)} elements with id {id}"
        return found[0]

    @property
    def heading(self) -> str:
        return words(self.one("h1"))

    def links(self) -> dict[str, str]:
        """The main part's links by their words."""
        return {words(link): link.get("href", "") for link in self.one("main").iter("a")}

    def form(self, action: str = "") -> Element:
        """The page's form that sends to itself, or to the address that ends so."""
        found = [one for one in self.all("form", method="post") if one.get("action", "").endswith(action)]
        assert found, f"{self.path} has no form for {action or 'itself'}: {self.text[:200]}"
        return found[0]

    def value(self, name: str) -> str:
        """What stands in the control of a name."""
        return dict(controls(self.form()))[name]

    def summary(self) -> dict[str, str]:
        """The error summary: the id each line leads to, and its sentence."""
        box = [one for one in self.root.iter("div") if _has(one, {"aria-labelledby": "errors-title"})]
        assert len(box) == 1, f"{self.path}: {len(box)} error summaries"
        return {link.get("href", "").removeprefix("#"): words(link) for link in box[0].iter("a")}

    def beside(self, id: str) -> str:
        """The error message of a control, found as a screen reader finds it: by aria-describedby, its own or its group's."""
        control = self.by_id(id)
        holders = [control, *(one for one in self.root.iter("fieldset") if control in set(one.iter()))]
        told = [part for one in holders for part in one.get("aria-describedby", "").split()]
        errors = [self.by_id(part) for part in told if part.endswith("-error")]
        return " ".join(words(one) for one in errors)


def words(element: Element) -> str:
    """The words of an element, one space between them."""
    return " ".join("".join(element.itertext()).split())


def controls(form: Element) -> Pairs:
    """What a browser would send of a form, no button pressed."""
    return [pair for one in form.iter() for pair in _pairs(one)]


def filled(form: Element, typed: Typed) -> Pairs:
    """What a browser would send after somebody typed."""
    kept = [(name, value) for name, value in controls(form) if name not in typed]
    return kept + [(name, value) for name, value in typed.items() if value is not None]


def _has(element: Element, wanted: Mapping[str, str]) -> bool:
    return all(
        value in element.get(name, "").split() if name == "class" else element.get(name) == value
        for name, value in wanted.items()
    )


def _pairs(one: Element) -> Iterator[tuple[str, str]]:
    name, kind = one.get("name", ""), one.get("type", "text")
    if not name or "disabled" in one.attrib:
        return
    if one.tag == "input" and kind not in _NEVER_SENT:
        if kind not in _ONLY_CHECKED or "checked" in one.attrib:
            yield name, one.get("value", "on" if kind in _ONLY_CHECKED else "")
    elif one.tag == "textarea":
        # A browser sends every line break of a text as CR LF.
        yield name, (one.text or "").replace("\r\n", "\n").replace("\n", "\r\n")
    elif one.tag == "select":
        yield name, _selected(one)


def _selected(select: Element) -> str:
    options = list(select.iter("option"))
    return next(
        (one.get("value", "") for one in options if "selected" in one.attrib), options[0].get("value", "")
    )
