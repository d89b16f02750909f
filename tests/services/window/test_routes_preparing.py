"""From the cards of events to the QR code: guided, prepared once for all procedures, checked, kept as a slip."""

from random import Random

import pytest

from tests.portal.cases import hinata
from tests.services.applications.browsing import Site
from tests.services.window import walking
from tests.services.window.walking import WHOLE, guide, in_slip, walk

EVENTS = sorted(hinata().events)
FAMILY = {
    **WHOLE,
    "applicant_kind": "self",
    "income_higher": "self",
    "public_employer": "no",
}


def test_the_front_page_leads_to_the_events_and_each_to_its_questions(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    front = browser.open("/")

    cards = browser.open(front.links()["できごとから調べて、準備する"])

    for event in hinata().events.values():
        assert f"/window/{event.key}" in cards.links().values()
        assert browser.open(f"/window/{event.key}").status == 200


def test_the_answers_choose_the_procedures_and_say_what_to_bring_and_what_is_not_the_citys(
    hinata_site: Site,
) -> None:
    page = guide(hinata_site.browser())

    for title in ("住民異動届（転入）", "児童手当の認定請求", "約", "持ち物", "警察署", "電気・ガス"):
        assert title in page.text, title
    assert "オンラインの方" not in page.text


@pytest.mark.parametrize("key", EVENTS)
def test_every_event_is_prepared_page_after_page_up_to_its_slip(key: str, hinata_site: Site) -> None:
    browser, luck = hinata_site.browser(), Random(7)  # noqa: S311 (nothing secret is made of it)
    event = hinata().events[key]
    pinned = {**FAMILY, **{ask.key: walking.fitting(ask, FAMILY, luck) for ask in event.asks}}
    guide(browser, key, pinned)

    page, answers = walk(browser, key, luck, pinned)

    assert page.heading == "準備した内容の確認"
    slip = browser.press()
    assert "これは準備で、まだ申請ではありません" in slip.text
    assert 'class="qr"' in slip.html
    taken = in_slip(hinata_site, browser)
    assert taken.event == key
    asked = set(taken.answers) - {ask.key for ask in event.asks}
    assert asked
    assert {k: v for k, v in taken.answers.items() if k in answers} == {
        k: answers[k] for k in taken.answers if k in answers
    }
    # The preparation is gone: what follows begins with the questions again.
    assert browser.open(f"/window/{key}").all("form", method="post")
