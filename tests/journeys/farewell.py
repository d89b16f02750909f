"""A bereaved family: the guide, a few answers, a time at the counter, the dated list on paper, and the day of the visit."""

from tests.journeys.desk import COUNTER, sign_in
from tests.journeys.quick import address
from tests.journeys.residence import tagged
from tests.journeys.walk import Visit

DIED = {
    "deceased_on-era": "reiwa", "deceased_on-year": "8", "deceased_on-month": "11", "deceased_on-day": "18",
}  # fmt: skip
FACTS = {
    "farewell_age": "from_75", "farewell_insurance": "koki", "farewell_head": "one", "farewell_pension": "national",
    "farewell_children": "no", "farewell_things": "house",
}  # fmt: skip
FAMILY = {
    "name": "見本 花子", "phone": "080-0000-0000", "care_heir_relation": "child", "deceased_name": "見本 太郎",
    "deceased_birth_date-era": "showa", "deceased_birth_date-year": "20", "deceased_birth_date-month": "4",
    "deceased_birth_date-day": "1", "deceased_address-area": "見本県ひなた市本町",
    "deceased_address-street": "一丁目2番3号",
}  # fmt: skip
BOOK = "main form#booking .button.solid"


def take_leave(visit: Visit) -> None:
    """Guide, answers, booking, paper; then the counter begins with what the family has said already."""
    family = visit.enter()
    family.open("/window/shibou")
    family.meet("farewell-questions")
    family.onward({**DIED, **FACTS})
    family.meet("farewell-plan")
    family.open("/window/shibou/list")
    family.meet("farewell-list")
    # What was answered once stands there already.
    assert family.value("deceased_on-day") == "18"
    family.open("/window/shibou/booking")
    family.meet("farewell-days")
    family.follow("main .days a.button")
    family.meet("farewell-booking-form")
    assert not family.has('main [name="deceased_on-month"]')
    family.press(BOOK)
    family.meet("farewell-booking-faults", faulty=True)
    family.answer({**FAMILY, "email": address(family, "izoku")})
    family.press(BOOK)
    family.meet("farewell-booked")
    place, code = family.path.partition("?")[0], family.receipt_no()
    tagged(family.paper('main a[href$="list.pdf"]'))
    family.open(f"{place}/change")
    family.meet("farewell-change")
    family.press("main .days li:last-child button:last-child")
    family.open(f"{place}/cancel")
    family.meet("farewell-cancel")
    family.open("/window/shibou/booking/find")
    family.meet("farewell-find")
    family.onward({"code": code.lower()})
    assert family.path == place
    _receive(visit, code)


def _receive(visit: Visit, code: str) -> None:
    """The day of the visit: the list of the day, the booking, and the counter's own page with every answer."""
    clerk = visit.enter(desk=True)
    sign_in(clerk, COUNTER)
    clerk.open("/staff/window/bookings?day=2026-12-18")
    clerk.meet("staff-bookings")
    # The town is shared by the languages, whose families come on the same day.
    found = [str(one.get_attribute("href")) for one in clerk.page.locator("main table a").all()]
    for href in found:
        clerk.open(href)
        if clerk.words(".receipt-no") == code:
            break
    clerk.meet("staff-booking")
    assert clerk.words(".receipt-no") == code
    clerk.press()
    assert "見本 太郎" in clerk.page.content()
    clerk.open("/staff/window/bookings/new")
    clerk.meet("staff-booking-times")
    clerk.follow("main table a.button")
    clerk.meet("staff-booking-form")
