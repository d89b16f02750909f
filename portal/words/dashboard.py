"""What is told when the dashboard refuses something."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kpi_unknown": (
            N_("この指標はありません"),
            N_("計画から外れたか、名前が変わりました。全体のページから選び直してください。"),
        ),
        "kpi_value": (
            N_("年度か数字が読めません"),
            N_("前のページにもどり、この10年の年度を選んで、数字だけを入れてください。"),
        ),
        "month_unknown": (
            N_("この月の報告はありません"),
            N_("まだ終わっていない月か、まだ作っていない月です。月次報告のページで作ってください。"),
        ),
        "procedure_unknown": (
            N_("この手続はありません"),
            N_("なくなったか、名前が変わりました。手続の一覧から選び直してください。"),
        ),
    }
)
