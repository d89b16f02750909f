"""What staff and residents are told when something about a call, a message or an answer is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "caller_needed": (
            N_("電話の相手の名前と電話番号を書いてください"),
            N_("あとで折り返せるように、どちらも聞いてください。"),
        ),
        "told_day": (
            N_("伝えた日を確かめてください"),
            N_("きょうか、それより前の日を書いてください。"),
        ),
        "way_not_on_telephone": (
            N_("この方法は、電話では受けられません"),
            N_("前のページにもどって、ほかの方法を選んでください。"),
        ),
    }
)
