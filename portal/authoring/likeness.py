"""How alike two questions sound: so that a clerk finds the key there is, and no meaning gets two keys."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from forms.dictionary import Dictionary
from forms.field import Field

# Words people and forms use for one thing, the first standing for all; an empty one says nothing that tells questions apart.
LEXICON: Mapping[str, str] = MappingProxyType(
    {
        "": (
            "申請者 申込者 請求者 届出者 届出人 申請人 申込人 請求人 ご本人 本人 あなた わたし 自分 について "
            "教えてください 書いてください 記入 お書きください 日中に連絡がつく 日中に連絡の取れる 日中の 写し 写真 コピー 画像"
        ),
        "氏名": "お名前 名前 なまえ 姓名 ご氏名 名まえ",
        "生年月日": "お誕生日 誕生日 たんじょうび 生まれた日 生まれた年月日 生年",
        "電話": "電話番号 電話連絡先 連絡先 携帯電話 携帯番号 携帯 でんわ tel",
        "メール": "メールアドレス 電子メールアドレス 電子メール eメール e-mail email",
        "住所": "ご住所 所在地 お住まい 住まい すまい 住んでいる所 住んでいるところ 居所",
        "カナ": "フリガナ ふりがな 読み仮名 よみがな 読みがな 読み方 よみかた",
        "理由": "わけ 事由 訳",
        "子": "お子さま お子さん 子ども 子供 こども 児童",
        "配偶者": "夫または妻 夫か妻 夫・妻 つれあい",
        "勤め先": "勤務先 職場 お勤め先 働いている所 働いているところ",
        "口座": "振込先 振込先の口座 受取口座 銀行口座 振込口座",
        "引っ越し": "転居 移転 ひっこし 引越し 引越",
        "代理": "代理人 かわりの人 代わりの人 代行者",
        "法人": "会社 企業 事業所 団体 事業者",
        "役所": "市役所 市 窓口",
        "方法": "しかた やり方 仕方 手段",
        "人数": "何人 人の数",
        "枚数": "通数 何枚 部数 何通",
        "金額": "額 いくら お金 費用 料金",
        "使いみち": "使い道 目的 使用目的 つかいみち 用途",
        "時刻": "時間 時間帯 何時",
        "日": "日付 年月日 日にち",
        "続柄": "関係 つづきがら 間柄",
        "種類": "種別 区分 しゅるい",
        "備考": "伝えておきたいこと そのほか その他 連絡事項 自由記入 自由記述 メモ",
        "同意": "同意します 承諾 確認に同意",
        "世帯": "同じ家 家族",
        "世帯主": "世帯の主",
    }
)
_NOISE = re.compile(r"[\s・、。，．,.()（）「」『』［］\[\]【】/／:：;；!?！？ー―\-~〜…＋+]+")
_PARTICLES = re.compile(r"[のをはがにでとへもや]")
_STOP = re.compile(
    r"(?:a|an|the|of|or|and|to|for|in|on|is|are|you|your|which|what|when|who|that|it|its|do|does|from|by|with|at)"
)


@dataclass(frozen=True)
class Sound:
    """What is compared of a question: the pieces of its label in three languages."""

    ja: frozenset[str]
    easy: frozenset[str]
    en: frozenset[str]


@cache
def _synonyms() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """All words of the lexicon in one pattern, the longest first, and what each stands for."""
    stands = {plain(word): first for first, words in LEXICON.items() for word in words.split()}
    stands |= {plain(first): first for first in LEXICON if first}
    longest = sorted(stands, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), MappingProxyType(stands)


def plain(text: str) -> str:
    """A label without what writing adds: width, case, signs."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def meaning(text: str) -> str:
    """A label in the lexicon's words, without honorifics and particles."""
    pattern, stands = _synonyms()
    told = pattern.sub(
        lambda found: f"\0{stands[found.group()]}\0" if stands[found.group()] else "\0", plain(text)
    )
    # Particles join the words; only those outside the lexicon's own words are left out.
    parts = [part if part in stands.values() else _PARTICLES.sub("", part) for part in told.split("\0")]
    # The same word twice, as in 連絡先の電話番号, is said once.
    kept = [part for part in parts if part]
    return "".join(part for place, part in enumerate(kept) if place == 0 or part != kept[place - 1])


@cache
def sound(ja: str, easy: str = "", en: str = "") -> Sound:
    """The pieces of one label."""
    words = re.findall(r"[a-z0-9]+", en.lower())
    return Sound(
        _pieces(meaning(ja)),
        _pieces(plain(easy)),
        frozenset(_stem(word) for word in words if not _STOP.fullmatch(word)),
    )


def sound_of(field: Field) -> Sound:
    """What a field of the dictionary sounds like."""
    texts = field.label.texts
    return sound(texts.get("ja", ""), texts.get("easy", ""), texts.get("en", ""))


def likeness(one: Sound, other: Sound) -> float:
    """From 0, nothing in common, to 1, the same words; Japanese decides, and the two others may speak for it together."""
    ja = _overlap(one.ja, other.ja)
    others = [_overlap(*pair) for pair in ((one.easy, other.easy), (one.en, other.en)) if all(pair)]
    return max(ja, (ja + sum(others)) / (1 + len(others)) if others else ja)


def search(
    words: str, dictionary: Dictionary, asked: Mapping[str, int], most: int = 5
) -> list[tuple[Field, float]]:
    """The fields whose label or key sounds most like some words, best first; what many procedures ask is meant sooner."""
    said = sound(words, words, words)
    found = []
    for field in dictionary.fields.values():
        near = _nearness(said, plain(words), field)
        if near >= 0.3:
            found.append(
                (field, near if near == 1 else min(0.99, near + 0.3 * min(asked.get(field.key, 0), 40) / 40))
            )
    return sorted(found, key=lambda one: (-one[1], len(one[0].key)))[:most]


def _nearness(asked: Sound, words: str, field: Field) -> float:
    if words == field.key:
        return 1.0
    own = sound_of(field)
    label = plain(field.label.say("ja").text)
    # Somebody who types 氏名 means every label with that word too, the plainest of them first.
    within = 0.5 + 0.4 * len(words) / len(label) if words and words in label else 0.0
    return max(_overlap(asked.ja, own.ja), _overlap(asked.easy, own.easy), _overlap(asked.en, own.en), within)


def pairs(fields: Iterable[Field], line: float) -> dict[tuple[str, str], float]:
    """Every two questions that sound alike at least so much; a paper, a list and a statement are never one question."""
    listed = sorted(fields, key=lambda field: field.key)
    sounds = {field.key: sound_of(field) for field in listed}
    found = {}
    for place, one in enumerate(listed):
        for other in listed[place + 1 :]:
            if _sort(one) == _sort(other):
                alike = likeness(sounds[one.key], sounds[other.key])
                if alike >= line:
                    found[one.key, other.key] = alike
    return found


def _sort(field: Field) -> str:
    return field.kind if field.kind in ("file", "group", "yes") else ""


def _pieces(text: str) -> frozenset[str]:
    """Pairs of neighbouring letters, the ends marked; a single letter alone."""
    marked = f"^{text}$"
    return frozenset(marked[place : place + 2] for place in range(len(marked) - 1)) if text else frozenset()


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
