"""Something opens at a moment of its own, and somebody looks for it by a word."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from types import MappingProxyType

import pytest

from services.appointments.rules import rushes
from tests.services.applications.browsing import MORNING, Site, site
from tests.services.appointments.builders import CANCER

HERE = f"/appointments/{CANCER}"
AT = "at=2026-12-05T09:00:00%2B09:00&people=1"


@pytest.fixture(scope="module")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample town, where the screening opens at noon today."""
    found = site(tmp_path_factory.mktemp("opening"), MORNING)
    house = found.app.extensions["house"]
    opens = replace(house.pack.appointments[CANCER], opens=date(2026, 11, 20), opens_at=time(12))
    appointments = MappingProxyType({**house.pack.appointments, CANCER: opens})
    house.db.info["pack"] = replace(house.pack, appointments=appointments)
    yield found
    found.close()


def test_before_the_moment_one_is_told_it_and_shortly_before_one_may_queue(hinata_site: Site) -> None:
    browser, rush = (
        hinata_site.browser(),
        rushes.rush(hinata_site.app.extensions["house"].pack.appointments[CANCER]),
    )
    assert rush is not None
    assert "12:00から予約できます" in browser.open(HERE).text

    hinata_site.clock.moment = rush.opens_at - timedelta(minutes=5)
    try:
        # Another address: a page that is the same for everybody is kept for a moment.
        assert "順番を待つページを開く" in browser.open(f"{HERE}?people=2").text
        waiting = browser.open(f"{HERE}/hold?{AT}").text
        assert "この時間をおさえて、次へ" not in waiting
        hinata_site.clock.moment = rush.opens_at + timedelta(minutes=5)
        assert "この時間をおさえて、次へ" in browser.open(f"{HERE}/hold?{AT}").text
        assert browser.open(f"{HERE}/hold").path.startswith(HERE)
    finally:
        hinata_site.clock.moment = MORNING


def test_a_word_finds_what_is_said_of_it_in_any_language(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    found = browser.open("/appointments?q=肺がん").text
    assert "集団がん検診" in found
    assert "帯状疱疹" not in found
    assert "帯状疱疹" in browser.open("/appointments?q=vaccine").text
    assert "0件見つかりました" in browser.open("/appointments?q=そんざいしない").text
