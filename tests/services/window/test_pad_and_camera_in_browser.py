"""The counter's two scripts in a real Chromium: a slip before a camera begins a visit, a name drawn on the pad stands on the paper."""

import io
import re
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image

from forms import qr
from services.window.actions import handing_over, planning, slips, visits
from services.window.actions.visits import Nothing
from tests.harness.browser import DESK, FLAGS, Diary, Opens
from tests.harness.databases import sqlite_template
from tests.harness.live import Clock, listening, make_app
from tests.portal.papers import pictures, unlike
from tests.services.desk.builders import Desk, Seat
from tests.services.window.counter import at
from tests.services.window.moving import prepared
from tests.services.window.prepared import payload

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TABLET = {"width": 1024, "height": 768}
# One paper that is signed by hand and one on the screen are enough.
LATER = ("kokuho_kanyu", "jidou_teate_nintei", "tennyugaku", "inkan_touroku")
WIDE, HIGH, MODULE = 640, 480, 8
# Chromium on Linux and on Windows has no detector of its own; this one is a real reader behind the browser's own interface.
DETECTOR = """window.BarcodeDetector = class {
  async detect(video) {
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d').drawImage(video, 0, 0);
    const text = await read(canvas.toDataURL('image/png').split(',')[1]);
    return text ? [{ rawValue: text }] : [];
  }
};"""


class Counter:
    """A counter's PC with the tablet that lies before the resident."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.address = folder, Clock(MORNING), ""

    def make(self, address: str) -> "Flask":
        database = self.folder / "town.sqlite"
        shutil.copyfile(sqlite_template(), database)
        made = make_app(self.folder / "var", self.clock, address, database_url=f"sqlite:///{database}")
        self.address, self.desk = address, Desk(made, self.clock)
        self.seat: Seat = self.desk.seat("counter", division="shimin")
        return made

    def sign_in(self, page: "Page") -> None:
        page.context.add_cookies([{"name": "kmado_staff", "value": self.seat.token, "url": self.address}])

    def family(self) -> UUID:
        """A mother who moves in has answered everything and shown her licence."""
        seat = at(self.desk, self.seat)
        with self.desk.session() as session:
            here = visits.begin(session, seat, Nothing(event="tennyu", answers=prepared()), MORNING)
            found = visits.find(session, seat, here, MORNING)
            found = planning.choose(session, seat, found, MORNING, drop=LATER)
            visits.papers_seen(session, seat, found, ["licence"], MORNING)
        return here


@contextmanager
def served(folder: Path) -> Iterator[Counter]:
    counter = Counter(folder)
    with listening(counter.make):
        yield counter
    counter.desk.close()


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with served(tmp_path_factory.mktemp("counter")) as found:
        yield found


@pytest.fixture
def camera(browser: "Browser", counter: Counter, tmp_path: Path) -> Iterator["tuple[Page, Diary, str]"]:
    """A browser whose camera sees a slip's QR code, as somebody holds it up on their phone."""
    with counter.desk.session() as session:
        token = slips.make(session, payload(MORNING), MORNING)
    film = tmp_path / "slip.y4m"
    film.write_bytes(filmed(token))
    flags = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    seen = f"--use-file-for-fake-video-capture={film}"
    kind = browser.browser_type
    opened = kind.launch(executable_path=_chromium(), args=[*FLAGS, *flags, seen])
    page = opened.new_context(viewport=DESK, locale="ja-JP", permissions=["camera"]).new_page()
    diary = Diary()
    diary.follow(page)
    counter.sign_in(page)
    yield page, diary, token
    assert not diary.complaints
    opened.close()


def _chromium() -> str:
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), "")


def filmed(token: str) -> bytes:
    """Ten frames of a grey wall with the code in the middle of it."""
    side, runs = qr.bars(token)
    wall = Image.new("L", (WIDE, HIGH), 90)
    wall.paste(255, _around(0, 0, side, side, side))
    for x, y, long in runs:
        wall.paste(0, _around(x, y, long, 1, side))
    colour = bytes([128]) * (WIDE * HIGH // 2)
    head = f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode()
    return head + (b"FRAME\n" + wall.tobytes() + colour) * 10


def _around(x: int, y: int, wide: int, high: int, side: int) -> tuple[int, int, int, int]:
    left, top = (WIDE - side * MODULE) // 2 + x * MODULE, (HIGH - side * MODULE) // 2 + y * MODULE
    return left, top, left + wide * MODULE, top + high * MODULE


def decoded(picture: str) -> str:
    """What a real reader finds in a picture of the camera."""
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(b64decode(picture))))
    return found.text if found else ""


