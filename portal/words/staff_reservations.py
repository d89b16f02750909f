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
        "series_days": (
            N_("期間を確かめてください"),
            N_("おわりの日は、はじまりの日より後で、同じ年度（3月31日まで）の中にしてください。"),
        ),
        "series_weekdays": (
            N_("曜日を選んでください"),
            N_("「月に決まった回」のときは、月の何回目かも選んでください。"),
        ),
        "series_time": (
            N_("時間を確かめてください"),
            N_("時間の区分を選ぶか、はじまりとおわりの時刻を書いてください。おわりは、はじまりより後です。"),
        ),
        "series_empty": (
            N_("この期間に、その曜日の日がありません"),
            N_("期間か曜日を変えてください。"),
        ),
    }
)
