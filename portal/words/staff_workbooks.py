"""What staff are told when a workbook that they hand in cannot be taken."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "workbook_unreadable": (
            N_("Excelのファイルとして読めませんでした"),
            N_(
                "Excelで開き、パスワードを付けずに「Excelブック（.xlsx）」か「CSV UTF-8」で保存し直してください。"
            ),
        ),
        "workbook_too_large": (
            N_("ファイルが大きすぎます"),
            N_("20,000行、200列、5MBまで読めます。要らない行やシートを消すか、いくつかに分けてください。"),
        ),
    }
)
