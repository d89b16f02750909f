"""The desk from signing in to signing out: one 住民票 through every state, seen from both sides of the counter."""

import base64
import re

from services.accounts.rules import totp
from tests.journeys.quick import address, file_certificate, mailed
from tests.journeys.residence import tagged
from tests.journeys.talk import talk
from tests.journeys.walk import LANGUAGES, Person, Visit

# The sample town's made-up staff, as its sign-in page prints them.
PASSWORD = "mihon-no-machi"
COUNTER, WORKER, APPROVER, OTHER, ADMINISTRATOR = "1001", "1002", "1003", "2002", "9001"
OWN_PASSWORD = "umi to yama no aida"
REASON = "通数を確かめさせてください。"
GROUNDS = "住民基本台帳法第12条第1項の請求権者であることを確かめられないため。"
CODE = re.compile(r"\b\d{6}\b")


def sign_in(person: Person, number: str) -> None:
    """Password and code, without a look at the pages."""
    person.open("/staff/sign-in")
    person.onward({"number": number, "password": PASSWORD})
    person.onward({"code": shown_code(person)})
    assert "sign-in" not in person.path, person.path


def shown_code(person: Person, name: str = "") -> str:
    """The code of a made-up person, which the sample town shows."""
    lines = [str(one.inner_text()) for one in person.page.locator("main .note, main .banner p, main p").all()]
    found = [match[0] for line in lines if name in line and (match := CODE.search(line))]
    assert found, lines
    return found[0]


def work_on_a_case(visit: Visit) -> None:
    """Accept, correct, propose, decide, complete; the resident's own page follows each state."""
    resident = visit.enter()
    mail = address(resident, "mado")
    number = file_certificate(resident, mail)
    clerk = visit.enter(desk=True)
    _come_in(clerk)
    _find(clerk, number)
    _accept(clerk, resident)
    talk(clerk, resident)
    _ask_correction(clerk, resident)
    _answer_correction(resident, clerk)
    _propose(clerk)
    _decide(clerk, resident)
    _complete(clerk, resident)
    case = clerk.path.partition("?")[0]
    _look_around(clerk, mail)
    _write_down(clerk, case)
    _go(clerk)


def _come_in(clerk: Person) -> None:
    clerk.open("/staff")
    clerk.meet("staff-sign-in")
    clerk.answer({"number": WORKER, "password": "chigau"})
    clerk.press()
    clerk.meet("staff-sign-in-wrong", faulty=True)
    clerk.onward({"number": WORKER, "password": PASSWORD})
    clerk.meet("staff-second")
    clerk.answer({"code": "000000"})
    clerk.press()
    clerk.meet("staff-second-wrong", faulty=True)
    clerk.onward({"code": shown_code(clerk)})
    clerk.meet("staff-today")
    clerk.open("/staff/inbox")
    clerk.meet("staff-inbox")


def _find(clerk: Person, number: str) -> None:
    for asked in ("見本 花子", "みほん", "080-0000-0000", number):
        _search(clerk, asked)
        assert number in clerk.words(), asked
    clerk.meet("staff-found")
    _search(clerk, "だれもいない")
    clerk.meet("staff-found-nothing")
    _search(clerk, number)
    clerk.follow(f'main a:text-is("{number}")')


def _search(clerk: Person, asked: str) -> None:
    clerk.page.locator("#desk-search").fill(asked)
    clerk.press(".find button")


def _state(resident: Person, word: str, name: str) -> None:
    resident.page.reload()
    resident.meet(name)
    assert resident.visit.say(word) in resident.words("main .status"), resident.words()


def _accept(clerk: Person, resident: Person) -> None:
    _state(resident, "到達", "case-arrived")
    clerk.meet("staff-case-arrived")
    clerk.press()
    clerk.meet("staff-case-accepted")
    _state(resident, "受付", "case-accepted")
    clerk.press()
    clerk.meet("staff-case-review")
    _state(resident, "審査", "case-review")


