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
        "conversation_closed": (
            N_("この申し込みのやりとりは終わりました"),
            N_("手続きが終わってから時間がたったため、ここには書けません。担当の課へお電話ください。"),
        ),
        "message_length": (
            N_("伝えたいことを、2000字までで書いてください"),
            N_("長いときは、二つに分けるか、ファイルにして付けてください。"),
        ),
        "phrase_title": (
            N_("題を60字までで書いてください"),
            N_("選ぶときに見える短い名前です。"),
        ),
        "phrase_unknown": (
            N_("この文例は見つかりません"),
            N_("ほかの人が消したのかもしれません。文例の一覧を見てください。"),
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
