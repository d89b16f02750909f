"""What is said of slips and preparations at the window."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "signature_missing": (
            N_("署名がありません"),
            N_("わくの中に名前を書くか、「印刷した紙に名前を書く」を選んでください。"),
        ),
        "slip_unknown": (
            N_("このQRコードやコードでは、準備した内容が見つかりません"),
            N_(
                "期限が過ぎたか、読みまちがいかもしれません。もう一度読み取るか、QRコードなしで始めてください。"
            ),
        ),
        "slip_used": (
            N_("このQRコードは、もう使われています"),
            N_("準備した内容は、前に読み取った窓口にあります。"),
        ),
        "preparation_gone": (
            N_("準備のとちゅうの内容は、もうありません"),
            N_("保存の期限が過ぎたか、もうQRコードを作ったかもしれません。はじめから準備してください。"),
        ),
    }
)
