"""What staff are told when something about a notice to many, or disaster mode, is not possible."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "disaster_word": (
            N_("確かめの言葉がちがいます"),
            N_("「%(word)s」と書いてから、もう一度押してください。"),
        ),
        "disaster_words": (
            N_("日本語の見出しがありません"),
            N_("何が起きて、どうしてほしいかを、短く書いてください。"),
        ),
        "disaster_words_long": (
            N_("見出しが長すぎます"),
            N_("%(longest)s文字までで書いてください。"),
        ),
    }
)
