"""What people are told when a letter cannot be answered."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "already_answered": (
            N_("もう回答を受け付けています"),
            N_(
                "この手紙には、先に届いた回答があります。二重にならないように、もう一度は受け付けません。変えたいときは、手紙にある担当の課に電話してください。"
            ),
        ),
        "letter_unknown": (
            N_("この番号の手紙は見つかりません"),
            N_(
                "手紙の番号を確かめてください。手紙をもう一度作り直したときは、新しい手紙の番号を使ってください。"
            ),
        ),
    }
)
