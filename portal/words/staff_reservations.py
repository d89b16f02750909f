"""What staff are told when something about a public facility is not possible."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bookings_in_the_way": (
            N_("この時間には予約が入っています"),
            N_("まだ何も変えていません。入っている予約を確かめてください。"),
        ),
        "block_time": (
            N_("停止する時間を確かめてください"),
            N_(
                "はじまりは今より後、おわりははじまりより後で、92日以内にしてください。時刻は施設の区切り（30分など）に合わせます。"
            ),
        ),
        "block_over": (
            N_("この停止は、もう終わっています"),
            N_("一覧を開き直してください。"),
        ),
    }
)
