"""What is said when a public facility cannot be booked, changed or given back."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "slot_taken": (
            N_("その時間は、ほかの予約が先に入りました"),
            N_("予約はしていません。空いている時間から、もう一度選んでください。"),
        ),
        "seats_taken": (
            N_("その時間は、もう定員です"),
            N_("予約はしていません。人数を減らすか、空いている時間を選んでください。"),
        ),
        "quota_used_up": (
            N_("この月に予約できる回数（%(most)s回）を、もう使っています"),
            N_(
                "使わない予約があれば、取り消すとほかの日を予約できます。くわしくは施設にお問い合わせください。"
            ),
        ),
        "facility_unknown": (
            N_("その施設や部屋は見つかりません"),
            N_("施設の一覧から選び直してください。"),
        ),
    }
)
