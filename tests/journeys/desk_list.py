"""A morning's list: the day's work, filters kept under a name, several cases at once, labels and paper."""

import re

from tests.journeys.desk import APPROVER, sign_in
from tests.journeys.quick import address, file_certificate
from tests.journeys.walk import Person, Visit


def work_through_a_list(visit: Visit) -> None:
    """Two new requests: found on the page of the day, accepted and labelled together, printed, put on labels."""
    resident = visit.enter()
    numbers = [file_certificate(resident, address(resident, f"list{n}")) for n in range(2)]
    clerk = visit.enter(desk=True)
    sign_in(clerk, APPROVER)
    clerk.open("/staff")
    clerk.meet("staff-today-work")
    clerk.open("/staff/inbox?work=new&arrived_from=2026-11-01&channel=online")
    clerk.meet("staff-inbox-new")
    _keep(clerk)
    for act in ("accept", "accept"):
        _tick(clerk, numbers)
        clerk.press(f'#bulk button[value="{act}"]')
        clerk.meet("staff-bulk" if clerk.has(".banner.good") else "staff-bulk-refused")
        clerk.open("/staff/inbox")
    _label(clerk, numbers)
    _tick(clerk, numbers)
    clerk.press('#bulk button[formaction$="/labels"]')
    clerk.meet("staff-labels")
    clerk.open("/staff/sheets")
    clerk.meet("staff-sheets")
    clerk.open("/staff/prints")
    clerk.meet("staff-prints")


def _keep(clerk: Person) -> None:
    clerk.page.locator("details:has(#view-name) summary").click()
    name = address(clerk, "view").split("@")[0]
    clerk.page.locator("#view-name").fill(name)
    clerk.press("form:has(#view-name) button")
    clerk.page.locator("details:has(#view-name) summary").click()
    clerk.meet("staff-inbox-views")
    # Whoever walks next finds the desk as it was.
    clerk.press(f'.kept li:has-text("{name}") button')
    assert name not in clerk.words()


def _label(clerk: Person, numbers: list[str]) -> None:
    _tick(clerk, numbers)
    clerk.page.locator("#put").fill("見本")
    clerk.press('#bulk button[value="label"]')
    clerk.open("/staff/inbox?label=見本")
    clerk.meet("staff-inbox-label")
    assert all(number in clerk.words() for number in numbers)
    clerk.follow(f'main a:text-is("{numbers[0]}")')
    clerk.meet("staff-case-label")
    clerk.open("/staff/inbox")


def _tick(clerk: Person, numbers: list[str]) -> None:
    for number in numbers:
        clerk.page.get_by_role("checkbox", name=re.compile(number)).check()
