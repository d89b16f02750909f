"""Names as the banks' transfer network writes them: half-width capitals, kana without small letters, a few signs."""

from __future__ import annotations

import re
import unicodedata

from forms import kana

# 全銀協「総合振込」レコード・フォーマットの使用文字: 数字、英大文字、カナ（ヲと小さい字を除く）、濁点・半濁点、
# ¥ 「 」 ( ) - / . , と空白。 ｦ is left out because not every bank takes it; names have it as ｵ.
_ALLOWED = re.compile(r"[0-9A-Zｱ-ﾝﾞﾟ\\｢｣()\-/., ]*")
# A small letter counts as the large one, ヲ as オ, any long mark as a hyphen; old kana as the present ones.
_AS_SENT = str.maketrans(
    {
        **dict(zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True)),
        "ヲ": "オ", "ヰ": "イ", "ヱ": "エ", "ー": "-", "‐": "-", "−": "-", "―": "-", "–": "-", "・": ".", "、": ",",
        "。": ".", "¥": "\\", "「": "｢", "」": "｣", "〔": "(", "〕": ")", "［": "(", "］": ")",
    }
)  # fmt: skip
_MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
_HALF = {
    **dict(zip("アイウエオカキクケコサシスセソタチツテト", "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄ", strict=True)),
    **dict(zip("ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン", "ﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ", strict=True)),
    **_MARKS,
}  # fmt: skip
# 法人略語 and 営業所略語 stand before, between or after brackets, and say nothing about the name itself.
_ABBREVIATION = re.compile(r"^(?:[ｱ-ﾝﾞ]{1,3}\))|(?:\([ｱ-ﾝﾞ]{1,3})\)?$|\([ｱ-ﾝﾞ]{1,3}\)")


def narrow(text: str) -> str:
    """A name in the characters of a transfer record; what has none there is left as it is, for `strange` to find."""
    wide = kana.katakana(unicodedata.normalize("NFKC", text)).upper().translate(_AS_SENT)
    # A letter with its mark is two characters here: ガ becomes ｶﾞ.
    return "".join(_HALF.get(one, one) for one in unicodedata.normalize("NFD", wide))


def strange(narrowed: str) -> str:
    """The first character that no transfer record may hold, or nothing."""
    found = _ALLOWED.match(narrowed)
    end = found.end() if found else 0
    return narrowed[end : end + 1]


def same_name(holder: str, reading: str) -> bool:
    """Whether an account's holder and somebody's reading are one name, spaces, dots and hyphens aside.

    Japanese banks write the family name first and foreign residents' passbooks do not, so the order of the parts is
    no difference either.
    """
    return _compared(holder) == _compared(reading) or sorted(_parts(holder)) == sorted(_parts(reading))


def _compared(name: str) -> str:
    return "".join(_parts(name))


def _parts(name: str) -> list[str]:
    plain = _ABBREVIATION.sub("", narrow(name))
    return [part for part in re.split(r"[ .]+", plain.replace("-", "")) if part]
