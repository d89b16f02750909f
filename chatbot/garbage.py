"""The sorting dictionary: what somebody wants to throw away, by whatever name and however misspelt, and how it is sorted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chatbot.folding import joined
from chatbot.grams import stem

# So many likely things can be read at a glance.
FEW = 5
_BRACKETS = re.compile(r"[（(]([^）)]*)[）)]")
_SIGNS = re.compile(r"[^\w]+|_")
_LATIN = re.compile("[a-z]+")
_DISPOSAL = (
    "捨て方 捨てかた すてかた 捨てたい すてたい 捨てる すてる 捨てます すてます 捨てれば すてれば 捨てて すてて 捨て すて 出し方 だしかた 出したい だしたい "
    "出します だします 出せば だせば 出せます だせます 出せる 出す だす 処分 しょぶん 処理 廃棄 回収 分別 ぶんべつ 分類 "
    "何ごみ なにごみ なんのごみ 何のごみ なんごみ どのごみ ごみの種類 ごみの日 ごみ リサイクル 不用品 要らない いらない"
)
_FILLERS = (
    "どうやって どうすれば どうしたら どうやったら どのように どう どこに どこへ どこ いつ 何曜日 なん曜日 なんようび 何 なに なん "
    "いいですか よいですか いいの よいの いい よい できますか できる ですか ますか ますか でしょうか です ます したい します しますか する した すれば "
    "教えてください おしえてください 教えて おしえて 知りたい ください 下さい お願いします の場合 について 入れる いれる 分けます わけます なります 種類 "
    "として のですが んですが とき 方法 ほうほう に出 家の うちの"
)
_ENGLISH_ASIDE = re.compile(
    "a|an|the|i|we|you|do|does|can|could|should|would|how|what|which|where|when|is|are|to|of|in|on|for|with|my|our|please|"
    "throw|away|out|put|dispose|disposal|trash|garbage|rubbish|waste|recycle|recycling|bin|sort|get|rid|day|"
    "category|kind|old|used|broken|it|this|these|those"
)
_PARTICLES = "はがをにでのともへやかってね"


@dataclass(frozen=True)
class Kind:
    """A kind of garbage, its ways out, and what people call it; `procedure` is how it is asked for, where it must be."""

    key: str
    name: Mapping[str, str]
    how: Mapping[str, str]
    names: tuple[str, ...] = ()
    procedure: str = ""


@dataclass(frozen=True)
class Item:
    """A thing, its kind, and what else it is called."""

    key: str
    name: Mapping[str, str]
    kind: str
    note: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True)
class Found:
    """The things that may be meant, the likeliest first; `sure` says that it is the first."""

    items: tuple[Item, ...]
    sure: bool = False


@dataclass(frozen=True)
class Sorting:
    """A town's dictionary; `division` is the id of the one that keeps it."""

    kinds: Mapping[str, Kind]
    items: tuple[Item, ...]
    division: str = ""
    # Every name once, folded, with its items; English ones as sets of stems.
    names: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    english: tuple[tuple[frozenset[str], Item], ...] = ()

    def item(self, key: str) -> Item | None:
        return next((one for one in self.items if one.key == key), None)

    def find(self, asked: str) -> Found:
        """What somebody wants to throw away."""
        plain = _SIGNS.sub(" ", joined(asked)).strip()
        if _LATIN.search(plain) and plain.isascii():
            return self._english(plain)
        squeezed = plain.replace(" ", "")
        there = self._there(squeezed)
        if there:
            return self._named(squeezed, there)
        return Found(self._alike(without_disposal(squeezed)))

    def kind(self, asked: str) -> Kind | None:
        """The kind somebody names, such as 粗大ごみ or 燃えるごみ."""
        plain = _SIGNS.sub("", joined(asked))
        named = [
            (len(name), kind) for kind in self.kinds.values() for name in _kind_names(kind) if name in plain
        ]
        return max(named, key=lambda pair: pair[0])[1] if named else None

    def _there(self, plain: str) -> list[str]:
        """The names that stand in a question, without those inside a longer one."""
        there = [name for name in self.names if name in plain]
        return [name for name in there if not any(name != other and name in other for other in there)]

    def _named(self, plain: str, there: list[str]) -> Found:
        last = max(there, key=plain.rfind)
        rest = without_disposal(plain[plain.rfind(last) + len(last) :])
        items = self._items(there)
        if not rest and (len(items) == 1 or len(there) == 1 or _parted(plain, last)):
            meant = self.names[last]
            return Found(meant if len(meant) > 1 else (meant[0],), sure=len(meant) == 1)
        # 傘の骨: neither the umbrella nor another thing's part is surely what is meant.
        parts = [name for name in self.names if rest and name not in there and name.endswith(rest[-6:])]
        near = self._alike(without_disposal(plain))
        return Found(tuple(dict.fromkeys((*near, *items, *self._items(parts), *self._alike(rest))))[:FEW])

    def _items(self, names: Iterable[str]) -> tuple[Item, ...]:
        return tuple(dict.fromkeys(item for name in names for item in self.names[name]))

    def _alike(self, wanted: str) -> tuple[Item, ...]:
        """Things with a name that holds what was said, ends like it, or is nearly spelt like it; the nearest first."""
        if not wanted:
            return ()
        near = [(far, name) for name in self.names if (far := _far(wanted, name)) is not None]
        return self._items(name for _, name in sorted(near))[:FEW]

    def _english(self, plain: str) -> Found:
        asked = frozenset(stem(word) for word in _LATIN.findall(plain) if not _ENGLISH_ASIDE.fullmatch(word))
        whole = [(len(name), item) for name, item in self.english if name <= asked]
        if whole:
            most = max(size for size, _ in whole)
            items = tuple(dict.fromkeys(item for size, item in whole if size == most))
            return Found(items[:FEW], sure=len(items) == 1 and most >= len(asked))
        part = [(-len(name & asked) / len(name), item) for name, item in self.english if name & asked]
        return Found(tuple(dict.fromkeys(item for _, item in sorted(part, key=lambda pair: pair[0])))[:FEW])


