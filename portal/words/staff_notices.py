"""What staff are told when something about a notice to many, or disaster mode, is not possible."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "disaster_word": (
            N_("確かめの言葉がちがいます"),
            N_("「%(word)s」と書いてから、もう一度押してください。"),
        ),
        "notice_unknown": (
            N_("この知らせは見つかりません"),
            N_("みなへの知らせの一覧を開き直してください。"),
        ),
        "notice_stage": (
            N_("いまの状態では、できません"),
            N_("ほかの人が先に進めたかもしれません。知らせのページを開き直してください。"),
        ),
        "notice_quota": (
            N_("今月の残りの通数では足りません"),
            N_("%(many)s通が要りますが、使えるのは%(left)s通です。送る先をしぼるか、来月にしてください。"),
        ),
        "notice_no_testers": (
            N_("テストを受け取る人がいません"),
            N_("「テストを受け取る人」のページで、自分のコードを出してください。"),
        ),
        "disaster_words": (
            N_("日本語の見出しがありません"),
            N_("何が起きて、どうしてほしいかを、短く書いてください。"),
        ),
        "disaster_words_long": (
            N_("見出しが長すぎます"),
            N_("%(longest)s文字までで書いてください。"),
        ),
    }
)
