"""The places of a town by what people call them: by name, by name in kana, or by the kind of house every town has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from chatbot.folding import joined

# Nobody asks for a place in more words; what is longer speaks of something else.
LONGEST = 80
# What is left of a name without its town, and a name at all: one letter stands in every second word.
_SHORTEST = 2
# What a kind of house is called in any town; what a house of this kind has in its name stands among them.
_KINDS = (
    "市役所 役所 役場 区役所 町役場 村役場 しやくしょ やくしょ やくば くやくしょ|city hall|town hall|village hall|city office|municipal office",
    "支所 出張所 行政センター ししょ しゅっちょうじょ|branch office|branch offices",
    "図書館 図書室 としょかん としょしつ|library|libraries",
    "体育館 たいいくかん|gymnasium|gymnasiums|gym|gyms",
    "プール|swimming pool|pool|pools",
    "公民館 こうみんかん|community centre|community center|community centers",
    "コミュニティセンター 交流センター 市民センター 地区センター|community centre|community center",
    "市民会館 文化会館 文化ホール 市民ホール しみんかいかん|civic hall|cultural hall",
    "保健センター 保健福祉センター ほけんセンター|health centre|health center",
    "休日急患診療所 休日診療所 急患診療所 急患センター 急病センター 診療所 しんりょうじょ|clinic",
    "子育て支援センター 子育てセンター|parenting center|child-rearing support center",
    "児童館 児童センター 子どもセンター じどうかん|children's hall|children's center|children's centre",
    "保育園 保育所 保育室 こども園 ほいくえん ほいくしょ|nursery|nurseries|nursery school|daycare",
    "幼稚園 ようちえん|kindergarten|kindergartens",
    "小学校 しょうがっこう|elementary school|elementary schools|primary school",
    "中学校 ちゅうがっこう|junior high school|middle school",
    "地域包括支援センター 包括支援センター|community support center",
    "老人福祉センター 高齢者センター|senior center|senior centre",
    "障害者福祉センター|disability welfare center",
    "資料館 博物館 しりょうかん はくぶつかん|museum|museums",
    "美術館 びじゅつかん|art museum",
    "公園 こうえん|park|parks",
    "環境センター クリーンセンター 清掃センター 清掃工場 ごみ処理場 ごみ処理施設|environment center|waste center",
    "斎場 火葬場 さいじょう かそうじょう|crematorium",
    "消防署 しょうぼうしょ|fire station",
    "病院 びょういん|hospital",
)


@dataclass(frozen=True)
class Place:
    """Something that has a name: `names` as people write it, `kana` its reading, `english` its English names."""

    key: str
    names: tuple[str, ...]
    kana: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    # The place it is a part of: who names both means the part.
    inside: str = ""
    # Whether it is a house that its kind can stand for; a division is none.
    house: bool = True


@dataclass(frozen=True)
class Named:
    """The places that a text names, what is left of it without their names, and whether a name was said in full."""

    keys: tuple[str, ...]
    rest: str
    full: bool


@dataclass(frozen=True)
class Places:
    """All places of a town, ready to be heard."""

    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)
    # What may stand before a name and tells nothing: the town's own.
    towns: tuple[str, ...] = ()

    def __contains__(self, key: object) -> bool:
        return key in self.inside

    def heard(self, text: str) -> Named | None:
        """The places that a text names: in full, else by their kind; None where it names none."""
        plain = plainly(text)
        if len(plain) > LONGEST:
            return None
        # 市役所 is a kind and not the 役所 of somebody's name: what is longer counts.
        found, rest = _taken(plain, {**self.kinds, **self.called})
        full = [name for name in found if name in self.called]
        keys = dict.fromkeys(
            key for name in full or found for key in (self.called if full else self.kinds)[name]
        )
        if not keys:
            return None
        for name in self.towns:
            rest = rest.replace(name, " ")
        around = {self.inside[key] for key in keys}
        return Named(tuple(key for key in keys if key not in around), rest, bool(full))


def places(every: Iterable[Place], towns: Iterable[str] = ()) -> Places:
    """A town's places; what stands at the head of a name and is the town's own may be left out of it."""
    kept = tuple(every)
    heads = tuple(sorted({plainly(name) for name in towns if name}, key=len, reverse=True))
    called: dict[str, dict[str, None]] = {}
    for one in kept:
        for name in _names(one, heads):
            called.setdefault(name, {})[one.key] = None
    return Places(
        MappingProxyType({name: tuple(keys) for name, keys in called.items()}),
        MappingProxyType(_kinds(kept)),
        MappingProxyType({one.key: one.inside for one in kept}),
        heads,
    )


def plainly(text: str) -> str:
    """Folded text in which ほけんせんたー and ほけんセンター are one."""
    return " ".join(joined(text).replace("ー", "").split())


def _names(place: Place, heads: tuple[str, ...]) -> Iterable[str]:
    for text in (*place.names, *place.kana, *place.english):
        plain = plainly(text)
        yield plain
        shorter = (plain.removeprefix(head).strip() for head in heads if plain.startswith(head))
        yield from (name for name in shorter if len(name) >= _SHORTEST)


def _kinds(every: Iterable[Place]) -> dict[str, tuple[str, ...]]:
    """What each kind is called, with the houses that have it in their name."""
    houses = [(one.key, " ".join(map(plainly, (*one.names, *one.english)))) for one in every if one.house]
    found: dict[str, tuple[str, ...]] = {}
    for line in _KINDS:
        japanese, *english = line.split("|")
        words = [plainly(word) for word in japanese.split()]
        keys = tuple(key for key, name in houses if any(word in name for word in words))
        for word in (*words, *english):
            # 市民センター is one kind in one town and another in the next: whoever says so means all of them.
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), *keys)))
    return {word: keys for word, keys in found.items() if keys}


def _taken(plain: str, called: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    """All names in a text, the longest first, and the text without them."""
    found: list[str] = []
    rest = plain
    while name := _longest(rest, called):
        found.append(name)
        rest = _without(rest, name)
    return tuple(found), rest


def _longest(plain: str, called: Mapping[str, tuple[str, ...]]) -> str:
    size = len(plain)
    for length in range(size, _SHORTEST - 1, -1):
        for start in range(size - length + 1):
            part = plain[start : start + length]
            if part in called and _stands(plain, start, start + length):
                return part
    return ""


def _without(plain: str, name: str) -> str:
    start = plain.index(name)
    while not _stands(plain, start, start + len(name)):
        start = plain.index(name, start + 1)
    return f"{plain[:start]} {plain[start + len(name) :]}"


def _stands(plain: str, start: int, end: int) -> bool:
    """Whether an English name stands there as a word: a park is no parking."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    return not (_latin(plain[start]) and _latin(before)) and not (_latin(plain[end - 1]) and _latin(after))


def _latin(letter: str) -> bool:
    return bool(letter) and letter.isascii() and letter.isalpha()
