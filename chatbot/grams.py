"""Cuts folded text into what is compared: pairs of Japanese characters, single kanji, English words by their stem."""

import re
from collections.abc import Iterator

from chatbot.folding import HIRAGANA, KANJI, KATAKANA, as_hiragana, folded, narrowed

_JAPANESE = re.compile(f"[{KANJI}{KATAKANA}{HIRAGANA}]+")
_LATIN = re.compile("[a-z]+(?:'[a-z]+)?|[0-9]+")
_KANJI = re.compile(f"[{KANJI}]")
_HIRAGANA = re.compile(f"[{HIRAGANA}]")
# How much a pair says about the matter: much where it holds no hiragana, which is mostly grammar.
CONTENT, MIXED, KANA, SINGLE, NUMBER = 1.0, 0.35, 0.35, 0.25, 0.5

# What people write around their matter, in Japanese. Longer phrases stand first, since the first that fits is taken.
_COURTESY = (
    "教えてください|教えて下さい|おしえてください|教えてほしい|教えて欲しい|知りたいのですが|知りたいです|しりたいです|知りたい|しりたい|"
    "どのようにすればいいですか|どのようにすれば|どうすればよいですか|どうすればいいですか|どうすればよいか|どうすればいいか|どうすればよい|どうすればいい|"
    "どうしたらいいですか|どうしたらよいですか|どうしたらいい|どうしたらよい|どうやって|どのように|どんな|どういう|どうすれば|"
    "何をすればよいですか|何をすればいいですか|なにをすればいいですか|何をしますか|なにをしますか|"
    "よろしいでしょうか|よいでしょうか|いいでしょうか|でしょうか|よろしいですか|よいですか|いいですか|"
    "お願いします|おねがいします|お願いいたします|困っています|こまっています|困っている|"
    "必要ですか|ひつようですか|ありますか|ありませんか|ください|くれますか|もらえますか|できますか|できません|できるか|できる|"
    "したいのですが|したいんですが|したいです|したいのです|のですが|んですが|なのですが|ですか|ますか|ません|でしょう|ですが|"
    "ている|ていた|ています|ていました|しました|します|したい|した|です|ます|ました|たいです|たい|とき|ときは|"
    "について|に関して|に対して|において|により|による|とは|という|ための|ために|から|まで|より|など|こと|もの|ところ|場合|方法|"
    "手続きを|手続き|手続|てつづき|必要な|必要に|必要|ほしい|欲しい|になった|になりました|になって|になる|今日|いま|今|すぐ"
)
_COURTESIES = re.compile(_COURTESY)
# A particle after a word, or at the end of one where blanks part the words.
_PARTICLES = re.compile(
    f"(?<=[{KANJI}{KATAKANA}0-9a-z])[はがをにでのともへやか]+(?=[^{HIRAGANA}]|$)|(?<=[{HIRAGANA}]{{2}})[はがをにでのともへ](?=\\s|$)"
)
_ENGLISH_COURTESIES = re.compile(
    r"\b(?:a|an|the|i|my|me|we|our|you|your|it|its|he|she|is|am|are|was|be|been|do|does|did|have|has|had|can|could|"
    r"may|might|must|shall|should|will|would|to|of|in|on|at|for|from|by|with|and|or|not|if|as|about|into|up|"
    r"how|what|when|where|which|who|why|that|this|these|those|there|here|please|tell|want|wanted|like|need|"
    r"get|got|let|so|than|then|any|some|new|old|really|just|also|today|now)\b(?:'[a-z]+)?"
)


def document_grams(text: str) -> Iterator[str]:
    """Every gram of a text that may be found."""
    return grams(folded(text))


def grams(plain: str) -> Iterator[str]:
    """Every gram of a folded text."""
    for run in _JAPANESE.findall(plain):
        yield from (run[place : place + 2] for place in range(len(run) - 1))
        yield from _KANJI.findall(run)
    yield from map(stem, _LATIN.findall(plain))


def asked_grams(question: str) -> dict[str, float]:
    """The grams of a question that speak of its matter, each with how much it says."""
    plain = _ENGLISH_COURTESIES.sub(" ", _PARTICLES.sub(" ", _COURTESIES.sub(" ", narrowed(question))))
    found: dict[str, float] = {}
    for run in _JAPANESE.findall(plain):
        for place in range(len(run) - 1):
            pair = run[place : place + 2]
            kana = len(_HIRAGANA.findall(pair))
            _keep(found, as_hiragana(pair), (CONTENT, MIXED, KANA)[kana])
        for kanji in _KANJI.findall(run):
            _keep(found, kanji, SINGLE)
    words = _LATIN.findall(plain)
    for word in words:
        if not word.isdecimal():
            _keep(found, stem(word), CONTENT)
    if found:
        # Numbers alone name no matter.
        found.update((word, NUMBER) for word in words if word.isdecimal())
    return found


def _keep(found: dict[str, float], gram: str, weight: float) -> None:
    found[gram] = max(found.get(gram, 0.0), weight)


def stem(word: str) -> str:
    """An English word without its commonest endings; both sides are cut alike, so it need not be a word."""
    word = word.partition("'")[0]
    for ending, rest in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending) + rest
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word