def test_a_slip_before_the_camera_begins_a_visit(counter: Counter, camera: "tuple[Page, Diary, str]") -> None:
    page, _, _ = camera
    page.expose_function("read", decoded)
    page.add_init_script(DETECTOR)
    page.goto(f"{counter.address}/staff/window")

    with page.expect_navigation(url=re.compile(r"/staff/window/[0-9a-f-]{36}"), timeout=15_000):
        page.get_by_role("button", name="カメラで読み取る").click()

    assert "準備あり" in page.locator("h1").inner_text()


def test_where_the_browser_reads_no_codes_the_other_ways_stand_there_plainly(
    counter: Counter, camera: "tuple[Page, Diary, str]"
) -> None:
    page, _, token = camera
    page.goto(f"{counter.address}/staff/window")
    assert page.evaluate("'BarcodeDetector' in window") is False

    assert page.get_by_role("button", name="カメラで読み取る").is_hidden()
    assert page.evaluate("document.activeElement.id") == "code"
    with page.expect_navigation():
        page.keyboard.type(token)
        page.keyboard.press("Enter")

    assert "準備あり" in page.locator("h1").inner_text()


def confirm_page(counter: Counter, opens: Opens, here: UUID, *, js: bool = True) -> "Page":
    page = opens(js=js, size=TABLET)
    counter.sign_in(page)
    page.goto(f"{counter.address}/staff/window/{here}/confirm")
    return page


def draw(page: "Page") -> None:
    """山: a long stroke down the middle, and the rest around it."""
    pad = page.locator("canvas[data-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    at_ = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in STROKES]
    for first, *rest in (at_[:2], at_[2:]):
        page.mouse.move(*first)
        page.mouse.down()
        for place in rest:
            page.mouse.move(*place, steps=4)
        page.mouse.up()


STROKES = ((0.5, 0.1), (0.5, 0.9), (0.3, 0.4), (0.3, 0.9), (0.7, 0.9), (0.7, 0.4))


def papers(counter: Counter, page: "Page", here: UUID, place: Path) -> tuple[list[Image.Image], ...]:
    """Both papers as the counter prints them, and as they would be without what was drawn."""
    seat, house = at(counter.desk, counter.seat), counter.desk.app.extensions["house"]
    with counter.desk.session() as session:
        cases = handing_over.cases_of(session, visits.ended(session, seat, here))
        wanted = [handing_over.wanted(session, case)._replace(pad="") for case in cases]
    answer = page.context.request.get(f"{counter.address}/staff/window/{here}/packet.pdf", timeout=60_000)
    unsigned = house.printer.packet(wanted, seat.name, MORNING)
    return pictures(answer.body(), place), pictures(unsigned, place)


def hand_over(counter: Counter, page: "Page", here: UUID) -> None:
    page.goto(f"{counter.address}/staff/window/{here}")
    with page.expect_navigation():
        page.get_by_role("button", name="受け付けて、紙を印刷する").click()


def test_an_empty_pad_is_refused_with_words_and_a_drawn_name_stands_on_the_paper(
    counter: Counter, open_page: Opens, tmp_path: Path
) -> None:
    here = counter.family()
    page = confirm_page(counter, open_page, here)

    with page.expect_navigation():
        page.get_by_role("button", name="まちがいありません").click()
    refused = page.locator(".banner.bad").inner_text()
    draw(page)
    with page.expect_navigation():
        page.get_by_role("button", name="まちがいありません").click()
    hand_over(counter, page, here)

    assert "署名がありません：子ども医療費受給資格の認定申請" in refused
    assert "画面で署名しました" in page.locator(".handed").inner_text()
    signed, unsigned = papers(counter, page, here, tmp_path)
    assert [unlike(one, other) > 0.1 for one, other in zip(signed, unsigned, strict=True)] == [False, True]


def test_who_cannot_draw_signs_the_paper(counter: Counter, open_page: Opens) -> None:
    here = counter.family()
    page = confirm_page(counter, open_page, here)

    page.get_by_label("印刷した紙に名前を書く").check()
    with page.expect_navigation():
        page.get_by_role("button", name="まちがいありません").click()
    hand_over(counter, page, here)

    assert "署名がまだの紙：2枚" in page.locator("main").inner_text()
