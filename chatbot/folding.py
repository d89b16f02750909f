"""Folds the many ways of writing one Japanese word into one, for comparing only; nothing folded is ever shown."""

import re
import unicodedata

KANJI = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
KATAKANA = "\u30a1-\u30fa\u30fc"
HIRAGANA = "\u3041-\u309e"
# Longer questions are not read to their end: nobody's matter needs more, and a flood must cost nothing.
LONGEST = 2000

_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# Spellings of one word that letters alone do not bring together.
_SPELLINGS = {
    "子供": "こども", "子ども": "こども", "障がい": "障害", "障碍": "障害", "箇": "か", "ヵ": "か", "ケ": "か", "ヶ": "か",
    "ヴァ": "バ", "ヴ": "ブ", "無し": "なし", "下さ": "くださ", "頂": "いただ", "出来": "でき",
}  # fmt: skip
_SPELLED = re.compile(
    "子供|子ども|障がい|障碍|[箇ヵケヶ](?=月)|[ヵケヶ](?=所|年|国)|ヴァ?|無し|下さ(?=い)|頂(?=[きくけい])|出来(?=[るなまて])"
)
# 引っ越し, 引越し and 引越; 申し込み, 申込み and 申込: kana that only finish a kanji are left out between two of them.
_OKURIGANA = re.compile(
    f"(?<=[{KANJI}])(?:[いえきぎけげしじせちっつてべめりれわ]|とし|わせ|ちが)(?=[{KANJI}])"
)
# コンピューター and コンピュータ.
_LONG_END = re.compile("(?<=[ァ-ヶー][ァ-ヶ])ー(?![ァ-ヶー])")
_BLANK = re.compile(f"(?<=[{KANJI}{KATAKANA}{HIRAGANA}])\\s+(?=[{KANJI}{KATAKANA}{HIRAGANA}0-9])")


def narrowed(text: str) -> str:
    """One width, one case, one spelling; katakana stays katakana, so that a word can still be told from an ending."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text[:LONGEST])).casefold()
    plain = _SPELLED.sub(lambda found: _SPELLINGS[found[0]], plain)
    return _LONG_END.sub("", _OKURIGANA.sub("", plain))


def folded(text: str) -> str:
    """The same with katakana as hiragana: ゴミ and ごみ are one."""
    return narrowed(text).translate(_TO_HIRAGANA)


def joined(text: str) -> str:
    """Folded text without the blanks that やさしい日本語 sets between words; those between English words stay."""
    return _BLANK.sub("", folded(text))


def as_hiragana(text: str) -> str:
    """Narrowed text with its katakana as hiragana, letter for letter."""
    return text.translate(_TO_HIRAGANA)
