"""What people are told when something about the keeping and erasing of records is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "disposal_changed": (
            N_("この廃棄簿は、見たあとで変わりました"),
            N_("廃棄簿を開き直して、いまの内容を確かめてください。"),
        ),
        "disposal_empty": (
            N_("廃棄するものがありません"),
            N_("すべて残すことになっています。次の廃棄簿を待ってください。"),
        ),
        "disposal_stage": (
            N_("この廃棄簿では、いまはできません"),
            N_("起案や決裁のあとは変えられません。廃棄を止めるときは、申し込みの画面から止めてください。"),
        ),
        "disposal_unknown": (
            N_("この廃棄簿は見つかりません"),
            N_("廃棄簿の一覧から開き直してください。"),
        ),
        "erase_held": (
            N_("いまは消せません"),
            N_(
                "法律の手続きのために残さなければならない記録があります。手続きが終わると、消せるようになります。"
            ),
        ),
        "hold_end_day": (
            N_("終わった日を確かめてください"),
            N_("始まりの日からきょうまでの日を入れてください。"),
        ),
        "hold_expected_day": (
            N_("終わる見込みの日を確かめてください"),
            N_("始まりの日より後の、30年以内の日を入れるか、空にしてください。"),
        ),
        "hold_kind": (N_("種別を選んでください"), N_("どの手続きのために止めるかを選んでください。")),
        "hold_nothing": (
            N_("申し込みが選ばれていません"),
            N_("廃棄を止める申し込みを1つ以上選んでください。"),
        ),
        "hold_since_day": (
            N_("請求・提起の日を確かめてください"),
            N_("きょうか、それより前の日を入れてください。"),
        ),
        "hold_unknown": (
            N_("この停止は見つかりません"),
            N_("廃棄を止めているものの一覧から開き直してください。"),
        ),
        "why_needed": (N_("残す理由を選んでください"), N_("どれか1つを選んでください。")),
    }
)
