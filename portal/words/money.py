"""What people are told when something about money is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

_LOOK_AGAIN = N_("ページを読み込み直して、いまの状態を確かめてください。")

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "checkout_over": (
            N_("この支払いのページは終わりました"),
            N_("申し込みのページにもどって、いまの状態を確かめてください。"),
        ),
        "checkout_unknown": (
            N_("この支払いは見つかりません"),
            N_("申し込みのページから、もう一度はじめてください。"),
        ),
        "deposit_differs": (
            N_("入金の額が記録と合いません"),
            N_("中身の日を確かめるか、差があるまま記録してください。"),
        ),
        "deposit_incomplete": (
            N_("入金の内容が足りません"),
            N_("日・方法・金額を確かめてください。"),
        ),
        "deposit_known": (N_("この入金は、もう記録されています"), _LOOK_AGAIN),
        "due_unknown": (N_("この請求は見つかりません"), _LOOK_AGAIN),
        "method_not_offered": (
            N_("この払い方は使えません"),
            N_("ほかの払い方を選んでください。"),
        ),
        "nothing_to_pay": (
            N_("いま払うものはありません"),
            N_("申し込みのページにもどって、いまの状態を確かめてください。"),
        ),
        "payment_provider_down": (
            N_("いま、支払いのページを開けません"),
            N_("しばらくしてから、もう一度ためしてください。窓口でも支払えます。お金は受け取っていません。"),
        ),
        "payment_waits": (
            N_("コンビニでの支払いを待っています"),
            N_("二重に払わないように、払い込みの番号を使うか、窓口で支払ってください。"),
        ),
        "receipt_unknown": (N_("この領収書は見つかりません"), _LOOK_AGAIN),
        "refund_decided": (N_("この還付は、もう決まっています"), _LOOK_AGAIN),
        "refund_goes_back_itself": (
            N_("この還付は、払われた方法で返ります"),
            N_("返せなかったときだけ、現金で返してください。"),
        ),
        "refund_reason": (
            N_("還付の理由を選んでください"),
            N_("前のページにもどって、理由を選んでください。"),
        ),
        "refund_unknown": (N_("この還付は見つかりません"), _LOOK_AGAIN),
        "sum_changed": (
            N_("受け取る金額が変わりました"),
            N_("まだ記録していません。ページを開き直して、いまの金額を確かめてください。"),
        ),
        "waiver_decided": (N_("この減免は、もう決まっています"), _LOOK_AGAIN),
    }
)