def _ask_correction(clerk: Person, resident: Person) -> None:
    clerk.follow('main a[href$="/correct"]')
    clerk.meet("staff-correct")
    clerk.press()
    clerk.meet("staff-correct-empty", faulty=True)
    clerk.answer({"fields": "copies"})
    clerk.page.locator('main [name="fields"][value="phone"]').check()
    clerk.onward({"text": REASON})
    clerk.meet("staff-case-correction")
    _state(resident, "補正待ち", "case-correction")
    assert REASON in resident.words()


def _answer_correction(resident: Person, clerk: Person) -> None:
    visit = resident.visit
    visit.town.work()
    subjects = [str(one["Subject"]) for one in visit.town.mails(address(resident, "mado"))]
    assert len(subjects) >= 2, subjects
    resident.follow('main a[href$="/correct"]')
    resident.meet("correct")
    assert not resident.has('[name="name"]')
    resident.blamed("correct-wrong", {"copies": "99"})
    resident.onward({"copies": "3"})
    _state(resident, "審査", "case-corrected")
    clerk.page.reload()
    clerk.meet("staff-case-difference")
    assert "3" in clerk.words("main .changes ins")


def _propose(clerk: Person) -> None:
    clerk.follow('main a[href$="/propose"]')
    clerk.meet("staff-propose")
    clerk.press()
    clerk.meet("staff-propose-empty", faulty=True)
    clerk.onward({"kind": "reject", "text": GROUNDS})
    clerk.meet("staff-case-proposed")
    # Whoever proposed does not decide.
    assert not clerk.has('main a[href$="/decide"]')


def _decide(clerk: Person, resident: Person) -> None:
    case = clerk.path.partition("?")[0]
    clerk.open("/staff/own")
    clerk.meet("staff-own")
    clerk.press('main form[action$="/staff/lock"] .button')
    clerk.meet("staff-switch")
    sign_in(clerk, APPROVER)
    clerk.open(case)
    clerk.meet("staff-case-to-decide")
    clerk.follow('main a[href$="/decide"]')
    clerk.meet("staff-decide")
    clerk.answer({"effective": "2020-01-01"})
    clerk.press()
    clerk.meet("staff-decide-wrong", faulty=True)
    clerk.answer({"effective": "2026-11-20"})
    clerk.press()
    clerk.meet("staff-case-decided")
    tagged(clerk.paper('main a[href$="/notice.pdf"]'))
    tagged(clerk.paper('main a[href$="/request.pdf"]'))
    _state(resident, "決定", "case-decided")
    # A 処分 takes effect by its notice; the page and the mail say only that it was sent.
    assert GROUNDS not in resident.words()


def _complete(clerk: Person, resident: Person) -> None:
    clerk.press()
    clerk.meet("staff-case-done")
    _state(resident, "完了", "case-done")


def _look_around(clerk: Person, mail: str) -> None:
    clerk.visit.town.work()
    pages = (
        ("inbox?tab=closed", "inbox-closed"), ("inbox?whose=mine", "inbox-mine"), ("tasks", "tasks"), ("mails", "mails"),
        ("keys", "keys"), ("batches", "batches"), ("batches/results", "batches-results"), ("nothing-here", "missing"),
        ("people", "not-permitted"), ("records", "records"), ("records/holds", "holds"), ("records/classes", "classes"),
        ("telephone", "telephone"), ("telephone/new/juminhyo", "telephone-ways"), ("phrases", "phrases"),
        ("phrases/new", "phrase"),
    )  # fmt: skip
    for path, name in pages:
        clerk.open(f"/staff/{path}")
        clerk.meet(f"staff-{name}")
    clerk.open("/staff/mails")
    assert mail in clerk.words()
    clerk.follow('main a[href^="/staff/mails/"]')
    clerk.meet("staff-mail")


def _write_down(clerk: Person, case: str) -> None:
    clerk.open(case)
    clerk.follow('main a[href$="/note"]')
    clerk.meet("staff-note")
    clerk.press()
    clerk.meet("staff-note-empty", faulty=True)
    clerk.onward({"text": "窓口で本人に説明した。"})
    clerk.meet("staff-case-noted")
    clerk.follow('main a[href$="/call"]')
    clerk.meet("staff-call")
    clerk.onward({"text": "電話で確かめた。"})


