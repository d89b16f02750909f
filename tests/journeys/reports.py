"""A report from the street: photo, the place it offers, the same thing reported by somebody else, and what staff make of it."""

from typing import TYPE_CHECKING

from tests.journeys.desk import sign_in
from tests.journeys.walk import Person, Visit
from tests.services.reports.builders import a_photo

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload

# Who works for the division that mends roads in the sample town.
ROADS = "2101"
TOLD = {"report_kind": "lamp", "report_danger": "no"}
# Each walk has a place of its own, so that none meets another's report.
PLACES = {
    ("ja", True): 30.1, ("ja", False): 30.15, ("easy", True): 30.2, ("easy", False): 30.25,
    ("en", True): 30.3, ("en", False): 30.35,
}  # fmt: skip


def report_a_problem(visit: Visit) -> None:
    """From the public list to a receipt; the next one who sees it joins."""
    place = (PLACES.get((visit.language, visit.js), 30.4), 150.0)
    first = visit.enter()
    first.open("/reports")
    first.meet("reports")
    first.follow('main a[href="/reports/new"]')
    first.meet("report-new")
    first.press()
    first.meet("report-new-empty", faulty=True)
    _photo(first, place)
    first.onward(TOLD)
    first.meet("report-new-offer")
    first.page.locator("[name=take][value=yes]").check()
    first.press()
    first.meet("report-receipt")
    second = visit.enter()
    second.open("/reports/new")
    _photo(second, place)
    second.onward(TOLD)
    second.page.locator("[name=take][value=yes]").check()
    second.press()
    second.meet("report-near")
    second.press("main .button.solid >> nth=0")
    second.meet("report-joined")


def _photo(person: Person, place: tuple[float, float]) -> None:
    shot: FilePayload = {
        "name": "IMG_0001.jpg",
        "mimeType": "image/jpeg",
        "buffer": a_photo(place, size=320),
    }
    person.page.locator("#doc_report_photo").set_input_files([shot])


def go_after_a_report(visit: Visit) -> None:
    """Staff look at the list, open one, write down that they were there, and publish it."""
    resident = visit.enter()
    resident.open("/reports/new")
    resident.onward({**TOLD, "report_kind": "river", "report_place": "見本川の橋の下"})
    clerk = visit.enter(desk=True)
    sign_in(clerk, ROADS)
    clerk.open("/staff/reports?kind=animal")
    clerk.meet("reports-list-empty")
    clerk.open("/staff/reports?kind=river")
    clerk.meet("reports-list")
    clerk.follow('tbody a[href^="/staff/cases/"]')
    clerk.answer({"note": "来週、草を刈ります。"})
    clerk.press("[name=stage][value=seen]")
    clerk.page.locator("details:has(#report-public) summary").click()
    clerk.answer({"place": "見本川 橋の下"})
    clerk.press('form[action$="/publish"] p .button.outline')
    clerk.meet("reports-case")
