"""An undertaker is invited, books a cremation with all that goes with it, and gives it back; the office looks after its day."""

from tests.journeys.desk import sign_in
from tests.journeys.quick import address, mailed
from tests.journeys.walk import Person, Visit

# Who runs the 斎場 in the sample town.
OFFICE = "1002"
# Every walk gives back what it booked, so that all of them can have the same day.
DAY = "2026-11-24"
HERE = "/staff/crematorium"
DEAD = {
    "deceased_name": "見本 一郎", "deceased_birth_date-era": "showa", "deceased_birth_date-year": "15",
    "deceased_birth_date-month": "5", "deceased_birth_date-day": "5", "deceased_on-era": "reiwa",
    "deceased_on-year": "8", "deceased_on-month": "11", "deceased_on-day": "20", "cremation_time": "8:00",
    "cremation_infection": "no", "cremation_pacemaker": "no",
}  # fmt: skip
ASKER = {"who": "resident", "name": "見本 花子", "phone": "090-1234-5678"}
PERMIT = {"number": "第123号", "city": "ひなた市"}


def book_a_cremation(visit: Visit) -> None:
    """From the office's invitation to the booking given back."""
    office = visit.enter(desk=True)
    sign_in(office, OFFICE)
    undertaker = visit.enter()
    _join(office, undertaker)
    _choose(undertaker)
    _fill_in(undertaker)
    _tell_the_permit(undertaker)
    _change(undertaker)
    _give_back(undertaker)


def run_a_crematorium(visit: Visit) -> None:
    """The office's day: who comes, a permit told on the telephone, another time, a furnace stopped, a business stopped."""
    family = visit.enter()
    place = _book(family)
    family.open("/applications/")
    family.follow('main a[href^="/applications/0"]')
    family.meet("cremation-case")
    office = visit.enter(desk=True)
    sign_in(office, OFFICE)
    _look(office)
    office.open(f"{HERE}/use/{place}")
    office.meet("office-use")
    _work(office)
    _stop_a_furnace(office)
    _stop_a_firm(office)
    family.page.reload()
    family.meet("cremation-case-called-off")
    family.open(f"/crematorium/booking/{place}")
    family.meet("cremation-called-off")


def _join(office: Person, undertaker: Person) -> None:
    """The office registers a business; one of its people follows the link, signs in by mail, and is a member."""
    mail = address(undertaker, "sousai")
    name = f"見本葬祭 {mail.partition('@')[0]}"
    office.open(f"{HERE}/firms")
    office.meet("office-firms")
    office.onward({"name": name, "phone": "0000-00-7000", "mail": address(undertaker, "kaisha")})
    office.meet("office-firm-new")
    office.answer({"mail": mail})
    office.press('main form[action$="/invite"] button')
    office.meet("office-firm-invited")
    invitation = mailed(undertaker, mail)
    undertaker.open(invitation)
    undertaker.onward({"mail": mail})
    undertaker.open(mailed(undertaker, mail))
    undertaker.press()
    undertaker.open(invitation)
    undertaker.meet("cremation-join")
    undertaker.press()
    undertaker.meet("cremation-mine-empty")
    assert name in undertaker.words()
    office.page.reload()
    office.meet("office-firm-joined")
    assert mail in office.words()


def _choose(undertaker: Person) -> None:
    undertaker.open("/crematorium")
    undertaker.meet("cremation")
    undertaker.open("/crematorium?day=2026-11-25")
    undertaker.meet("cremation-rest")
    undertaker.open("/crematorium?for=animals")
    undertaker.meet("cremation-animals")
    undertaker.open(f"/crematorium?day={DAY}")
    undertaker.meet("cremation-day")
    undertaker.follow("td.free a")


def _fill_in(undertaker: Person) -> None:
    undertaker.meet("cremation-book")
    undertaker.blamed("cremation-book-wrong", {**DEAD, "deceased_name": ""})
    undertaker.onward(DEAD)
    undertaker.meet("cremation-book-asker")
    undertaker.onward(ASKER)
    undertaker.meet("cremation-book-rooms")
    undertaker.onward({"along-machiai_1": "during", "along-shikijo": "kokubetsu"})
    undertaker.meet("cremation-check")
    undertaker.press()
    undertaker.meet("cremation-receipt")


def _tell_the_permit(undertaker: Person) -> None:
    undertaker.blamed("cremation-permit-wrong", {"number": "", "city": "ひなた市"})
    undertaker.onward(PERMIT)
    undertaker.meet("cremation-confirmed")
    undertaker.paper('main a[href$="/slip.pdf"]')
    undertaker.open("/crematorium/mine")
    undertaker.meet("cremation-mine")
    undertaker.open(f"/crematorium?day={DAY}")
    undertaker.meet("cremation-day-own")
    undertaker.follow("td.mine a")


def _change(undertaker: Person) -> None:
    undertaker.follow('main a[href$="/change"]')
    undertaker.meet("cremation-change")
    undertaker.answer({"along-shikijo": ""})
    undertaker.page.locator('main [name="to"]').last.check()
    undertaker.press()
    undertaker.meet("cremation-changed")


def _give_back(undertaker: Person) -> None:
    undertaker.follow('main a[href$="/cancel"]')
    undertaker.meet("cremation-cancel")
    undertaker.press()
    undertaker.meet("cremation-cancelled")
    undertaker.open("/crematorium/mine")
    undertaker.meet("cremation-mine-over")


def _book(family: Person) -> str:
    """Quickly and without a look at the pages; gives what the booking's addresses carry."""
    family.open(f"/crematorium/book?furnace=ro_2&from={DAY}T11:30")
    family.onward(DEAD)
    family.onward({**ASKER, "email": address(family, "izoku")})
    family.onward({"along-machiai_2": "during"})
    family.press()
    return family.path.partition("?")[0].rpartition("/")[2]


def _look(office: Person) -> None:
    office.open(HERE)
    office.meet("office-today")
    office.open(f"{HERE}?day={DAY}")
    office.meet("office-day")
    office.open(f"{HERE}?view=week&day={DAY}")
    office.meet("office-week")
    office.open(f"{HERE}/figures")
    office.meet("office-figures")
    office.open(f"{HERE}/new?furnace=ro_1&from={DAY}T15:30")
    office.meet("office-new")


def _work(office: Person) -> None:
    office.press('main form[action$="/permit"] button')
    office.meet("office-permit-wrong", faulty=True)
    office.answer(PERMIT)
    office.press('main form[action$="/permit"] button')
    office.meet("office-confirmed")
    office.follow('main a[href$="/move"]')
    office.meet("office-move")
    office.press()
    office.meet("office-moved")
    office.page.locator("details:has(form[action$='/cancel']) summary").click()
    office.answer({"reason": "申し出による"})
    office.press('main form[action$="/cancel"] button')
    office.meet("office-called-off")


def _stop_a_furnace(office: Person) -> None:
    office.open(f"{HERE}/pauses")
    office.meet("office-pauses")
    office.answer({"from_day": "2026-12-03", "to_day": "2026-12-03", "reason": "見本の点検"})
    office.press()
    office.meet("office-paused")
    office.press('main form[action$="/open"] button')
    office.meet("office-opened")


def _stop_a_firm(office: Person) -> None:
    office.open(f"{HERE}/firms")
    name = f"見本社 {address(office, 'tomeru').partition('@')[0]}"
    office.onward({"name": name, "phone": "0000-00-7001", "mail": address(office, "tomeru")})
    office.answer({"reason": "確かめるため"})
    office.press('main form[action$="/stop"] button')
    office.meet("office-firm-stopped")
