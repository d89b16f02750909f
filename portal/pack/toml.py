"""The TOML files of a town's folder, and on which line of a file a fault's path lies."""

import re
import tomllib
from pathlib import Path

import tomli

from forms.faults import Broken
from portal.pack import remedies
from portal.pack.lists import PackFault

_PIECE = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_PAIR = re.compile(r"^\s*(?P<key>[\w.\"'-]+)\s*=")
_ELEMENT = re.compile(r"^\s*[{\"'\d]")
_AT_LINE = re.compile(r"at line (\d+)")

Place = tuple[str | int, ...]


class Document:
    """One TOML file: what it says, and where it says it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.mapping = tomli.loads(text)
        self._lines = text.splitlines()

    def fault(self, path: str, message: str) -> PackFault:
        """A fault at a path, told with the line nearest to it."""
        return PackFault(self.file, self.line(path), path, message)

    def faults(self, broken: Broken, below: str = "") -> list[PackFault]:
        """Every fault a reader found, the reader having been given only the part of the file below a path."""
        return [self.fault(_join(below, one.path), one.message) for one in broken.every]

    def line(self, path: str) -> int:
        """The line of the longest part of a path that the file spells out; a missing key belongs to its table's line."""
        wanted = _place(path)
        best, deepest = 1, 0
        for number, place in self._places():
            shared = 0
            while shared < min(len(place), len(wanted)) and place[shared] == wanted[shared]:
                shared += 1
            if shared == len(place) and shared > deepest:
                best, deepest = number, shared
        return best

    def _places(self) -> list[tuple[int, Place]]:
        """What each line that begins something begins: a table, a key, or an element of a list below a key."""
        found: list[tuple[int, Place]] = []
        table: Place = ()
        counts: dict[Place, int] = {}
        within: Place = ()
        element = 0
        for number, line in enumerate(self._lines, 1):
            if header := _HEADER.match(line):
                table = _table(header.group(1), header.group(2), counts)
                found.append((number, table))
                within = ()
            elif pair := _PAIR.match(line):
                within = (*table, *_keys(pair.group("key")))
                element = 0
                found.append((number, within))
            elif within and _ELEMENT.match(line):
                element += 1
                found.append((number, (*within, element)))
        return found


def read(path: Path, file: str) -> tuple[Document | None, tuple[PackFault, ...]]:
    """One file, or the one fault that makes it unreadable."""
    try:
        # An editor of Japanese Windows likes to put a byte order mark in front, which TOML itself does not allow.
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (PackFault(file, 1, "", "文字コードが UTF-8 ではありません"),)
    try:
        return Document(file, text), ()
    except tomli.TOMLDecodeError as refused:
        error = _said_by_tomllib(text) or refused
        place = _AT_LINE.search(str(error))
        line = int(place.group(1)) if place else text.count("\n") + 1
        return None, (PackFault(file, line, "", remedies.told_by_tomllib(error)),)


def _said_by_tomllib(text: str) -> ValueError | None:
    """The same fault from the slower reader: it names the line on which something was left open, not the file's end."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return error
    return None


def _join(below: str, path: str) -> str:
    return ".".join(piece for piece in (below, path) if piece)


def _place(path: str) -> Place:
    """step[2].ask[1] as ("step", 2, "ask", 1)."""
    return tuple(name or int(number) for name, number in _PIECE.findall(path))


def _keys(dotted: str) -> Place:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _table(bracket: str, dotted: str, counts: dict[Place, int]) -> Place:
    """The place a header opens; below a list of tables it is the last one opened so far."""
    place: Place = ()
    names = _keys(dotted)
    for depth, name in enumerate(names, 1):
        place = (*place, name)
        if bracket == "[[" and depth == len(names):
            counts[place] = counts.get(place, 0) + 1
        if place in counts:
            place = (*place, counts[place])
    return place
