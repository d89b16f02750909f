"""住民票: online with the sample card's signature, as a sheet for the counter, as a request by post."""

import io

import pikepdf

from tests.journeys.walk import Person, Visit

KEY, NUMBER = "juminhyo", "1021"
BIRTH = {"birth_date-era": "showa", "birth_date-year": "30", "birth_date-month": "4", "birth_date-day": "1"}
# Whose name and birth stand on the sample town's made-up card.
HOLDER = {"name": "見本 花子", "name_kana": "みほん　はなこ", **BIRTH, "phone": "08000000000"}
ADDRESS = {"address-area": "見本県ひなた市本町", "address-street": "一丁目2番3号"}
PASSWORD = "MIHON1"


def ask_online(visit: Visit) -> None:
    """Every step, then the card: a wrong password first."""
    person = visit.enter()
    person.onward({"q": NUMBER})
    person.meet("residence-guide")
    assert "コンビニ" in person.words("main .banner") or visit.language == "en"
    begin(person, "online")
    _who(person)
    _whose(person)
    _contents(person)
    _copies(person)
    person.meet("residence-note")
    person.press()
    person.meet("residence-check")
    person.press()
    _sign(person)
    person.meet("residence-receipt")
    tagged(person.paper('main a[href$="/receipt.pdf"]'))


def begin(person: Person, kind: str) -> None:
    """Choose a way."""
    person.follow(f'main a[href$="/new/{KEY}/{kind}"]')


def _who(person: Person) -> None:
    person.meet("residence-who")
    person.press()
    person.meet("residence-who-empty", faulty=True)
    person.onward({"applicant_in_household": "household"})
    person.meet("residence-person")
    person.blamed("residence-person-empty", {"phone": ""})
    impossible = {"birth_date-era": "showa", "birth_date-year": "64", "birth_date-month": "1"}
    person.blamed("residence-person-wrong", {**HOLDER, **impossible, "birth_date-day": "8", "email": "a@b"})
    person.onward({**HOLDER, "email": ""})


def _whose(person: Person) -> None:
    person.meet("residence-scope")
    person.press()
    person.meet("residence-scope-empty", faulty=True)
    person.onward({"residence_copy_scope": "some"})
    if person.has('[name="residence_copy_members"]'):
        person.meet("residence-scope-branch")
        person.onward({"residence_copy_members": "見本 太郎\n見本 花子"})


def _contents(person: Person) -> None:
    person.meet("residence-contents")
    # The number may be shown on a copy handed over at the counter only, so that online nobody is asked.
    assert not person.has('[name="show_individual_number"]')
    person.press()
    person.meet("residence-contents-empty", faulty=True)
    person.onward({"show_relation": "show", "show_domicile": "hide"})


def _copies(person: Person) -> None:
    person.meet("residence-copies")
    person.blamed("residence-copies-none", {"copies": "０"})
    person.blamed("residence-copies-words", {"copies": "たくさん"})
    person.onward({"copies": "２", "purpose": "work", "submit_to": "見本会社"})


def _sign(person: Person) -> None:
    if person.has('[name="residence_copy_members"]'):
        person.meet("residence-scope-branch")
        person.onward({"residence_copy_members": "見本 太郎\n見本 花子"})
        person.meet("residence-check")
        person.press()
    person.meet("residence-card")
    person.blamed("residence-card-wrong", {"password": "TIGAU99"})
    person.answer({"password": PASSWORD.lower()})
    person.press()


def ask_at_the_counter(visit: Visit) -> None:
    """A representative's answers become a sheet; then it is the person after all, and the representative falls away."""
    person = visit.enter()
    person.open(f"/procedures/{KEY}")
    begin(person, "window")
    person.meet("counter-who")
    person.onward({"applicant_kind": "agent"})
    person.answer({**HOLDER, **ADDRESS})
    person.meet("counter-person")
    person.press()
    person.meet("counter-agent")
    person.press()
    person.meet("counter-agent-empty", faulty=True)
    person.answer({"agent_name": "見本 次郎", "agent_phone": "080-0000-0009", "agent_relation": "relative"})
    person.answer({"agent_address-area": "見本県ひなた市北町", "agent_address-street": "1-1"})
    person.onward({"agent_document": "mandate"})
    rest(person, {"show_individual_number": "show"})
    person.meet("counter-check")
    assert "見本 次郎" in person.words()
    tagged(person.paper('main a[href$="/sheet.pdf"]'))
    person.follow('.change a[href*="/who"]')
    person.onward({"applicant_kind": "self"})
    assert "見本 次郎" not in person.words()
    tagged(person.paper('main a[href$="/sheet.pdf"]'))


def rest(person: Person, more: dict[str, str]) -> None:
    """The steps about the copy itself."""
    person.onward({"residence_copy_scope": "all"})
    person.onward({"show_relation": "hide", "show_domicile": "hide", **more})
    person.onward({"copies": "1"})


def ask_by_post(visit: Visit) -> None:
    """郵送請求書: what is still to be done stands beside it."""
    person = visit.enter()
    person.open(f"/procedures/{KEY}")
    begin(person, "post")
    person.onward({"applicant_kind": "self"})
    person.onward({**HOLDER, **ADDRESS})
    rest(person, {})
    person.press()
    person.meet("post-check")
    tagged(person.paper('main a[href$="/sheet.pdf"]'))


def tagged(paper: bytes) -> None:
    """A paper that a screen reader can read."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang)
        assert opened.docinfo["/Title"]
