"""What people are told when a report from the street, or something about one, is not possible."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "report_unknown": (
            N_("その知らせは、もう終わっています"),
            N_("まだ困っているときは、新しく知らせてください。"),
        ),
        "report_mail": (
            N_("メールアドレスを確かめてください"),
            N_("前のページにもどって、メールアドレスを直すか消してから、もう一度押してください。"),
        ),
        "report_stage": (
            N_("この知らせは、ほかの職員が先に進めました"),
            N_("申請のページを開き直して、いまの状態を確かめてください。"),
        ),
        "report_place_needed": (
            N_("公開する場所の言葉がありません"),
            N_("場所が分かる言葉を書いてから、もう一度押してください。"),
        ),
        "report_text_length": (N_("文が長すぎます"), N_("%(longest)s文字までで書いてください。")),
    }
)
