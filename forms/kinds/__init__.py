"""Every kind of question, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forms.kind import Kind
from forms.kinds import codes, days, free, mail, picks, place

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (*free.KINDS, *codes.KINDS, *mail.KINDS, *days.KINDS, *place.KINDS, *picks.KINDS)
    }
)
