"""What people are told when a set of open data is not there."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "dataset_unknown": (
            N_("そのデータはありません"),
            N_("オープンデータの一覧から選んでください。"),
        ),
    }
)
