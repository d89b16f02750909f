"""What staff, and residents at a tablet, are told when something about a visit is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "arrival_unreadable": (
            N_("受け取った日と時刻を確かめてください"),
            N_("きょうまでの14日のあいだの日と、時刻の両方を入れてください。"),
        ),
        "join_code_unknown": (
            N_("この参加の記号は使えません"),
            N_("15分がすぎたか、もう使われました。相手の窓口で、新しい記号を出してもらってください。"),
        ),
        "nothing_chosen": (
            N_("できごとか手続きを選んでください"),
            N_("一つ選ぶと、必要な質問が出ます。"),
        ),
        "papers_not_seen": (
            N_("本人確認書類をまだ見ていません"),
            N_("見たものに印をつけてください。1点でよいものを一つ、または2点いるものを二つです。"),
        ),
        "no_paper_ticked": (
            N_("受け取った紙に印をつけてください"),
            N_("署名を受け取ったものだけに印をつけます。"),
        ),
        "signature_unreadable": (
            N_("署名を読み取れませんでした"),
            N_("もう一度書くか、印刷した紙に署名をもらってください。"),
        ),
        "slip_unreadable": (
            N_("準備の記号ではありません"),
            N_("QRコードをもう一度読み取るか、26文字か8文字の記号を入れてください。"),
        ),
        "tablet_code_unknown": (
            N_("この記号は使えません"),
            N_("15分がすぎたか、もう使われました。職員に新しい記号を聞いてください。"),
        ),
        "visit_changed": (
            N_("ほかの席で内容が変わりました"),
            N_("いまの内容を見て、もう一度押してください。"),
        ),
        "visit_gone": (
            N_("この応対は見つかりません"),
            N_("引き渡したか、やめたか、閉庁の時刻をすぎて消えました。"),
        ),
        "visit_unconfirmed": (
            N_("本人がまだ確かめていません"),
            N_("画面かタブレットで、内容を見てもらってください。直したあとも、もう一度見てもらいます。"),
        ),
    }
)
