"""What each key of a pack's files means, in Japanese with an example: for editors and for the guide."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from forms.wording import LANGUAGES

FILE = Path(__file__).with_suffix(".toml")
_SPOKEN = MappingProxyType({"ja": "日本語。", "easy": "やさしい日本語。", "en": "英語。"})


def _read() -> Mapping[str, Sequence[Any]]:
    listed = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = {f"{place}.{key}": told for place, keys in listed.items() for key, told in keys.items()}
    return MappingProxyType(
        found | {f"choices.{lang}": [_SPOKEN.get(lang, "ほかの言語。")] for lang in LANGUAGES}
    )


# Table and key, with the description first and examples after it.
TOLD = _read()