def sorting(kinds: Iterable[Kind], items: Iterable[Item], division: str = "") -> Sorting:
    """A dictionary made ready to be asked."""
    listed = tuple(items)
    names: dict[str, list[Item]] = {}
    english: list[tuple[frozenset[str], Item]] = []
    for item in listed:
        for name in _names(item):
            if item not in names.setdefault(name, []):
                names[name].append(item)
        for text in (item.name.get("en", ""), *(name for name in item.names if name.isascii())):
            stems = frozenset(
                stem(word)
                for word in _LATIN.findall(joined(text))
                if not _ENGLISH_ASIDE.fullmatch(word) and len(word) > 1
            )
            if stems:
                english.append((stems, item))
    every = {name: tuple(found) for name, found in names.items()}
    return Sorting({kind.key: kind for kind in kinds}, listed, division, every, tuple(english))


def without_disposal(plain: str) -> str:
    """What is left of a question without the throwing away and the asking."""
    return _STRIPPED.sub("", _ASIDE.sub("", plain)).strip(_PARTICLES + "あお ")


def speaks_of_disposal(asked: str) -> bool:
    """Whether somebody asks how to get rid of something."""
    return bool(_ASKED.search(joined(asked)))


def _names(item: Item) -> Iterable[str]:
    """Every name of a thing in Japanese, folded; what stands in brackets tells things apart and is part of no name."""
    for text in (item.name.get("ja", ""), item.name.get("easy", ""), *item.names):
        for part in re.split("[・／/]", _BRACKETS.sub("", text)):
            plain = _SIGNS.sub("", joined(part))
            if len(plain) > 1 or (plain and not "ぁ" <= plain <= "ん"):
                yield plain


def _kind_names(kind: Kind) -> Iterable[str]:
    for text in (*kind.name.values(), *kind.names):
        plain = _SIGNS.sub("", joined(_BRACKETS.sub("", text)))
        if plain:
            yield plain


def _parted(plain: str, last: str) -> bool:
    """Whether the last name is the head of what was said: ペットボトルの(ふた), 燃えない(傘)."""
    before = plain[: plain.rfind(last)]
    return not before or before[-1] in "のなたい"


def _far(wanted: str, name: str) -> tuple[int, int] | None:
    """How far a name is from what was said; None where it is another word."""
    if len(wanted) > 1 and wanted in name:
        return 0, len(name)
    allowed = 0 if len(name) < 3 else 1 if len(name) < 6 else 2
    if not allowed or abs(len(wanted) - len(name)) > allowed:
        return None
    apart = _edits(wanted, name, allowed)
    return None if apart is None else (apart, len(name))


def _edits(one: str, other: str, most: int) -> int | None:
    """How many letters must be put in, left out, changed or swapped to make one of the other; None if more than `most`."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            same = letter == against
            best = min(above[column] + 1, line[-1] + 1, above[column - 1] + (not same))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        if min(line) > most:
            return None
        before, above = above, line
    return above[-1] if above[-1] <= most else None


def _any(words: str) -> str:
    plain = sorted({joined(word) for word in words.split()}, key=len, reverse=True)
    return "|".join(map(re.escape, plain))


_ASIDE = re.compile(f"{_any(_DISPOSAL)}|{_any(_FILLERS)}")
_STRIPPED = re.compile(f"^[{_PARTICLES}]+|[{_PARTICLES}]+$|\\d")
_ASKED = re.compile(
    f"{_any('捨て方 捨て すて 出し方 だしかた 処分 しょぶん 廃棄 分別 ぶんべつ 何ごみ なにごみ なんのごみ 何のごみ なんごみ どのごみ')}"
    r"|(?<![a-z])(?:throw (?:\w+ ){0,4}?(?:away|out)|dispos\w*|get rid|recycl\w*|trash|garbage|rubbish)"
)
