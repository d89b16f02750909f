"""指定緊急避難場所: the town's list of places to flee to, as the front page of a disaster shows it."""

from dataclasses import dataclass
from datetime import date

from forms.wording import Wording
from portal.distances import point_of
from portal.pack import Pack

LIST = "shelters"
# 地理院地図 opens in whatever browser there is, without an account.
_MAP = "https://maps.gsi.go.jp/#17/{}/{}/"


@dataclass(frozen=True)
class Shelter:
    """One place: what it is called, where it is, how many it takes, and a map of it."""

    name: Wording
    address: str
    room: str
    chart: str


def shelters(pack: Pack, day: date) -> tuple[Shelter, ...]:
    """Every place of the list that holds today, in the list's own order."""
    return tuple(
        Shelter(
            Wording({"ja": row["名称"], "en": row.get("名称_英字", "")}),
            row.get("所在地_連結表記", ""),
            row.get("想定収容人数", ""),
            _chart(row.get("緯度", ""), row.get("経度", "")),
        )
        for row in pack.listing(LIST, day)
    )


def _chart(lat: str, lon: str) -> str:
    return _MAP.format(lat, lon) if point_of(f"{lat},{lon}") else ""
