"""What residents and editors are told when a talk or a change to the answers is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "chat_busy": (
            N_("同時に送られたため、答えられませんでした"),
            N_("もう一度送ってください。"),
        ),
        "garbage_unknown": (
            N_("その地区は、いまはありません"),
            N_("ページを開き直して、選び直してください。"),
        ),
        "garbage_most": (
            N_("知らせられるのは、%(most)sつの地区までです"),
            N_("受け取る地区を減らしてください。"),
        ),
        "knowledge_not_yours": (
            N_("この項目は、ほかの課が受け持っています"),
            N_("その課の編集担当か、総合案内の編集担当に頼んでください。"),
        ),
        "knowledge_faulty": (
            N_("書き方に直すところがあります"),
            N_("項目のページで、示されたところを直してください。"),
        ),
        "knowledge_unknown": (
            N_("その項目は見つかりません"),
            N_("取り下げられたのかもしれません。一覧から選び直してください。"),
        ),
        "knowledge_changed": (
            N_("試したあとで、下書きが変わりました"),
            N_("下の結果を見直してから、もう一度公開してください。"),
        ),
        "knowledge_empty": (
            N_("変えるところがありません"),
            N_("項目を直すと、下書きができます。"),
        ),
        "knowledge_meanwhile": (
            N_("ほかの職員が、先に同じ項目を公開しました"),
            N_("%(entries)s を下書きから外し、いまの内容を読んでから直してください。"),
        ),
        "knowledge_worse": (
            N_("試す質問の答えが悪くなるので、まだ公開していません"),
            N_("項目を直すか、分かったうえで公開するところに印をつけてください。"),
        ),
        "knowledge_untried": (
            N_("試した結果が、まだ出ていません"),
            N_("結果を見てから公開してください。"),
        ),
        "knowledge_note": (
            N_("聞かれたことを書いてください"),
            N_("一行で足ります。"),
        ),
    }
)
