"""The link in the mail about a correction: it opens the unlocked questions, nothing else, and not for ever."""

import pytest

from forms.procedure import AfterDue
from portal import correction_links, corrections, inbox, outbox
from portal.db import writing
from portal.inbox import Case, State
from tests.portal.cases import clerk
from tests.services.applications.browsing import Browser, Site, ask_for, hand_in, id_in
from tests.services.applications.reading import Page


def mailed(site: Site, page: Page) -> str:
    """Where the link in the newest mail about the correction leads."""
    with site.session() as session, writing(session):
        correction = corrections.every(session, session.get_one(Case, id_in(page)))[0]
        waits = corrections.after_due(session, session.get_one(Case, id_in(page))) is AfterDue.WAIT
        found = correction_links.make(
            session, correction.case_id, correction.id, correction.due_on, site.clock(), waits=waits
        )
    return found[found.index("/applications/correct/") :]


@pytest.fixture
def asked(own_site: Site) -> str:
    """The link of somebody who was asked to correct their name, opened on a device that has filed nothing."""
    page = hand_in(own_site.browser())
    ask_for(own_site, page, ["name"])
    return mailed(own_site, page)


def test_the_mail_carries_the_link_and_a_letter_does_not_need_it(own_site: Site) -> None:
    page = hand_in(own_site.browser())
    ask_for(own_site, page, ["name"])
    with own_site.session() as session:
        with writing(session):
            rows = outbox.claim(session, own_site.clock(), 9, kinds=["mail"])
            # One of a lane at a time: the receipt goes first.
            outbox.finish(session, rows[0], own_site.clock())
            rows = outbox.claim(session, own_site.clock(), 9, kinds=["mail"])
        values = outbox.opened(session, rows[0]).values

    assert "/applications/correct/" in str(values["open"])


def test_it_opens_only_what_was_unlocked_and_no_other_page_of_the_case(own_site: Site, asked: str) -> None:
    other = own_site.browser()

    page = other.open(asked)

    assert page.value("name") == "見本 花子"
    assert not page.all("input", name="phone")
    assert not [one for one in page.links().values() if one.startswith("/applications/0")]
    done = other.press({"name": "見本 華子", "phone": "000"})
    assert "直した内容が届きました" in done.text
    with own_site.session() as session:
        (case,) = session.query(Case).all()
        held = inbox.answers(session, case)
        assert (held["name"], held["phone"]) == ("見本 華子", "090-1234-5678")
        assert case.state == State.REVIEW
    assert other.open(f"/applications/{case.id}").status == 404


def test_it_is_over_once_it_was_answered(own_site: Site, asked: str) -> None:
    browser = own_site.browser()
    browser.open(asked)
    browser.press({"name": "見本 華子"})

    assert own_site.browser().open(asked).status in (409, 410)


def test_it_is_over_once_staff_took_the_request_back(own_site: Site, asked: str) -> None:
    with own_site.session() as session, writing(session):
        (case,) = session.query(Case).all()
        corrections.drop(session, case, clerk(), own_site.clock())

    assert own_site.browser().open(asked).status in (409, 410)


def test_an_older_requests_link_does_not_open_a_newer_one(own_site: Site, asked: str) -> None:
    with own_site.session() as session, writing(session):
        (case,) = session.query(Case).all()
        corrections.drop(session, case, clerk(), own_site.clock())
        corrections.ask(
            session,
            case,
            ["phone"],
            "番号を。",
            own_site.clock().date().replace(day=30),
            clerk(),
            own_site.clock(),
        )

    assert own_site.browser().open(asked).status == 410


@pytest.mark.parametrize(("days", "status"), [(11, 200), (24, 200), (36, 410)])
def test_it_ends_two_weeks_after_the_day(days: int, status: int, own_site: Site, asked: str) -> None:
    own_site.clock.forward(days=days)

    assert own_site.browser().open(asked).status == status


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00", "../.."])
def test_a_made_up_link_opens_nothing(secret: str, browser: Browser) -> None:
    assert browser.open(f"/applications/correct/{secret}").status == 404
