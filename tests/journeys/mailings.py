"""A letter answered with a telephone, and the mailing behind it as staff see it."""

from tests.journeys.desk import sign_in
from tests.journeys.walk import Visit

# The code that the sample town prints when it is loaded, and whose letter it is.
LETTER = "/mailings/MHNA-2345-6789"
BIRTH = {"birth_date-era": "west", "birth_date-year": "1955", "birth_date-month": "4", "birth_date-day": "1"}
APPROVER = "1003"


def answer_a_letter(visit: Visit) -> None:
    """The code, the day of birth, three questions, the receipt; then the letter is answered."""
    person = visit.enter()
    person.open("/mailings")
    person.meet("letter-code")
    person.blamed("letter-code-wrong", {"code": "ABCD"})
    person.onward({"code": "mhna 2345 6789"})
    person.meet("letter")
    person.blamed("letter-wrong", {**BIRTH, "birth_date-year": "1956"})
    person.onward(BIRTH)
    person.meet("letter-wish")
    person.onward({"benefit_wish": "receive"})
    person.meet("letter-person")
    person.onward({})
    person.meet("letter-account")
    person.onward({})
    person.onward({"declare_true": "yes"})
    person.meet("letter-check")
    person.press()
    person.meet("letter-receipt")
    case = person.path.partition("?")[0]
    person.open(LETTER)
    person.meet("letter-answered")
    # The town is shared by the languages: what is withdrawn can be answered by the next reader.
    person.open(f"{case}/withdraw")
    person.press()


def look_after_a_mailing(visit: Visit) -> None:
    """Every page of a mailing, from its list of people to its transfers."""
    clerk = visit.enter(desk=True)
    sign_in(clerk, APPROVER)
    clerk.open("/staff/mailings")
    clerk.meet("staff-mailings")
    clerk.follow("main table a")
    clerk.meet("staff-mailing")
    place = clerk.path
    pages = {
        "/people?show=all": "staff-mailing-people",
        "/answer": "staff-mailing-answer",
        "/transfers": "staff-mailing-transfers",
    }
    for path, name in pages.items():
        clerk.open(place + path)
        clerk.meet(name)
    clerk.open(f"{place}/people?show=stopped")
    clerk.follow("main table a")
    clerk.meet("staff-addressee")
    clerk.open("/staff/mailings/new")
    clerk.meet("staff-mailing-new")
    clerk.press()
    clerk.meet("staff-mailing-new-empty", faulty=True)
