"""The words for what the dialogue says of itself: a code of `chatbot` each, in the catalogues of the house."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "bot_hello": N_("聞きたいことを書いてください。市の手続き、ごみ、施設などについて答えます。"),
        "bot_which": N_("どれのことですか。近いものを選んでください。"),
        "bot_none": N_("どれでもない"),
        "bot_rephrase": N_("別の言い方で、もう一度書いてください。短い言葉のほうが見つかります。"),
        "bot_unknown": N_("この質問の答えは、ここにはありません。担当の課がお答えします。"),
        "bot_thanks": N_("お知らせありがとうございます。"),
        "call_fire": N_("火事・救急"),
        "call_crime": N_("事件・事故"),
        "call_sea": N_("海の事故"),
        "call_child": N_("子どもの虐待（24時間）"),
        "call_violence": N_("夫や妻、恋人からの暴力（24時間）"),
        "call_life": N_("死にたいほどつらいとき（24時間）"),
        "call_disaster": N_("災害用伝言ダイヤル"),
        "link_procedure": N_("手続きの案内"),
        "link_booking": N_("予約のページ"),
        "link_page": N_("くわしいページ"),
    }
)
