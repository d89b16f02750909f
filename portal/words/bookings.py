"""What people are told when a time at the counter cannot be booked, moved or found."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "booking_over": (
            N_("この予約は、もう変えられません"),
            N_("時間が過ぎたか、すでに取り消されています。お困りのときは、市役所へお電話ください。"),
        ),
        "booking_unknown": (
            N_("予約が見つかりません"),
            N_(
                "予約番号を確かめてください。取り消した予約と、日の過ぎた予約は、お預かりした内容を消してあります。"
            ),
        ),
        "no_sheets": (
            N_("印刷する準備票がありません"),
            N_("この日に、あなたの課が準備することのある予約はありません。"),
        ),
        "slot_taken": (
            N_("その時間は、ちょうど埋まりました"),
            N_("申し訳ありません。ほかの時間をお選びください。"),
        ),
        "slot_unknown": (
            N_("その時間は予約できません"),
            N_("予約の画面を開き直して、空いている時間をお選びください。"),
        ),
    }
)
