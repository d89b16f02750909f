"""Whoever follows the plan looks at how far it has come: every page of the dashboard, with years of figures behind it."""

from tests.journeys.desk import sign_in
from tests.journeys.walk import Person, Visit

MONITOR = "8001"
ROOT = "/staff/dashboard"


def follow_the_plan(visit: Visit) -> None:
    """Before anything is summed, then with three years behind it, the plan's figures one by one."""
    monitor = visit.enter(desk=True)
    sign_in(monitor, MONITOR)
    monitor.open(ROOT)
    monitor.meet("staff-figures-empty")
    visit.town.app.test_cli_runner().invoke(args=["demo", "history", "--years", "2", "--filings", "4000"])
    monitor.open(ROOT)
    monitor.meet("staff-figures")
    assert monitor.page.locator("main .chart > svg").count() == 1
    _on_paper(monitor)
    _one_figure(monitor)
    _every_page(monitor)


def _on_paper(monitor: Person) -> None:
    """A printed page has the numbers that are folded on the screen, and nothing to press."""
    numbers, filters = (monitor.page.locator(one).first for one in ("main .chart table", "main .filters"))
    assert (numbers.is_visible(), filters.is_visible()) == (False, True)
    monitor.page.emulate_media(media="print")
    assert (numbers.is_visible(), filters.is_visible()) == (True, False)
    monitor.page.emulate_media(media="null")


def _one_figure(monitor: Person) -> None:
    monitor.follow("main .stand:nth-of-type(9) a")
    monitor.meet("staff-figure")
    monitor.open(f"{ROOT}?year=2024")
    monitor.meet("staff-figures-of-last-year")
    monitor.open(f"{ROOT}/kpi/0000000000")
    monitor.meet("staff-figure-unknown")


def _every_page(monitor: Person) -> None:
    pages = {
        "procedures": "staff-figures-procedures",
        "procedures/juminhyo": "staff-figures-procedure",
        "divisions": "staff-figures-divisions",
        "bot": "staff-figures-bot",
        "places": "staff-figures-places",
        "queue": "staff-figures-queue",
        "satisfaction": "staff-figures-satisfaction",
        "next?p=juminhyo&share=40": "staff-figures-next",
    }
    for path, name in pages.items():
        monitor.open(f"{ROOT}/{path}")
        monitor.meet(name)
        assert monitor.has("main .chart"), name
    for path, name in {"towns": "staff-figures-towns", "report": "staff-figures-report"}.items():
        monitor.open(f"{ROOT}/{path}")
        monitor.meet(name)
    monitor.open(f"{ROOT}/counts")
    monitor.meet("staff-figures-counts")
    monitor.blamed("staff-figures-counts-wrong", {"day": "きのう", "count": "3"})
