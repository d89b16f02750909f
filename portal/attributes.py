"""A Jinja extension: what stands in an attribute or in text-only elements loses its ruby and language marks by itself."""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

# One step of reading HTML: what may follow depends on the place we are in.
_TEXT = re.compile(r"<!--|<(/?)([A-Za-z][^\s/>]*)")
_IN_TAG = re.compile(r"[\"'>]")
_TEXT_ONLY = frozenset({"title", "option", "textarea"})


class Place:
    """Where in an HTML source we are, followed from one piece of template text to the next."""

    def __init__(self) -> None:
        self._until = ""  # "" in content, ">" in a tag, a quote in an attribute, "-->" in a comment
        self._element = ""
        self._text_only = ""

    @property
    def is_plain(self) -> bool:
        """Whether markup has no meaning here."""
        return bool(self._until or self._text_only)

    def read(self, text: str) -> None:
        """Follow a piece of HTML to its end."""
        at = 0
        while at < len(text):
            at = self._step(text, at)

    def _step(self, text: str, at: int) -> int:
        if self._until == "":
            return self._in_content(text, at)
        if self._until == ">":
            return self._in_tag(text, at)
        end = text.find(self._until, at)
        if end < 0:
            return len(text)
        end += len(self._until)
        self._until = "" if self._until == "-->" else ">"
        return end

    def _in_content(self, text: str, at: int) -> int:
        found = _TEXT.search(text, at)
        if not found:
            return len(text)
        if found[0] == "<!--":
            self._until = "-->"
            return found.end()
        name = found[2].lower()
        if found[1] and name == self._text_only:
            self._text_only = ""
        self._element = "" if found[1] else name
        self._until = ">"
        return found.end()

    def _in_tag(self, text: str, at: int) -> int:
        found = _IN_TAG.search(text, at)
        if not found:
            return len(text)
        if found[0] == ">":
            self._until = ""
            if self._element in _TEXT_ONLY:
                self._text_only = self._element
        else:
            self._until = found[0]
        return found.end()


class PlainInAttributes(Extension):
    """Passes every expression printed where markup has no meaning through the filter `plain`."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Wrap such an expression as ``(expression)|plain``."""
        place = Place()
        wrapped = False
        for token in stream:
            if token.type == "data":
                place.read(token.value)
            if token.type == "variable_end" and wrapped:
                yield Token(token.lineno, "rparen", ")")
                yield Token(token.lineno, "pipe", "|")
                yield Token(token.lineno, "name", "plain")
                wrapped = False
            yield token
            if token.type == "variable_begin" and place.is_plain:
                wrapped = True
                yield Token(token.lineno, "lparen", "(")
