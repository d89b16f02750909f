"""What staff are told when something about batches for the inner systems is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "batch_erased": (
            N_("この引渡しファイルの中身は消去されています"),
            N_("保存の日が過ぎました。申し込みそのものは、受信箱から見られます。"),
        ),
        "batch_not_ready": (
            N_("この引渡しファイルは、まだ作っているところです"),
            N_("すこし待って、ページを読み込み直してください。"),
        ),
        "batch_nothing": (
            N_("渡す申し込みがありません"),
            N_(
                "新しく受け付けたものがあると、ファイルを作れます。ほかの職員が先に作っていないか、一覧を確かめてください。"
            ),
        ),
        "batch_unknown": (
            N_("この引渡しファイルは見つかりません"),
            N_("一覧から選び直してください。"),
        ),
        "results_columns": (
            N_("列が足りません"),
            N_("1行目に、次の列の名前を1つずつ書いてください：%(columns)s"),
        ),
        "results_empty": (
            N_("行がありません"),
            N_("ファイルを選んでいるか、2行目から結果があるかを確かめてください。"),
        ),
        "results_too_large": (
            N_("行が多すぎます"),
            N_("%(most)s行までのファイルに分けてください。"),
        ),
        "results_unreadable": (
            N_("ファイルを読めません"),
            N_("CSV（UTF-8かShift_JIS）で保存し直してください。"),
        ),
    }
)