def _go(clerk: Person) -> None:
    """The first clerk takes the PC back with a code alone; then it is left for the day."""
    clerk.open("/staff/own")
    clerk.press('main form[action$="/staff/lock"] .button')
    clerk.meet("staff-switch-two")
    choice = clerk.page.locator('main label:has-text("1002") input')
    choice.check()
    name = str(choice.evaluate("one => one.closest('label').innerText")).split("（")[0].split("(")[0].strip()
    clerk.onward({"code": shown_code(clerk, name)})
    assert clerk.path.startswith("/staff")
    clerk.open("/staff/own")
    clerk.press('main form[action$="/staff/sign-out"]:not(:has([name="forget"])) .button')
    clerk.meet("staff-signed-out")
    clerk.open("/staff")
    assert "sign-in" in clerk.path, clerk.path


def keep_out(visit: Visit) -> None:
    """A clerk of another division sees neither the case nor more than whose it is."""
    resident = visit.enter()
    number = file_certificate(resident, address(resident, "yoso"))
    own = visit.enter(desk=True)
    sign_in(own, COUNTER)
    _search(own, number)
    own.follow(f'main a:text-is("{number}")')
    case = own.path.partition("?")[0]
    stranger = visit.enter(desk=True)
    sign_in(stranger, OTHER)
    _search(stranger, number)
    stranger.meet("staff-found-elsewhere")
    assert not stranger.has(f'main a:text-is("{number}")')
    stranger.open(case)
    stranger.meet("staff-case-refused")
    assert "見本 花子" not in stranger.words("body")
    assert stranger.diary.document is not None
    assert stranger.diary.document.status == 403


def manage_people(visit: Visit) -> None:
    """The administrator: the list, one person, somebody new, whose invitation is then taken up with an app of their own."""
    boss = visit.enter(desk=True)
    sign_in(boss, ADMINISTRATOR)
    boss.open("/staff/people")
    boss.meet("staff-people")
    boss.follow('main a[href^="/staff/people/"]:not([href$="/new"])')
    boss.meet("staff-person")
    boss.open("/staff/audit")
    boss.meet("staff-audit")
    mail = address(boss, "shinjin")
    number = f"70{LANGUAGES.index(visit.language)}{int(visit.js)}"
    _add(boss, number, mail)
    person = visit.enter(desk=True)
    _take_up(person, mailed(person, mail))
    _first_day(person, number)


def _add(boss: Person, number: str, mail: str) -> None:
    boss.open("/staff/people/new")
    boss.meet("staff-people-new")
    boss.press()
    boss.meet("staff-people-new-empty", faulty=True)
    boss.onward({"number": number, "name": "見本 新", "mail": mail, "division": "shimin"})
    boss.meet("staff-person-invited")


def _take_up(person: Person, path: str) -> None:
    person.open(path)
    person.meet("staff-invited")
    person.answer({"password": "mijikai", "again": "mijikai"})
    person.press()
    person.meet("staff-invited-short", faulty=True)
    person.page.locator("main details summary").click()
    person.answer({"password": OWN_PASSWORD, "again": OWN_PASSWORD, "code": _app(person)})
    person.press()
    person.meet("staff-invited-done")
    person.open(path)
    person.meet("staff-invited-used")


def _app(person: Person) -> str:
    """What an app on a telephone shows that was given the printed secret."""
    secret = base64.b32decode(person.words("main details code").replace(" ", ""))
    return totp.code(secret, totp.step_of(person.visit.town.clock()))


def _first_day(person: Person, number: str) -> None:
    person.open("/staff/sign-in")
    person.onward({"number": number, "password": OWN_PASSWORD})
    person.meet("staff-second-own")
    # Nobody but the made-up staff is shown a code.
    assert not CODE.search(person.words())
