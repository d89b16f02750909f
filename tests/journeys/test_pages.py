"""Every page and state the journeys met, put up once and looked at from all sides; pictured in --all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness.browser import DESK, PHONE
from tests.journeys import asking
from tests.journeys.every import IN_EACH, Pages
from tests.journeys.gallery import News, Wall
from tests.journeys.walk import Journey, State

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize


@dataclass(frozen=True)
class Look:
    """Somebody who looks at pages: at what they have not seen yet, and in --all at everything, with a camera."""

    wall: Wall
    news: News
    pictures: Path
    all: bool
    check: Callable[[str], list[str]]

    def faults(self, state: State, *, rings: bool) -> Iterator[str]:
        """Whatever is wrong with a page; the source first, then as it is with scripts, then without them."""
        if self.news.build("source", state.source):
            yield from self.check(state.source)
        page = self._up(state)
        source = page.content() if "<script" in state.source else state.source
        if self.news.page("axe", source):
            yield from asking.axe(page)
        yield from self._sides(page, state, source, rings=rings)
        if "<script" in state.source:
            yield from self._without_scripts(state)

    def _without_scripts(self, state: State) -> Iterator[str]:
        # Where a build is asked for, what was sent tells it, so that few pages need be put up once more.
        if self.news.everything or self.news.page("axe", state.source):
            page = self._up(state, scripts=False)
            if not self.news.everything or self.news.page("axe", page.content()):
                yield from asking.axe(page)

    def _sides(self, page: "Page", state: State, source: str, *, rings: bool) -> Iterator[str]:
        if rings and self.news.part("forced", source):
            yield from self._forced(page, state)
        if self.news.word("width", state.source):
            # Other words are read where that page's readers read it.
            yield from self._wide(page, state, (PHONE, DESK) if rings else (self.wall.size(state),))
        if rings and self.news.stop("ring", source):
            yield from self._ring(page, "Tab", state)
            if self.all and state.staff and self.news.stop("back", source):
                yield from self._ring(self._up(state), "Shift+Tab", state)

    def _up(self, state: State, *, scripts: bool = True) -> "Page":
        self.wall.page.set_viewport_size(self.wall.size(state))
        return self.wall.put_up(state, scripts=scripts)

    def _forced(self, page: "Page", state: State) -> list[str]:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        found = asking.lost(page) + asking.moving(page)
        if self.all:
            self.wall.picture(self.pictures, state, "-forced")
        page.emulate_media(forced_colors="null", reduced_motion="null")
        return found

    def _wide(self, page: "Page", state: State, sizes: "Sequence[ViewportSize]") -> Iterator[str]:
        for size in sizes:
            page.set_viewport_size(size)
            if self.all:
                self.wall.picture(self.pictures, state)
            yield from asking.cut(page)
        yield from asking.squeezed(page)

    def _ring(self, page: "Page", key: str, state: State) -> list[str]:
        # A low window, so that the page must scroll and nothing that stays put may cover the stop.
        page.set_viewport_size({"width": self.wall.size(state)["width"], "height": 600})
        return asking.ring(page, key)


@pytest.fixture
def look(
    hung: Wall,
    pictures: Path,
    scale: str,
    language: str,
    html_validate: Callable[[str], list[str]],
    nu: Callable[[str], list[str]],
) -> Look:
    """Who looks at the pages of this test."""
    # In another language the same pages have other words, which is a matter of their widths.
    news = News(everything=scale == "all" and language == "ja")
    return Look(hung, news, pictures, scale == "all", lambda source: html_validate(source) + nu(source))


@IN_EACH
def test_every_page_stands_a_look_from_every_side(
    journey: Journey, language: str, met: Pages, look: Look
) -> None:
    # What the ring and forced colours look like is not a matter of words.
    rings = language == "ja"

    faults = [
        f"{one.name}: {fault}" for one in met(journey, language) for fault in look.faults(one, rings=rings)
    ]

    assert not faults, "\n".join(faults)
