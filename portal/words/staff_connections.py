"""What an administrator, or a system outside itself, is told when something between the two is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "connection_unknown": (
            N_("この設定は見つかりません"),
            N_("外部のシステムの一覧を開き直してください。"),
        ),
        "shown_once": (
            N_("もう作られています"),
            N_("トークンと合い言葉は一度だけ表示します。写していないときは、取り消して作り直してください。"),
        ),
        "answers": (
            N_("このトークンでは、答えと添付を読めません"),
            N_("要るときは、管理者が、答えも読めるトークンを作り直してください。"),
        ),
        "method": (
            N_("この窓口は、読むことしかできません"),
            N_("書きかえるときは、職員の画面か、庁内連携の結果ファイルを使ってください。"),
        ),
        "missing": (
            N_("そのようなものはありません"),
            N_("アドレスと、トークンで読める部署と手続きを確かめてください。"),
        ),
        "token": (
            N_("トークンが要ります"),
            N_("期限が切れたか、取り消されています。管理者に新しいトークンを作ってもらってください。"),
        ),
        "token_last_day": (
            N_("トークンの期限を確かめてください"),
            N_("期限は、きょうから1年までの日にしてください。"),
        ),
    }
)
