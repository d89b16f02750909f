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
    }
)
