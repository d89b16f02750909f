"""The 月次報告 as it ought to look, of a month that a test writes down; `python -m tests.services.dashboard.golden` takes it anew."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PIL import Image

from portal.pack import read
from portal.pack.formulas import formula
from portal.pack.rows import Kpi
from portal.printing import Printer
from services.dashboard.actions import reporting
from services.dashboard.rules import report
from services.dashboard.rules.kpis import Printed
from services.dashboard.rules.report import Town
from tests.portal.pack.builder import PACKS
from tests.portal.pack.golden import coarse
from tests.services.dashboard.said import Line, source

FOLDER = Path(__file__).parent / "pictures"
MONTH = date(2026, 10, 1)
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
# Titles that hardly ever change.
KEYS = ("juminhyo", "tennyu", "suido_kaishi")


def lines() -> Iterator[Line]:
    """Fourteen months: a certificate that moves to the screen, a move-in that does not, a notification that doubles at last."""
    day = date(2025, 9, 1)
    while day <= date(2026, 10, 31):
        if day.weekday() < 5:
            moved = (day - date(2025, 9, 1)).days // 60
            yield ("filed", "juminhyo", "online", day, 8 + 2 * moved, None)
            yield ("filed", "juminhyo", "window", day, 24 - 2 * moved, None)
            yield ("counted", "juminhyo", "konbini", day, 6, None)
            yield ("filed", "tennyu", "window", day, 5, None)
            yield ("filed", "suido_kaishi", "online", day, 12 if day >= MONTH else 5, None)
            yield ("completed", "juminhyo", "online", day, 1, 3.0)
            yield ("counter_minutes", "procedures", "window", day, 1, float(6 + day.day % 7))
            yield ("waited", "honcho.A/10", "kiosk", day, 1, float(4 + day.day % 9))
            yield ("ticket", "honcho.A", "kiosk", day, 2, None)
            yield ("voted", "faq", "chat", day, 2, 2.0 if day.day % 3 else 1.0)
            yield ("rated", "juminhyo", "online", day, 1, float(3 + day.day % 3))
        day += timedelta(days=1)


def figure(name: str, written: str, goal: str) -> Printed:
    """A figure of a plan with a goal for the 年度."""
    row = Kpi(None, None, "990019", name, "%", "目標", "R8", goal, "", "計画", written)
    return Printed(name, "%", (row,), formula(written))


def pdf() -> bytes:
    """The report."""
    plan = (
        figure("画面で出された割合（件数）", "online_share", "60"),
        figure("AI自動応答の解決率", "resolved_share", "80"),
    )
    return printed(plan, KEYS)


def printed(plan: tuple[Printed, ...], keys: tuple[str, ...]) -> bytes:
    """The report of some figures and procedures; of a procedure beyond the usual ones 20 requests are told."""
    pack = read(PACKS / "hinata")
    more = [("filed", key, "online", MONTH, 20, None) for key in keys if key not in KEYS]
    town = Town(keys, lambda _day: (80, 41, 70), lambda first, last: (last - first).days, plan, {})
    found = report.gather(source([*lines(), *more]), MONTH, town)
    return Printer(pack).sheet(reporting.SHEET, **reporting.told(found, pack, AT))


def taken(printed: bytes, place: Path) -> list[Image.Image]:
    """Its pages as they look now."""
    return coarse(printed, place)


def stored() -> list[Image.Image]:
    """Its pages as they ought to look."""
    return [Image.open(file).convert("L") for file in sorted(FOLDER.glob("report.*.png"))]


def renew() -> None:
    """Take the pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("report.*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as place:
        for page, picture in enumerate(taken(pdf(), Path(place)), 1):
            picture.quantize(4).save(FOLDER / f"report.{page}.png", optimize=True)


if __name__ == "__main__":
    renew()
