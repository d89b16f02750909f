"""補正 of a whole list: changed, added to and taken from on one page, kept only when it is sent, shown before and after."""

from collections.abc import Mapping

import pytest

from portal import corrections, inbox
from portal.inbox import Case, State
from tests.services.applications.browsing import Browser, Site, ask_for, id_in
from tests.services.applications.reading import Page
from tests.services.applications.telephoning import clerk
from tests.services.applications.test_routes_children import filled_in

FIRST = "children-1-child_name"


@pytest.fixture
def filed(hinata_site: Site) -> Browser:
    """A nursery report with one child, whose list of children a clerk has unlocked; the page is open."""
    browser = hinata_site.browser()
    filled_in(browser, "hoiku_genkyo", "online", child_name="見本 一郎", guardian_name="見本 次郎")
    page = browser.press()
    ask_for(hinata_site, page, ["children"])
    browser.open(f"/applications/{id_in(page)}/correct")
    return browser


def children(site: Site, page: Page) -> list[str]:
    return [str(one["child_name"]) for one in site.answers(page)["children"]]


def copied(page: Page, place: int) -> Mapping[str, str]:
    """What stands about the first child, for another one."""
    form = page.form()
    from tests.services.applications.reading import controls

    known = {name: value for name, value in controls(form) if name.startswith("children-1-")}
    return {name.replace("children-1-", f"children-{place}-"): value for name, value in known.items()}


def test_only_the_list_is_asked_with_what_stands_in_it(filed: Browser) -> None:
    assert filed.page.value(FIRST) == "見本 一郎"
    assert not filed.page.all("input", name="guardians-1-guardian_name")
    assert not filed.page.all("input", name="phone")


def test_a_changed_item_is_kept_with_its_difference(hinata_site: Site, filed: Browser) -> None:
    page = filed.press({FIRST: "見本 一朗"})

    assert children(hinata_site, page) == ["見本 一朗"]
    with hinata_site.session() as session:
        case = session.get_one(Case, id_in(page))
        (change,) = [
            one
            for one in corrections.difference(session, corrections.every(session, case)[0])
            if one.field == "children"
        ]
        assert (change.before[0]["child_name"], change.after[0]["child_name"]) == ("見本 一郎", "見本 一朗")
        assert case.state == State.REVIEW
    shown = clerk(hinata_site, division=case.division).open(f"/staff/cases/{case.id}").text
    assert "見本 一郎" in shown
    assert "見本 一朗" in shown


def test_an_item_is_added_and_nothing_is_kept_before_it_is_sent(hinata_site: Site, filed: Browser) -> None:
    filed.press({FIRST: "見本 一朗"}, button="item-add", value="children")
    assert filed.page.value(FIRST) == "見本 一朗"
    assert filed.page.value("children-2-child_name") == ""
    assert children(hinata_site, filed.page) == ["見本 一郎"]

    page = filed.press({**copied(filed.page, 2), "children-2-child_name": "見本 二郎"})

    assert page.status == 200, page.summary()
    assert children(hinata_site, page) == ["見本 一朗", "見本 二郎"]


def test_an_item_is_taken_away_and_the_others_keep_what_was_typed(hinata_site: Site, filed: Browser) -> None:
    filed.press(button="item-add", value="children")
    filed.press(
        {**copied(filed.page, 2), "children-2-child_name": "見本 二郎"},
        button="item-take",
        value="children/1",
    )
    assert not filed.page.all("input", name=FIRST)

    page = filed.press()

    assert children(hinata_site, page) == ["見本 二郎"]


def test_a_list_with_nobody_left_and_a_faulty_item_are_told_in_the_summary(
    hinata_site: Site, filed: Browser
) -> None:
    wrong = filed.press({FIRST: ""})
    assert wrong.status == 422
    assert FIRST in wrong.summary()

    filed.press({FIRST: "見本 一郎"}, button="item-take", value="children/1")
    empty = filed.press()

    assert empty.status == 422
    assert "list-children" in empty.summary()
    with hinata_site.session() as session:
        assert session.get_one(Case, id_in(empty)).state == State.CORRECTION


def test_places_that_nobody_was_shown_break_nothing(filed: Browser) -> None:
    for places in ("", "x", "0", "999", "1," * 500):
        assert filed.press({"children-places": places}).status in (200, 422), places


def test_what_was_not_unlocked_stays(hinata_site: Site, filed: Browser) -> None:
    page = filed.press({FIRST: "見本 一朗", "guardians-1-guardian_name": "他人", "guardians-places": "1"})

    with hinata_site.session() as session:
        held = inbox.answers(session, session.get_one(Case, id_in(page)))
    assert held["guardians"][0]["guardian_name"] == "見本 次郎"
