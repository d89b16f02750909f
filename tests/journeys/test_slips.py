"""QR codes as telephones show them: every screenshot of a phone's size is read, and says the token and nothing else."""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from services.window.actions import slips
from services.window.actions.slips import Payload
from services.window.rules import tokens
from tests.harness.browser import PHONE, Opens
from tests.harness.live import Town

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
ANSWERS = {"moving_to": "other_city", "moving_day": "2026-11-25", "name": "見本 花子"}


def read(picture: bytes) -> list[tuple[str, str]]:
    """What a scanner finds in a picture: each code's words and its version."""
    import zxingcpp
    from PIL import Image

    found = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return [(one.text, str(one.format)) for one in found]


def opened(town: Town, page: "Page") -> str:
    """A slip's page as its holder opens it on a telephone; gives the token."""
    house = town.app.extensions["house"]
    with house.db.session() as session:
        token = slips.make(session, Payload("tenshutsu", dict(ANSWERS), "ja", town.clock()), town.clock())
    page.context.add_cookies([{"name": "kmado_slips", "value": token, "url": town.address}])
    page.goto(town.url(f"/window/slip/{tokens.key(token).id}"))
    return token


@pytest.mark.parametrize("many", [pytest.param(4, id="4"), pytest.param(40, id="40", marks=pytest.mark.long)])
def test_a_scanner_reads_the_code_from_every_screen(town: Town, open_page: Opens, many: int) -> None:
    page = open_page(js=False, size=PHONE)
    shown, seen = [], []

    for _ in range(many):
        shown.append(opened(town, page))
        page.locator("main svg.qr").scroll_into_view_if_needed()
        seen.append([text for text, _ in read(page.screenshot())])

    assert seen == [[token] for token in shown]


def test_the_symbol_is_the_small_one_and_large_enough_for_a_poor_camera(town: Town, open_page: Opens) -> None:
    page = open_page(js=False, size=PHONE)
    opened(town, page)

    box = page.locator("main svg.qr").bounding_box()
    side = page.locator("main svg.qr").get_attribute("viewBox")

    # Version 2 has 25 modules, with four of quiet zone on each side; 2.6 pixels for each were enough in every trial.
    assert side == "0 0 33 33"
    assert box is not None
    assert box["width"] / 33 >= 2.6 * 2
