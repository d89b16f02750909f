"""What staff are told when a round of a draw cannot be made, typed or ended."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "lottery_plan": (
            N_("抽選の内容を確かめてください"),
            N_("名前、対象の部屋、公の数値を入れ、希望の数と当選の上限は1から10までにしてください。"),
        ),
        "lottery_days": (
            N_("抽選の日付を確かめてください"),
            N_(
                "受付開始、締切、確定の期限、使う最初の日の順に、あとになるようにしてください。使う期間は93日までです。"
            ),
        ),
        "lottery_over": (
            N_("この抽選では、いまそれはできません"),
            N_("ページを読み込み直して、いまの段階を確かめてください。"),
        ),
        "lottery_number": (
            N_("公の数値を入れてください"),
            N_("発表されたとおりに、100字までで入れてください。"),
        ),
        "lottery_number_differs": (
            N_("もう一人が入れた数値とちがいます"),
            N_("発表された数値を二人で確かめてください。先に入れた人は、入れ直せます。"),
        ),
    }
)
