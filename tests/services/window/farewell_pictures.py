"""The papers of a bereaved family as they ought to look; `python -m tests.services.window.farewell_pictures` takes them anew."""

import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from portal import pack
from portal.opening import today
from portal.printing import Printer
from services.window.actions import beforehand, checklist
from services.window.actions.bookings import Opened
from services.window.models.bookings import Booking
from services.window.rules.booking import State
from tests.portal.pack.golden import FOLDER, coarse
from tests.services.window.booked import ANSWERS, DAY, HINATA, SLOT, seat

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PACK = pack.read(HINATA)
PRINTER = Printer(PACK)
HEAD: Mapping[str, Any] = {
    "when": "令和8年（2026年）11月26日（木） 10:30", "office": "本庁舎", "place": "1階 総合窓口",
    "address": "見本県ひなた市本町一丁目1番1号", "phone": "0000-00-1001", "code": "K3M8 Q2XP 7VRT",
    "bring": ("おいでになる方の本人確認書類", "葬祭費の振込先が分かるもの"),
}  # fmt: skip


def dated(lang: str, head: Mapping[str, Any] | None = None) -> bytes:
    """The dated list in one language."""
    return checklist.pdf(PRINTER, PACK, ANSWERS, lang, today(NOW), head)


def division() -> bytes:
    """What the insurance division has on its table before the family comes."""
    (mine,) = (one for one in beforehand.sheets(PACK, ANSWERS, today(NOW)) if one.division.id == "hoken")
    row = Booking(office="honcho", day=DAY, starts="10:30", locale="ja", shielded=False, state=State.BOOKED)
    opened = Opened(row, SLOT, ANSWERS, "")
    return PRINTER.pdf(beforehand.html(PRINTER, PACK, mine, opened, seat(), NOW))


PAPERS: Mapping[str, Callable[[], bytes]] = {
    "farewell.ja": partial(dated, "ja", HEAD),
    "farewell.easy": partial(dated, "easy"),
    "farewell.en": partial(dated, "en"),
    "farewell_division": division,
}


def renew() -> None:
    """Take all of them anew."""
    for name, printed in PAPERS.items():
        for old in FOLDER.glob(f"{name}.*.png"):
            old.unlink()
        with tempfile.TemporaryDirectory() as place:
            for page, picture in enumerate(coarse(printed(), Path(place)), 1):
                picture.quantize(4).save(FOLDER / f"{name}.{page}.png", optimize=True)


if __name__ == "__main__":
    renew()
