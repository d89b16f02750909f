"""How each fault of a town's folder is mended, in words for the clerk who wrote the file."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_suffix(".toml")
_GAP = re.escape("{}")


@cache
def table() -> Mapping[str, str]:
    """Every fault's words, gaps standing for what varies, with the way to mend it."""
    return MappingProxyType(_file()["mend"])


def remedy(message: str) -> str:
    """How to mend what a fault says; empty only for words that are not listed, which a test forbids."""
    if exact := table().get(message):
        return exact
    return next((mend for shape, mend in _shapes() if shape.fullmatch(message)), "")


def told_by_tomllib(error: ValueError) -> str:
    """What the reader of TOML means, which it says in English only."""
    said = str(error)
    meant = next((words for begin, words in _file()["toml"].items() if said.startswith(begin)), "")
    return f"TOML として読めません（{meant}）" if meant else f"TOML として読めません: {said}"


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The words with gaps, those that say most coming first, so that the vague ones take only what is left."""
    gapped = sorted((words for words in table() if "{}" in words), key=len, reverse=True)
    return tuple(
        (re.compile(re.escape(words).replace(_GAP, ".*"), re.DOTALL), table()[words]) for words in gapped
    )


@cache
def _file() -> Mapping[str, dict[str, str]]:
    return MappingProxyType(tomllib.loads(FILE.read_text(encoding="utf-8")))
