"""reports.toml: which division answers for which trouble in the street, and where the map of the town begins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from forms.dictionary import Dictionary
from forms.faults import Broken
from forms.reading import Table

FILE = "reports.toml"
# The request that a report becomes, and the question whose choices are the kinds of trouble.
PROCEDURE, KIND = "machi_tsuho", "report_kind"
# 日本経緯度原点, for a town that names no place of its own.
_TOKYO = (35.658099, 139.741358)
_ZOOM = 15
_WIDE, _NEAR = 5, 18


@dataclass(frozen=True)
class Reports:
    """Who answers for what, by kind; where and how near the map begins."""

    divisions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    centre: tuple[float, float] = _TOKYO
    zoom: int = _ZOOM


NONE = Reports()


def read(mapping: Mapping[str, object], faults: list[Broken]) -> Reports:
    """The file's values; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    named = _divisions(Table(table.take("division") or {}, "division", faults))
    chart = Table(table.take("map") or {}, "map", faults)
    zoom = chart.integer("zoom")
    if zoom is not None and not _WIDE <= zoom <= _NEAR:
        chart.fault("zoom", f"{_WIDE}から{_NEAR}までの数を書いてください")
    centre = _degrees(chart, "lat", 90, _TOKYO[0]), _degrees(chart, "lon", 180, _TOKYO[1])
    chart.finish()
    table.finish()
    return Reports(MappingProxyType(named), centre, zoom or _ZOOM)


def strangers(found: Reports, divisions: frozenset[str], dictionary: Dictionary) -> Iterator[Broken]:
    """Kinds and divisions that the town does not have."""
    asked = dictionary.get(KIND)
    known = {one.value for one in asked.choices} if asked else set()
    for kind, division in found.divisions.items():
        if kind not in known:
            yield Broken(f"division.{kind}", f"{KIND} の choices にない種類です: {kind}")
        if division and division not in divisions:
            yield Broken(f"division.{kind}", f"divisions.csv にない部署です: {division}")


def _divisions(table: Table) -> dict[str, str]:
    """The division of each kind; which kinds there are, the dictionary says."""
    named: dict[str, str] = {}
    for kind, division in table.rest().items():
        if isinstance(division, str):
            named[kind] = division
        else:
            table.fault(kind, "文字列ではありません")
    return named


def _degrees(table: Table, key: str, most: int, otherwise: float) -> float:
    value = table.take(key)
    if value is None:
        return otherwise
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        table.fault(key, "緯度は -90 から 90、経度は -180 から 180 の数を書いてください")
        return otherwise
    return float(value)
