"""What is said when something about a draw of facilities is not possible."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "lottery_unknown": (
            N_("その抽選は見つかりません"),
            N_("抽選の一覧から選び直してください。"),
        ),
        "lottery_not_open": (
            N_("いまは応募を受け付けていません"),
            N_("受付の期間を確かめてください。締め切ったあとは、変えることも取りやめることもできません。"),
        ),
        "lottery_person": (
            N_("お名前、電話番号、人数を確かめてください"),
            N_("お名前と電話番号と、使う人数を入れてください。"),
        ),
        "lottery_people": (
            N_("その部屋の定員（%(most)s人）を超えています"),
            N_("人数を減らすか、ほかの部屋を選んでください。"),
        ),
        "lottery_purpose": (
            N_("その部屋では、その使い方はできません"),
            N_("使い方か、部屋を選び直してください。"),
        ),
        "lottery_wishes": (
            N_("希望を1つから%(most)sつまで選んでください"),
            N_("部屋と日と時間帯の、3つとも選んだ行が1つの希望になります。"),
        ),
        "lottery_wish": (
            N_("この抽選では選べない希望があります"),
            N_("部屋と日と時間帯を、それぞれ選び直してください。"),
        ),
        "lottery_wish_twice": (
            N_("同じ希望が2つあります"),
            N_("ちがう部屋か、日か、時間帯にしてください。"),
        ),
        "lottery_wish_closed": (
            N_("%(day)sは、その時間に施設が開いていません"),
            N_("ほかの日か時間帯を選んでください。"),
        ),
        "lottery_groups_only": (
            N_("この抽選に応募できるのは、登録団体だけです"),
            N_(
                "団体の登録は「登録団体」のページから申請できます。登録したメールアドレスでサインインすると、団体として応募できます。"
            ),
        ),
        "lottery_under_two_names": (
            N_("同じ時間に、個人と団体の両方では応募できません"),
            N_("どちらか一方の希望から、その時間を外してください。"),
        ),
        "lottery_twice": (
            N_("同じお名前と電話番号で、もう応募があります"),
            N_("応募は一人1件です。電話や窓口で応募した分を変えるときは、施設にお電話ください。"),
        ),
        "lottery_entry_unknown": (
            N_("その応募は見つかりません"),
            N_("取りやめられたかもしれません。応募の一覧から選び直してください。"),
        ),
        "lottery_win_over": (
            N_("この当選は、もう確定も辞退もできません"),
            N_("確定の期限が過ぎたか、すでに手続きが済んでいます。"),
        ),
    }
)
