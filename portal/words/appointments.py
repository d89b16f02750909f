"""What is said when a check-up, a counter or a course cannot be booked, changed or given back."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "calendar_unknown": (
            N_("その予約の窓口は見つかりません"),
            N_("予約の一覧から選び直してください。"),
        ),
        "draw_closed": (
            N_("抽選の申し込みは締め切りました"),
            N_("抽選のあとに席が残ったときは、先着で予約できます。"),
        ),
        "applied_before": (
            N_("同じ名前と電話番号の申し込みが、もうあります"),
            N_("申し込みは一人（一組）1回です。前の申し込みは「わたしの予約」で確かめられます。"),
        ),
        "interval_broken": (
            N_("1回目と2回目の間の日数が合いません"),
            N_("予約は元のままです。決められた間の日を選んでください。"),
        ),
        "yearly_used_up": (
            N_("同じものを受けられるのは、一人について年度に%(most)s回までです"),
            N_(
                "%(place)s人目の方は、今年度（4月から次の3月まで）にもう予約があるか、受けています。予約はしていません。"
            ),
        ),
        "places_needed": (
            N_("人数を、1から%(most)sまでの数で入れてください"),
            N_("同じ時刻に受けられる人数です。"),
        ),
        "matter_needed": (
            N_("受けるものを選んでください"),
            N_("一人について、一つ以上選んでください。"),
        ),
        "too_many_together": (
            N_("一度に予約できるのは、%(most)s人までです"),
            N_("人数を減らすか、二回に分けて予約してください。"),
        ),
    }
)
