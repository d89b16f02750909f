"""手続数: how many procedures the town has on a day, and how far each of them goes on a screen."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from forms.ways import Completes
from portal.pack import Pack
from services.dashboard.rules.measuring import Offers


def offers(pack: Pack) -> Offers:
    """Counted once a day asked for: a page asks for the same months several times."""

    @cache
    def offered(on: date) -> tuple[int, int, int]:
        here = [one for one in pack.procedures.values() if pack.offered(one.key, on)]
        online = [one for one in here if any(way.completes is Completes.ONLINE for way in one.ways)]
        return len(here), len(online), sum(one.way("window") is not None for one in here)

    return offered


def titles(pack: Pack) -> Mapping[str, object]:
    """What each procedure is called."""
    return {key: one.title for key, one in pack.procedures.items()}
