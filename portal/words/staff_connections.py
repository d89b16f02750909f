"""What an administrator is told when something about systems outside is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "connection_unknown": (
            N_("この設定は見つかりません"),
            N_("外部のシステムの一覧を開き直してください。"),
        ),
        "shown_once": (
            N_("もう作られています"),
            N_("トークンと合い言葉は一度だけ表示します。写していないときは、取り消して作り直してください。"),
        ),
    }
)
