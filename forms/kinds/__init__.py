"""Every kind of question, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forms.kind import Kind
from forms.kinds import codes, days, free, mail, phone, picks, place

_EVERY = (free.KINDS, codes.KINDS, phone.KINDS, mail.KINDS, days.KINDS, place.KINDS, picks.KINDS)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kinds in _EVERY for kind in kinds})
