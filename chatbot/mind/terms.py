"""Cuts a text into the words that speak of its matter, each under one key however it is written."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

import sudachipy

from chatbot.folding import HIRAGANA, KANJI, KATAKANA, LONGEST
from chatbot.grams import stem

CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"}
# What people write around their matter, as the dictionary normalises it.
_WRITTEN_AROUND = (
    "為る 居る 有る 成る 教える 知る 出来る 下さる 頂く 貰う 遣る 行く 来る 御座る 仕舞う 置く 見る 呉れる 欲しい 良い 無い 思う 言う"
    " 事 物 者 場合 時 所 為 様 訳 方 何 如何 どう 何処 何時 何方 誰 此れ 其れ 此の 其の 御 達 的 等 等々 性 化 沢山 色々 凄い 少し 一寸"
    " 直ぐ 今 又 もう まだ 本当 要る 宜しい 御願い 願う 掛かる 困る 仕方 遣り方 自分 私 人 中 上 迄 内 際 件 度 つもり 予定 はず まま"
)
COURTESY = frozenset(_WRITTEN_AROUND.split())
_KANA = re.compile(f"[{KATAKANA}{HIRAGANA}]+")
_KANJI = re.compile(f"[{KANJI}]")
_NOT_KANJI = re.compile(f"[{HIRAGANA}]+")
_LATIN = re.compile("[a-z][a-z']*")
_WORD = re.compile("[^\\W_]")
_ENGLISH_AROUND = (
    "a an the i my me we our you your it its he she is am are was be been do does did have has had can could may might must shall"
    " should will would to of in on at for from by with and or not if as about into up how what when where which who why that this"
    " these those there here please tell want wanted like need get got let so than then any some just also"
)
_ENGLISH_COURTESY = frozenset(_ENGLISH_AROUND.split())


@dataclass(frozen=True)
class Term:
    """A word of a text: its key, and the forms under which a dictionary of vectors may know it."""

    key: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Cutter:
    """Sudachi with its dictionary, which many threads may ask in turn."""

    tokenizer: Any
    turn: Lock

    def cut(self, text: str) -> list[Term]:
        """The words of a text, in their order."""
        plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
        with self.turn:
            return list(_terms(self.tokenizer.tokenize(plain)))


def cutter() -> Cutter:
    """A cutter; what it reads is mapped into memory, so that workers share it."""
    dictionary = sudachipy.Dictionary(dict="core")
    return Cutter(dictionary.tokenizer(mode=sudachipy.SplitMode.A), Lock())


def _terms(tokens: Any) -> Iterator[Term]:
    for token in tokens:
        kind = token.part_of_speech()
        if kind[0] not in CONTENT:
            continue
        normal = token.normalized_form()
        if normal in COURTESY or not _WORD.search(normal):
            continue
        surface = token.surface()
        if _LATIN.fullmatch(surface):
            # The dictionary makes ゴミ of gomi and コピー of copy; an English question is answered from English words.
            if surface not in _ENGLISH_COURTESY:
                yield Term(stem(surface), (surface, normal))
            continue
        key = _key(normal, kind[0], token.reading_form())
        yield Term(key, tuple(dict.fromkeys((normal, token.dictionary_form(), surface, key))))


def _key(normal: str, kind: str, reading: str) -> str:
    if kind == "名詞" and _KANA.fullmatch(normal):
        return reading or normal
    if _KANJI.search(normal):
        return _NOT_KANJI.sub("", normal)
    return normal
