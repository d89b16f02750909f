"""Every kind of question, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forms.kind import Kind
from forms.kinds import clock, codes, days, free, lists, mail, money, phone, picks, place

_EVERY = (
    *(free.KINDS, codes.KINDS, phone.KINDS, mail.KINDS, days.KINDS, place.KINDS, picks.KINDS),
    *(money.KINDS, clock.KINDS, lists.KINDS),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kinds in _EVERY for kind in kinds})
