"""What tells who somebody is, taken out of what they wrote before it is kept."""

import re
import unicodedata

from forms.numbers import find_individual_numbers
from forms.text import DASH, INVISIBLE

# A dash of any kind between two digits; between two letters it may lengthen a vowel.
_DASHED = re.compile(rf"(?<=\d){DASH.pattern}(?=\d)")
_BETWEEN = r"[-.・ ()]{0,2}"
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(r"https?://\S+")
_CARD = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{12,18}}(?!\d)")
_PHONE = re.compile(rf"(?<!\d)(?:\+81{_BETWEEN}|0)\d(?:{_BETWEEN}\d){{7,9}}(?!\d)")
_LONG = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{6,}}(?!\d)")
_POSTCODE = re.compile(r"(?<!\d)〒? ?\d{3}-\d{4}(?!\d)")
# 二丁目3-4, 12番地5: where somebody lives, not a number of pages or days.
_HOUSE = re.compile(
    r"\d+丁目[\d番地号の-]*|\d+番地?[\d号の-]*\d*号?(?=$|[^\d])(?<=[地号\d])|(?<!\d)\d{1,4}-\d{1,4}-\d{1,4}(?!\d)"
)
_BORN = re.compile(
    r"(?:明治|大正|昭和|平成|令和|[12]\d{3})[ 年]?(?:\d{1,2}|元)?[年./-]\d{1,2}[月./-]\d{1,2}日?(?= ?(?:生|うまれ))"
)
_KANJI = "一-龥々〆ヶ"
# The commonest surnames: one of them with a given name, or with 様, is somebody. Rarer ones are told by the words around.
_SURNAMES = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|斎藤|斉藤|清水|山崎|阿部|"
    "池田|橋本|石川|山下|中島|石井|小川|前田|岡田|長谷川|藤田|後藤|近藤|村上|遠藤|青木|坂本|福田|太田|西村|藤井|岡本|中野|"
    "三浦|原田|松田|竹内|中川|藤原|小野|田村"
)
_ENDS = "(?=です|でご|と申|ともう|といい|と言|さん|さま|様|、|。|[ ,.]|$)"
_NAMES = (
    re.compile(
        rf"(?:(?<=名前は)|(?<=氏名は))(?!何|なん)[{_KANJI}ァ-ヶーぁ-ん ]{{2,9}}?(?=です|と申|ともう|といい|と言)"
    ),
    re.compile(rf"(?:(?<=名前は)|(?<=氏名は))[{_KANJI}ァ-ヶー ]{{2,8}}(?=。|、|$)"),
    re.compile(
        rf"[{_KANJI}]{{1,4}} ?[{_KANJI}]{{0,3}}(?=と申しま|ともうしま)|[ァ-ヶー]{{2,8}} ?[ァ-ヶー]{{0,8}}(?=と申しま|ともうしま)"
    ),
    re.compile(rf"(?<=[私僕は、])(?:{_SURNAMES}) ?[{_KANJI}ぁ-んァ-ヶー]{{0,3}}?{_ENDS}"),
    re.compile(rf"(?:{_SURNAMES})(?: ?[{_KANJI}]{{1,3}})?(?=さん|さま|様)"),
    re.compile(rf"(?:{_SURNAMES}) ?[{_KANJI}]{{2,3}}(?=です|でご|、|。|$)"),
)
_ENGLISH_NAME = re.compile(
    r"(?i)\b(my name is|i am called|this is)\s+((?-i:[A-Z][\w'-]+)(?:\s+(?-i:[A-Z][\w'-]+)){0,2})"
)

# In the order in which they are taken: what is most particular first.
_MASKS = (
    (_MAIL, "［メール］"),
    (_ADDRESS, "［アドレス］"),
    (_BORN, "［生年月日］"),
    (_CARD, "［番号］"),
    (_PHONE, "［電話］"),
    (_POSTCODE, "［郵便番号］"),
    (_LONG, "［番号］"),
    (_HOUSE, "［番地］"),
    *((pattern, "［名前］") for pattern in _NAMES),
)


def masked(text: str) -> str:
    """What may be kept of a text: telephones, mail, numbers, days of birth, houses and names are left out."""
    for span in reversed(find_individual_numbers(text)):
        text = f"{text[: span.start]}［番号］{text[span.end :]}"
    plain = unicodedata.normalize("NFKC", "".join(one for one in text if not INVISIBLE.match(one)))
    plain = _DASHED.sub("-", plain).replace("[", "［").replace("]", "］")
    for pattern, stands in _MASKS:
        plain = pattern.sub(stands, plain)
    return _ENGLISH_NAME.sub(lambda found: f"{found[1]} ［名前］", plain).strip()
