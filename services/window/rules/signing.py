"""How each paper of a visit is signed, and which of them still lacks its signature."""

import re
from enum import StrEnum
from math import hypot

from forms.procedure import Sign

# A pen's path and nothing else: moves and lines in whole numbers on a pad of 600 by 200.
PATH = re.compile(r"M\d{1,3} \d{1,3}(?:[ML]\d{1,3} \d{1,3})+")
LONGEST = 20_000
# What the pad says when nothing was drawn on it; without scripts there is no pad, and it says nothing.
EMPTY = "-"
# The shortest name there is, 一, is a stroke across a good part of its box; less is a finger that slipped.
SHORTEST = 60.0
_POINT = re.compile(r"([ML])(\d+) (\d+)")


class Signature(StrEnum):
    """How it stands with the signature of one paper."""

    NONE = "none"
    PRINTED = "printed"
    # 電子サイン, drawn on the tablet.
    DRAWN = "drawn"
    # The form itself was written and signed by hand, before it was typed in.
    BEFORE = "before"
    LACKING = "lacking"
    TAKEN = "taken"


def of(sign: Sign, *, drawn: bool, before: bool, taken: bool) -> Signature:
    """What a form demands, and what of that is there; a pad on which nobody drew is signed on the paper."""
    if sign in (Sign.NONE, Sign.NAME):
        return Signature.NONE if sign is Sign.NONE else Signature.PRINTED
    if before:
        return Signature.BEFORE
    if sign is Sign.PAD and drawn:
        return Signature.DRAWN
    return Signature.TAKEN if taken else Signature.LACKING


def is_path(path: str) -> bool:
    """Whether it is what the pad sends; anything else would be drawn on a paper."""
    return len(path) <= LONGEST and PATH.fullmatch(path) is not None


def is_empty(path: str) -> bool:
    """Whether a pad was there and nobody wrote on it, or only touched it."""
    return path == EMPTY or length(path) < SHORTEST


def length(path: str) -> float:
    """How far the pen went on the pad."""
    long, before = 0.0, (0, 0)
    for move, x, y in _POINT.findall(path):
        here = (int(x), int(y))
        if move == "L":
            long += hypot(here[0] - before[0], here[1] - before[1])
        before = here
    return long
