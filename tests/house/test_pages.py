"""Every public page a stranger can reach by links from the front page, in the three languages that must be whole."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from shutil import copytree
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.harness.live import Clock, make_app, sample

if TYPE_CHECKING:
    from flask import Flask

LANGUAGES = {"ja": "ja", "easy": "ja", "en": "en"}
# Another language or readings are other pages of the same address; they are walked from their own front page.
SWITCHES = re.compile(r"[?&](?:lang|ruby)=")
PDF = ".pdf"


@dataclass
class Seen(HTMLParser):
    """What matters of one page: its links, headings, ids, language, solid buttons."""

    links: list[str] = field(default_factory=list)
    headings: int = 0
    ids: list[str] = field(default_factory=list)
    language: str = ""
    solid: int = 0
    mains: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        self.mains += tag == "main"
        self.language = said.get("lang", "") if tag == "html" else self.language
        self.solid += {"button", "solid"} <= set(said.get("class", "").split())
        if "id" in said:
            self.ids.append(said["id"])
        # A calendar has a page for every day; no walker follows those.
        if tag == "a" and said.get("href") and said.get("rel") != "nofollow":
            self.links.append(said["href"])


def walk(app: "Flask", language: str) -> dict[str, str]:
    """The source of every page that links lead to, by its address."""
    visitor, found, waiting = app.test_client(), {}, [f"/?lang={language}"]
    while waiting:
        path = waiting.pop()
        answer = visitor.get(path, follow_redirects=True)
        assert answer.status_code == 200, (
            f"{language}: a link leads to {path}, which answers {answer.status_code}"
        )
        if answer.mimetype != "text/html":
            continue
        found[path] = answer.get_data(as_text=True)
        for link in read(found[path]).links:
            there = urldefrag(urljoin(answer.request.path, link)).url
            own = not urlsplit(there).scheme and not SWITCHES.search(there) and not there.endswith(PDF)
            if own and there not in found and there not in waiting:
                waiting.append(there)
    return found


def read(source: str) -> Seen:
    """One page, read."""
    seen = Seen()
    seen.feed(source)
    return seen


@dataclass(frozen=True)
class Walk:
    """What a stranger saw in one language, and the town it was seen in."""

    app: "Flask"
    language: str
    pages: dict[str, str]


@pytest.fixture(scope="module", params=LANGUAGES)
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """One walk in each language, shared by the tests below, which only read."""
    moment = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    var = tmp_path_factory.mktemp("walk") / "var"
    copytree(sample(moment), var)
    app = make_app(var, Clock(moment))
    yield Walk(app, request.param, walk(app, request.param))
    app.extensions["house"].db.dispose()


def test_every_page_keeps_the_house_rules(walked: Walk) -> None:
    faults = []
    for path, source in walked.pages.items():
        seen = read(source)
        if seen.headings != 1 or seen.mains != 1:
            faults.append(f"{path}: {seen.headings} h1, {seen.mains} main")
        if seen.language != LANGUAGES[walked.language]:
            faults.append(f"{path}: says it is in {seen.language!r}")
        if doubled := {one for one in seen.ids if seen.ids.count(one) > 1}:
            faults.append(f"{path}: ids twice: {doubled}")
        if seen.solid > 1 and not path.startswith("/components"):
            faults.append(f"{path}: {seen.solid} solid buttons")

    assert len(walked.pages) > 10
    assert faults == []


def test_a_public_page_is_the_same_for_everybody(walked: Walk) -> None:
    # A question is asked, something is reported, a number is taken and an event's questions are answered with a form, whose token is the browser's own.
    own = ("/?", "/me", "/staff", "/applications", "/queue/take", "/reports/new", "/window/", "/chat")
    public = [path for path in walked.pages if not path.startswith(own)]
    personal = [path for path in public if walked.app.test_client().get(path).headers.getlist("Set-Cookie")]

    assert public
    assert personal == []


@pytest.mark.browser
def test_every_page_is_sound_html(walked: Walk, sound: Callable[[str], None]) -> None:
    faults = []
    for path, source in walked.pages.items():
        try:
            sound(source)
        except AssertionError as fault:
            faults.append(f"{path}: {fault}")

    assert faults == []
