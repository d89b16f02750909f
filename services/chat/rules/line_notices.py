"""What is said on LINE of its own accord: that something is ready, and where to read it; never what, for whom or under which number."""

from fnmatch import fnmatchcase
from typing import Any

from portal.words import N_, Words, without_readings

Json = dict[str, Any]

_ASK = N_("申請について、確かめていただきたいことがあります。くらしの窓で内容を見てください。")
_CASE = N_("申請について、お知らせがあります。くらしの窓で内容を見てください。")
_PAY = N_("お支払いについて、お知らせがあります。くらしの窓で内容を見てください。")
_BOOK = N_("ご予約について、お知らせがあります。くらしの窓で内容を見てください。")
_DRAW = N_("抽選について、お知らせがあります。くらしの窓で内容を見てください。")
_WAIT = N_("お待ちの空きについて、お知らせがあります。期限があるので、早めにくらしの窓で見てください。")
_TURN = N_("まもなく順番です。窓口の近くでお待ちください。")
_OTHER = N_("市役所からお知らせがあります。くらしの窓で内容を見てください。")
# The first that fits; 支援措置 and the sense of the guideline of 2021-04-30 both ask that no template says more than its kind.
_KINDS: tuple[tuple[str, str], ...] = (
    ("correction_re*", _ASK), ("returned", _ASK), ("waiver_refused", _ASK), ("message", _ASK),
    ("payment_*", _PAY),
    ("queue_soon", _TURN),
    ("lottery_*", _DRAW),
    ("wait_*", _WAIT),
    ("booking_*", _BOOK), ("use_*", _BOOK), ("appointment_*", _BOOK), ("hold_*", _BOOK), ("group_*", _BOOK), ("cremation_*", _BOOK),
    ("receipt", _CASE), ("accepted", _CASE), ("completed", _CASE), ("withdrawn", _CASE), ("decided_*", _CASE), ("correction_*", _CASE), ("report_over", _CASE),
)  # fmt: skip
_OPEN = N_("内容を見る")
_GREETING = N_(
    "友だち追加、ありがとうございます。市の手続き、ごみ、施設などについて、聞きたいことを書いてください。名前や番号など、個人の情報は書かないでください。"
)
_NOW = N_("いま、災害の対応をしています。避難場所と新しい知らせを見てください。")
_SAFETY = N_("避難場所と知らせ")
_GROUP = N_("このグループでは、名前を付けて呼びかけられたときだけ答えます。個人の情報は書かないでください。")
_SAFE = N_("すみません、うまく表示できませんでした。くわしくはページを見てください。")
_PICTURE = N_("写真を受け取れませんでした。もう一度送ってください。")


def notice(template: str, words: Words, address: str) -> list[Json]:
    """A notice of one of the town's kinds, with the page that says more."""
    kind = next((said for pattern, said in _KINDS if fnmatchcase(template, pattern)), _OTHER)
    return [_card(_plain(words, kind), _plain(words, _OPEN), address)]


def greeting(words: Words) -> list[Json]:
    """To a new friend."""
    return [_text(_plain(words, _GREETING))]


def greeting_in_a_disaster(words: Words, headline: str, address: str) -> list[Json]:
    """To a new friend on a day on which something else matters more than how the account is used."""
    said = f"{headline}\n{_plain(words, _NOW)}"
    return [_card(said, _plain(words, _SAFETY), address), *greeting(words)]


def to_a_group(words: Words) -> list[Json]:
    """To a group that took the account in."""
    return [_text(_plain(words, _GROUP))]


def no_picture(words: Words) -> list[Json]:
    """To somebody whose picture could not be read."""
    return [_text(_plain(words, _PICTURE))]


def safe(words: Words, address: str) -> list[Json]:
    """In the place of something that must not leave as it is."""
    return [_card(_plain(words, _SAFE), _plain(words, _OPEN), address)]


def _card(said: str, press: str, address: str) -> Json:
    template = {"type": "buttons", "text": said, "actions": [{"type": "uri", "label": press, "uri": address}]}
    return {"type": "template", "altText": said, "template": template}


def _text(said: str) -> Json:
    return {"type": "text", "text": said}


def _plain(words: Words, message: str) -> str:
    """Words without readings, and without the mark of a language that stands in for another."""
    return without_readings(words.text(message))
