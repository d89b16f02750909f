"""The ledger is told of every look at a guide, every start, every page ended and every request, without a name."""

from portal import ledger
from portal.opening import today
from tests.services.applications.browsing import NEW_WATER, WATER, Site, hand_in

GUIDE = "/procedures/suido_kaishi"


def told(site: Site, kind: str) -> dict[tuple[str, str, str], int]:
    day = today(site.clock())
    with site.session() as session:
        site.house.buffer.flush(session)
        return {(one.key, one.channel, one.division): one.n for one in ledger.counts(session, kind, day, day)}


def test_each_step_on_the_way_to_a_request_is_counted(own_site: Site) -> None:
    left, browser = own_site.browser("en"), own_site.browser()
    left.open(GUIDE)
    left.open(NEW_WATER)
    browser.open(GUIDE)
    hand_in(browser)

    here = ("suido_kaishi", "online", "suido")
    assert told(own_site, "viewed") == {here: 2}
    assert told(own_site, "started") == {here: 2}
    assert told(own_site, "step") == {(f"suido_kaishi/{step}", *here[1:]): 1 for step in WATER}
    assert told(own_site, "filed") == {here: 1}


def test_a_page_that_was_not_whole_is_not_counted_as_ended(own_site: Site) -> None:
    browser = own_site.browser()
    browser.open(NEW_WATER)

    browser.press()

    assert browser.page.status == 422
    assert told(own_site, "step") == {}
