"""Which groups look alike: the same people under two names, or one name written in two ways; pure, for staff to judge."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from portal.search_forms import plain

_NOISE = re.compile(r"[\s・･\-‐‑‒–—―ー−~〜()\[\]「」『』,.、。'\"!&/]+")
# What the names of half the groups of a town end or begin with says nothing about which group it is. Longest first.
# They are compared in the search form: widths, cases and ひらがな are one already.
_COMMON = tuple(
    sorted(
        (_NOISE.sub("", word)
        for word in (
            "クラブ", "倶楽部", "サークル", "同好会", "愛好会", "ドウコウカイ", "アイコウカイ", "会", "ノ会", "カイ", "ノカイ", "団", "チーム",
            "グループ", "友ノ会", "トモノカイ", "研究会", "ケンキュウカイ", "教室", "キョウシツ", "部", "club", "circle", "team", "group",
        )),
        key=len,
        reverse=True,
    )
)  # fmt: skip
# 第2, Ⅱ, A, B: a group that registers twice often counts itself.
_COUNTED = re.compile(r"第?(?:[0-9]+|[一二三四五六七八九十]|(?<![a-z])[a-z])$")
_KANJI = re.compile("[\u3400-\u9fff]")
_LEAST = 2
# So many letters of the longer name allow for one that differs.
_LETTERS_A_SLIP = 5


class Why(StrEnum):
    """Why two groups look alike."""

    MEMBERS = "members"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class Known:
    """What is compared of a group: its names, and tokens of its people and of the telephone it is reached by."""

    name: str
    kana: str
    # Each person by any of their tokens: name with birth, name with telephone.
    people: tuple[frozenset[bytes], ...] = ()
    phone: bytes | None = None


@dataclass(frozen=True)
class Likeness:
    """How two groups are alike; `shared` of `people` members are the same."""

    why: tuple[Why, ...]
    shared: int
    people: int


def core(name: str) -> str:
    """What is left of a name without what many names have: widths, kana, spaces, クラブ・会・サークル, a number at the end."""
    left = _NOISE.sub("", plain(name))
    while True:
        shorter = _shorter(left)
        if shorter == left:
            return left
        left = shorter


def _shorter(name: str) -> str:
    for word in _COMMON:
        if name.endswith(word) and len(name) - len(word) >= _LEAST:
            return name.removesuffix(word)
        if name.startswith(word) and len(word) > 1 and len(name) - len(word) >= _LEAST:
            return name.removeprefix(word)
    counted = _COUNTED.sub("", name)
    return counted if len(counted) >= _LEAST else name


def same_name(one: str, other: str) -> bool:
    """Whether two names are one: the same core, the same words in another order, or a slip of the pen apart."""
    first, second = core(one), core(other)
    if not first or not second:
        return False
    if first == second or Counter(first) == Counter(second):
        return True
    longer = max(len(first), len(second))
    return _within(first, second, longer // _LETTERS_A_SLIP)


def _same_reading(one: str, other: str) -> bool:
    """A reading is short and has few letters, so that one of them is another word."""
    return bool(one) and core(one) == core(other)


def _within(one: str, other: str, most: int) -> bool:
    """Whether so few letters differ; another kanji is another word, so it counts as two."""
    if not most or abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row = row, [place]
        for column, there in enumerate(other, 1):
            weight = 2 if _KANJI.match(letter) or _KANJI.match(there) else 1
            changed = before[column - 1] + (0 if letter == there else weight)
            row.append(min(changed, before[column] + 1, row[-1] + 1))
        if min(row) > most:
            return False
    return row[-1] <= most


def alike(asks: Known, stands: Known, overlap_percent: int) -> Likeness | None:
    """How one that asks to be registered is like one that stands in the register, or None where it is not."""
    known = frozenset().union(*stands.people)
    shared = sum(1 for person in asks.people if person & known)
    why = []
    # One person in common is what every town has; two and more may be the same group.
    if shared > 1 and shared * 100 >= overlap_percent * min(len(asks.people), len(stands.people)):
        why.append(Why.MEMBERS)
    if asks.phone is not None and asks.phone == stands.phone:
        why.append(Why.PHONE)
    if same_name(asks.name, stands.name) or _same_reading(asks.kana, stands.kana):
        why.append(Why.NAME)
    return Likeness(tuple(why), shared, len(asks.people)) if why else None
