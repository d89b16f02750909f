"""Messages on the resident's page: read, answered with files, held to a measure, nobody else's."""

from io import BytesIO

from portal import conversation, files, inbox
from portal.db import new_id, writing
from portal.inbox import Case
from tests.portal.cases import clerk
from tests.services.applications.browsing import Browser, Site, hand_in, id_in

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def told(site: Site, browser: Browser, words: str = "開栓は木曜日です。") -> str:
    """A case about which the office has written; says the address of its messages."""
    case_id = id_in(hand_in(browser))
    with site.session() as session, writing(session):
        conversation.write(
            session, inbox.take_hold(session, case_id), clerk(), words, site.clock(), origin=new_id()
        )
    return f"/applications/{case_id}/messages"


def test_what_the_office_wrote_is_read_and_counts_as_read(own_site: Site) -> None:
    browser = own_site.browser()
    place = told(own_site, browser)
    assert "担当の課からお知らせがあります" in browser.open(place.removesuffix("/messages")).text

    page = browser.open(place)

    assert "開栓は木曜日です。" in page.text
    assert "担当の課からお知らせがあります" not in browser.open(place.removesuffix("/messages")).text
    with own_site.session() as session:
        case = session.get_one(Case, id_in(page))
        assert [one.seen_at for one in conversation.of(session, case)] == [own_site.clock()]


def test_an_answer_goes_with_its_file(own_site: Site) -> None:
    browser = own_site.browser()
    browser.open(told(own_site, browser))
    token = browser.page.value("_token")

    page = browser.send(
        browser.page.path,
        [("_token", token), ("text", "木曜日は留守です。"), ("files", (BytesIO(PDF), "kagi.pdf"))],  # type: ignore[list-item]
    )

    assert page.status == 200
    assert "木曜日は留守です。" in page.text
    assert browser.open(page.links()["kagi.pdf"]).status == 200
    with own_site.session() as session:
        (file,) = files.of(session, "case", id_in(page))
        assert file.field == conversation.FIELD


def test_an_empty_answer_and_an_individual_number_are_told_beside_the_box(own_site: Site) -> None:
    browser = own_site.browser()
    browser.open(told(own_site, browser))

    assert browser.press({"text": ""}).status == 422
    page = browser.press({"text": "番号は123456789018です"})

    assert page.status == 422
    assert page.beside("text")


def test_somebody_who_writes_without_end_is_slowed_down_and_keeps_the_words(own_site: Site) -> None:
    browser = own_site.browser()
    browser.open(told(own_site, browser))
    for number in range(6):
        assert browser.press({"text": f"{number}つ目"}).status == 200

    page = browser.press({"text": "七つ目"})

    assert page.status == 429
    assert page.value("text").strip() == "七つ目"


def test_a_stranger_finds_nothing(own_site: Site) -> None:
    browser = own_site.browser()
    place = told(own_site, browser)

    assert own_site.browser().open(place).status == 404


def test_long_after_the_end_there_is_no_box(own_site: Site) -> None:
    browser = own_site.browser()
    place = told(own_site, browser)
    with own_site.session() as session, writing(session):
        case = inbox.take_hold(session, id_in(browser.page))
        inbox.move(session, case, inbox.State.WITHDRAWN, inbox.HOUSE, own_site.clock())
    own_site.clock.forward(days=61)

    page = browser.open(place)

    assert page.status == 200
    assert not page.all("textarea")
