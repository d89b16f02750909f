"""A district's collection days as a calendar, led to from the talk."""

from collections.abc import Iterator

import pytest

from chatbot.dialogue.replies import Link
from tests.services.chat.talking import MORNING
from tests.services.chat.test_worlds import talk
from tests.services.desk.builders import Desk, desk


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample town."""
    found = desk(tmp_path_factory.mktemp("days"), MORNING)
    yield found
    found.close()


def test_the_talk_leads_to_the_calendar_of_ones_district(town: Desk) -> None:
    address = next(one.address for one in talk("今日は何のごみ？", "北地区") if isinstance(one, Link))

    found = town.app.test_client().get(address)

    assert (found.status_code, found.mimetype) == (200, "text/calendar")
    assert "DTSTART;VALUE=DATE:20261123" in found.text
    assert "燃やすごみ" in found.text


def test_it_is_in_the_language_of_whoever_asked(town: Desk) -> None:
    address = next(one.address for one in talk("today's garbage", "1", lang="en") if isinstance(one, Link))

    assert "SUMMARY:Burnable garbage" in town.app.test_client().get(address).text


def test_a_district_nobody_knows_has_no_calendar(town: Desk) -> None:
    assert town.app.test_client().get("/chat/days/nowhere.ics").status_code == 404
