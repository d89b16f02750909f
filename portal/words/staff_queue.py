"""What staff are told when something about the waiting room is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "queue_moved": (
            N_("先に変わりました"),
            N_("順番待ちの画面にもどって、いまの番号を確かめてから、もう一度押してください。"),
        ),
        "queue_counter": (
            N_("この番号の窓口はありません"),
            N_("順番待ちの画面で、窓口を選び直してください。"),
        ),
        "counter_taken": (
            N_("%(number)s番窓口には、ほかの職員が着いています"),
            N_("席を離れているときは、「引き継いで着く」を選んでください。"),
        ),
        "counter_busy": (
            N_("応対中の方がいます"),
            N_("先に「終了」「不在」「ほかの用件へ」のどれかを押してください。"),
        ),
        "no_counter": (
            N_("窓口に着いていません"),
            N_("順番待ちの画面で、着く窓口を選んでください。"),
        ),
        "queue_stop": (
            N_("時刻が正しくありません"),
            N_("今日の時刻を、16:45 のように書いてください。"),
        ),
    }
)
