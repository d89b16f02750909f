"""水道の使用開始: from the question on the front page to the receipt, every step with its errors, and back again."""

from tests.journeys.walk import SUMMARY, Person, Visit

KEY, NUMBER = "suido_kaishi", "3011"
SEARCHED = {"ja": "引っ越し", "easy": "すいどう", "en": "moving in"}
NAME = "髙﨑 𠮷神"
# One postcode, two prefectures: a code never decides an address.
SHARED_POSTCODE, SECOND_AREA = "４９８－００００", "三重県桑名郡木曽岬町"
DATE, ADDRESS = "water_start_date", "water_address"


def apply_for_water(visit: Visit) -> None:
    """The whole way, changing one's mind on it."""
    person = visit.enter()
    find(person)
    when_and_where(person)
    who(person)
    reach(person)
    building(person)
    before(person)
    bills(person)
    day(person)
    note(person)
    change(person)
    hand_in(person)
    look_again(person)


def find(person: Person) -> None:
    """The front page, a search that finds, one that finds nothing, and the number from 広報."""
    person.meet("front")
    person.onward({"q": SEARCHED[person.visit.language]})
    person.meet("search")
    assert person.has(f'main a[href$="/procedures/{KEY}"]'), person.words()
    person.answer({"q": "ぬらりひょん"})
    person.press("main .search .button")
    person.meet("search-nothing")
    person.open("/procedures")
    person.meet("catalogue")
    person.open("/")
    person.onward({"q": "３０１１"})
    assert person.path == f"/procedures/{KEY}"
    person.meet("water-guide")
    person.follow('main a[href$="/sign"]')
    person.meet("water-sign")
    assert NUMBER in person.words()
    person.page.go_back()
    person.press()


def when_and_where(person: Person) -> None:
    """A day in either calendar and an address from a postcode; each mistake is told beside its box."""
    person.meet("water-start")
    person.press()
    person.meet("water-start-empty", faulty=True)
    assert len(person.errors()) == 2
    person.blamed(
        "water-start-wrong",
        {f"{DATE}-year": "8", f"{DATE}-month": "13", f"{DATE}-day": "1", "water_customer_number": "12a"},
    )
    _look_up(person)
    person.blamed(
        "water-start-early",
        {f"{DATE}-era": "reiwa", f"{DATE}-year": "8", f"{DATE}-month": "1", f"{DATE}-day": "5"},
    )
    # Anybody's digits will do, in any width, with or without an era.
    person.answer(
        {f"{DATE}-era": "", f"{DATE}-year": "２０２６", f"{DATE}-month": "１２", f"{DATE}-day": "１"}
    )
    person.onward({"water_customer_number": "１２３４−５６７８"})


def _look_up(person: Person) -> None:
    search = f'[name^="{ADDRESS}"].button'
    person.answer({f"{ADDRESS}-postcode": "000-0000"})
    person.press(search)
    person.meet("water-postcode-unknown", faulty=person.has(SUMMARY))
    person.answer({f"{ADDRESS}-postcode": SHARED_POSTCODE})
    person.press(search)
    person.meet("water-areas")
    person.press(f'.areas [value="{SECOND_AREA}"]')
    person.meet("water-area-chosen")
    assert person.value(f"{ADDRESS}-area") == SECOND_AREA
    # Both stay open to be written over.
    person.answer({f"{ADDRESS}-area": "見本県ひなた市朝日町", f"{ADDRESS}-street": "１−２−３"})
    person.answer({f"{ADDRESS}-building": "見本荘 201"})


def who(person: Person) -> None:
    """A name keeps every letter; its reading may be in either kana and nothing else."""
    person.meet("water-person")
    person.blamed("water-person-wrong", {"name": "", "name_kana": "高崎"}, "高")
    person.onward({"name": NAME, "name_kana": "たかさき ﾖｼｶﾐ"})


def reach(person: Person) -> None:
    """A telephone and a mail address; going back loses neither."""
    person.meet("water-contact")
    person.blamed("water-contact-wrong", {"phone": "12345", "email": "hanako.example.jp"})
    person.onward({"phone": "０８０ー０００0‐0000", "email": mail(person)})
    person.follow(".back a")
    assert person.value("email") == mail(person)
    person.follow(".back a")
    assert person.value("name") == NAME
    person.press()
    person.press()


