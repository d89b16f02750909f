"""電話での申し込み: the same form on one page, kept at every sending, and closed where a voice is not enough."""

from io import BytesIO

import pytest
from sqlalchemy import select

from portal import files, inbox, ledger
from portal.audit import Audit
from portal.inbox import Case
from portal.opening import today
from services.applications.models import Draft
from tests.services.applications.browsing import Site, id_in
from tests.services.applications.reading import words
from tests.services.applications.telephoning import ALL_WATER, CALL, begin, clerk, press, send, value
from tests.services.applications.test_routes_children import typed


def test_a_call_becomes_a_case_of_the_telephone(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)
    press(browser, {**CALL, **ALL_WATER}, "save")

    page = press(browser, button="file")

    assert page.status == 200, page.summary()
    with own_site.session() as session:
        case = session.scalars(select(Case)).one()
        lines = inbox.history(session, case, public_only=False)
        day = today(own_site.clock())
        assert (case.channel, case.division) == ("telephone", "suido")
        assert [(line.kind, note) for line, note in lines][-1] == (
            "telephone_filed",
            "見本 太郎、長男\n090-1234-5678",
        )
        assert not [one for one in inbox.history(session, case, public_only=True) if "太郎" in (one[1] or "")]
        assert [row.channel for row in ledger.counts(session, "filed", day, day)] == ["telephone"]
        assert "entered" in session.scalars(select(Audit.verb)).all()
        assert inbox.answers(session, case)["name"] == "見本 花子"
        assert "_caller" not in inbox.answers(session, case)
        read_aloud = "".join(words(one) for one in page.one("ol", class_="spoken").iter("b"))
        assert read_aloud == case.receipt_no.replace("-", "")


def test_what_was_typed_before_the_call_broke_off_is_still_there(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)

    press(browser, {**CALL, "name": "見本 花子", "phone": "090"}, "save")
    assert browser.page.status == 422
    typed_wrong = value(browser.page, "phone")
    page = browser.open(browser.page.path.partition("?")[0])

    assert typed_wrong == "090"
    assert (value(page, "name"), value(page, "_caller")) == ("見本 花子", "見本 太郎、長男")


def test_a_call_without_a_number_to_call_back_is_not_filed(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)
    press(browser, {**CALL, **ALL_WATER}, "save")

    page = press(browser, {"_number": ""}, "file")

    assert page.status == 422
    assert own_site.count(Case) == 0


def test_what_is_missing_is_told_at_the_end_and_not_before(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)

    assert press(browser, {**CALL, "name": "見本 花子"}, "save").status == 200
    assert press(browser, button="file").status == 422
    assert own_site.count(Case) == 0


def test_a_number_of_a_person_is_not_noted(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)

    page = press(browser, {"_caller": "123456789018"}, "save")

    assert page.status == 422
    assert value(browser.open(browser.page.path.partition("?")[0]), "_caller") == ""


def test_a_signature_is_not_given_on_the_telephone_so_it_becomes_a_paper(own_site: Site) -> None:
    browser = clerk(own_site, division="shimin")
    page = browser.open("/staff/telephone/new/juminhyo")

    assert "電話だけでは受け付けられません" in page.text
    assert not page.all("input", type="radio", value="online")
    begin(browser, "juminhyo", "post")
    assert browser.page.status == 200
    assert "この内容で受け付ける" not in browser.page.text


def test_a_way_that_stays_closed_is_refused_to_who_sends_it_all_the_same(own_site: Site) -> None:
    browser = clerk(own_site, division="shimin")
    browser.open("/staff/telephone/new/juminhyo")

    page = browser.send(browser.page.path, [("way", "online"), ("_token", value(browser.page, "_token"))])

    assert page.status == 422
    assert own_site.count(Draft) == 0


@pytest.mark.parametrize("roles", [("monitor",), ("editor",), ("administrator",)])
def test_who_may_not_enter_requests_finds_no_telephone(own_site: Site, roles: tuple[str, ...]) -> None:
    assert clerk(own_site, *roles).open("/staff/telephone").status == 403


def test_another_division_neither_begins_nor_sees_it(own_site: Site) -> None:
    mine, other = clerk(own_site), clerk(own_site, division="zeimu")
    begin(mine)
    path = mine.page.path

    assert other.open("/staff/telephone/new/suido_kaishi").status == 404
    assert other.open(path).status == 404
    assert clerk(own_site).open(path).status == 404
    assert own_site.browser().open(f"/applications/draft/{id_in(mine.page)}").status == 404


def test_a_call_that_came_to_nothing_leaves_nothing(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)
    press(browser, {**CALL, "name": "見本 花子"}, "save")

    browser.press(action=f"{browser.page.path.partition('?')[0]}/drop")

    assert own_site.count(Draft) == 0
    assert browser.page.path == "/staff/telephone"


def test_a_list_grows_on_the_page_and_each_item_is_kept(own_site: Site) -> None:
    browser = clerk(own_site, division="hoiku")
    begin(browser, "hoiku_genkyo")
    press(browser, CALL, "save")
    procedure = own_site.house.pack.procedure("hoiku_genkyo")
    # What opens a step is answered as the form goes; the list comes up with it.
    for _ in range(6):
        if browser.page.all("input", name="children-1-child_name"):
            break
        press(browser, typed(browser.page, procedure, {}), "save")

    send(browser, {"children-1-child_name": "見本 一郎"}, ("item-add", "children"))
    assert value(browser.page, "children-1-child_name") == "見本 一郎"
    page = send(browser, {"children-2-child_name": "見本 二郎"}, ("item-take", "children/1"))

    assert value(page, "children-1-child_name") == "見本 二郎"
    assert not page.all("input", name="children-2-child_name")


def test_a_paper_that_came_by_fax_goes_with_the_call(own_site: Site) -> None:
    browser = clerk(own_site, division="koho")
    begin(browser, "shicho_tegami")
    procedure = own_site.house.pack.procedure("shicho_tegami")
    press(browser, {**CALL, **typed(browser.page, procedure, {"letter_reply": "no"})}, "save")
    pairs = [("doc_letter_photo", (BytesIO(b"%PDF-1.7\n%%EOF\n"), "fax.pdf"))]

    page = send(browser, {}, ("save", "yes"), *pairs)
    assert "fax.pdf" in page.text
    page = send(browser, {}, ("save", "yes"), ("doc_letter_photo", (BytesIO(b"MZ"), "a.exe")))

    assert page.status == 422
    done = press(browser, typed(browser.page, procedure, {"letter_reply": "no"}), "file")
    assert done.heading.startswith("電話で受け付けました"), done.text[:300]
    with own_site.session() as session:
        (case,) = session.scalars(select(Case)).all()
        assert [files.name(session, one) for one in files.of(session, "case", case.id)] == ["fax.pdf"]


def test_a_caller_who_must_not_be_found_is_shielded_from_the_first_moment(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)

    press(browser, {**CALL, **ALL_WATER, "_safe_way": "telephone"}, "save")
    assert value(browser.page, "_safe_way") == "telephone"
    page = press(browser, button="file")

    assert page.status == 200, page.summary()
    with own_site.session() as session:
        case = session.scalars(select(Case)).one()
        assert (case.shielded, case.safe_way, case.shield_confirmed_at) == (True, "telephone", None)


def test_a_caller_who_changes_their_mind_is_shielded_no_more(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)
    press(browser, {**CALL, **ALL_WATER, "_safe_way": "counter"}, "save")

    press(browser, {"_safe_way": ""}, "save")

    press(browser, button="file")
    with own_site.session() as session:
        assert session.scalars(select(Case.shielded)).all() == [False]
