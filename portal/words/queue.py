"""What people are told when a number cannot be taken or used."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "queue_unknown": (
            N_("この窓口の順番待ちはありません"),
            N_("「窓口の待ち人数」から、窓口を選び直してください。"),
        ),
        "queue_band": (
            N_("この用件の番号は取れません"),
            N_("前のページにもどって、用件を選び直してください。"),
        ),
        "queue_stopped": (
            N_("今日の番号の受付は終わりました"),
            N_("お急ぎの方は、窓口の職員にお話しください。"),
        ),
        "queue_closed": (
            N_("いまは番号の受付をしていません"),
            N_("窓口が開いている時間に、もう一度お試しください。"),
        ),
        "queue_code": (
            N_("番号がちがいます"),
            N_("画面の番号を確かめて、もう一度入力してください。"),
        ),
        "ticket_unknown": (
            N_("この番号のページはありません"),
            N_("番号のページを見られるのは、番号を取った日だけです。"),
        ),
        "clip_unknown": (
            N_("この音声はありません"),
            N_("ブラウザーが代わりに読み上げます。"),
        ),
    }
)