def mail(person: Person) -> str:
    """An address nobody else in the town uses."""
    visit = person.visit
    return f"mizu-{visit.language}-{'js' if visit.js else 'plain'}@mail.example"


def building(person: Person) -> None:
    """Choices; one of them opens another question."""
    person.meet("water-building")
    person.press()
    person.meet("water-building-empty", faulty=True)
    person.onward({"water_use": "home", "dwelling_tenure": "tenant"})


def before(person: Person) -> None:
    """Where somebody lived: a branch is opened, answered, and left again later."""
    if person.has('main [name="landlord_name"]'):
        person.meet("water-landlord")
        person.press()
    person.meet("water-before")
    person.onward({"moving_from": "same_city"})
    while "/before" not in person.path:
        person.press()
    person.meet("water-before-branch")
    person.onward({"water_stop_previous": "not_yet"})


def bills(person: Person) -> None:
    """Bills to another address: two more questions."""
    person.meet("water-billing")
    person.onward({"billing_to": "other", "water_payment": "bank"})
    if "/billing" in person.path:
        person.meet("water-billing-branch")
        _bill_elsewhere(person)


def _bill_elsewhere(person: Person) -> None:
    person.answer({"billing_name": "見本会社 総務課", "billing_address-area": "見本県ひなた市本町"})
    person.onward({"billing_address-street": "一丁目1番1号"})


def day(person: Person) -> None:
    """Whether somebody will be there, and when."""
    person.meet("water-visit")
    person.onward({"water_attendance": "yes"})
    if "/visit" in person.path:
        person.meet("water-visit-branch")
        person.onward({"water_attendance_time": "morning"})


def note(person: Person) -> None:
    """Free words, but never an 個人番号."""
    person.meet("water-note")
    # Made up, with a fitting check digit.
    person.blamed("water-note-number", {"note": "番号は 123456789018 です。"})
    person.onward({"note": "午前に電話してください。\n<b>メーター</b>は裏です。"})


def change(person: Person) -> None:
    """The check page: late questions are asked, an answer is changed, a branch is left."""
    _answer_late_questions(person)
    person.meet("water-check")
    assert NAME in person.words()
    assert "見本会社" in person.words()
    person.follow('.change a[href*="/billing"]')
    person.onward({"billing_to": "same"})
    person.meet("water-check-changed")
    # What was answered on the branch that was left is neither shown nor sent.
    assert "見本会社" not in person.words()
    person.follow('.change a[href*="/contact"]')
    person.onward({"phone": "080-0000-0001"})
    assert "080-0000-0001" in person.words()
    person.follow('.change a[href$="/reply-by"]')
    person.meet("water-reply-by")
    person.blamed("water-reply-by-number", {"reply_by": "fax"})
    person.onward({"reply_by": "mail"})


def _answer_late_questions(person: Person) -> None:
    for _ in range(4):
        if "/billing" in person.path:
            person.meet("water-billing-branch")
            _bill_elsewhere(person)
        elif "/before" in person.path:
            person.meet("water-before-branch")
            person.onward({"water_stop_previous": "not_yet"})
        elif "/visit" in person.path:
            person.meet("water-visit-branch")
            person.onward({"water_attendance_time": "morning"})


def hand_in(person: Person) -> None:
    """A double click hands in once; the receipt has a number and a paper."""
    person.press_twice()
    person.meet("water-receipt")
    number = person.receipt_no()
    paper = person.paper('main a[href$="/receipt.pdf"]')
    assert paper.startswith(b"%PDF-")
    assert number in person.words(".receipt")
    person.open("/applications/")
    person.meet("list-of-one")
    assert person.page.locator("main .menu a .status").count() == 1


def look_again(person: Person) -> None:
    """The same page later says where it stands; the mail with the receipt has come."""
    visit = person.visit
    visit.town.work()
    person.follow("main .menu a")
    visit.town.clock.forward(minutes=10)
    person.page.reload()
    person.meet("water-status")
    assert visit.say("受付") in person.words("main .status")
    (mail_,) = visit.town.mails(mail(person))
    assert person.receipt_no().replace("-", "") in mail_.get_content().replace("-", "")
