"""Somebody at a browser: opens pages, fills in, presses the one solid button, and looks at every page that is met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from portal.words import LANGUAGES as SPOKEN
from tests.harness.browser import DESK, PHONE, Diary, Opens
from tests.harness.live import Town
from tests.journeys.look import KANA, KANA_AND_KANJI, LOOK, WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

LANGUAGES = ("ja", "easy", "en")
# What an error page begins with., headers included, as a first-time visitor.
SUMMARY = '.banner.bad[role="group"]'
RESIDENT_BYTES, STAFF_BYTES, RESIDENT_REQUESTS = 30 * 1024, 80 * 1024, 5


@dataclass(frozen=True)
class State:
    """One page in one state as somebody met it, kept so that it can be looked at again without walking there."""

    name: str
    language: str
    path: str
    status: int
    policy: str
    source: str

    @property
    def staff(self) -> bool:
        """Whether it is a page for staff."""
        return self.path.startswith("/staff")


@dataclass
class Wire:
    """What the page that is shown cost on the network, nothing taken from a cache."""

    sizes: list[int] = field(default_factory=list)

    def watch(self, page: "Page") -> None:
        """Count from each new document on."""
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on(
            "Network.loadingFinished", lambda event: self.sizes.append(int(event["encodedDataLength"]))
        )
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _asked(self, event: dict[str, Any]) -> None:
        if event.get("type") == "Document":
            self.sizes.clear()


@dataclass
class Visit:
    """One journey: the town, the language and whether scripts run; `states` are the pages met so far."""

    town: Town
    language: str
    js: bool
    opens: Opens
    diaries: "dict[Page, Diary]"
    states: list[State] = field(default_factory=list)

    def say(self, message: str, **values: object) -> str:
        """A message of the interface as plain text in the journey's language."""
        return self.town.app.extensions["house"].words.words(self.language).text(message, **values)  # type: ignore[no-any-return]

    def enter(self, *, desk: bool = False) -> "Person":
        """Somebody new at a browser of their own, reading the journey's language."""
        page = self.opens(js=self.js, size=DESK if desk else PHONE, language=self.language)
        person = Person(self, page, self.diaries[page])
        if self.js:
            person.wire.watch(page)
        person.open("/")
        if self.language == "easy":
            page.locator(".languages summary").click()
            person.follow('.languages a[href*="lang=easy"]')
        return person


@dataclass
class Person:
    """One browser and what somebody does in it."""

    visit: Visit
    page: "Page"
    diary: Diary
    wire: Wire = field(default_factory=Wire)

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.visit.town.url(path))

    def meet(self, name: str, *, faulty: bool = False) -> str:
        """Look at the page and keep it under a name; gives its heading."""
        path = self.path
        if self.has(SUMMARY):
            # It takes the focus when the page opens, so that a screen reader begins there.
            self.page.locator(f"{SUMMARY}:focus").wait_for()
        tag = SPOKEN[self.visit.language].tag
        # Chinese is written with letters that Japanese has too.
        letters = KANA if path.startswith("/staff") or tag.startswith("zh") else KANA_AND_KANJI
        seen = self.page.evaluate(LOOK, [tag, self.visit.say("エラー："), faulty, letters])
        assert not seen["faults"], f"{self.where(name)}: {seen['faults']}"
        assert self.diary.document is not None
        answer = self.diary.document
        if self.visit.js:
            self._weigh(name)
        self.visit.states.append(
            State(
                name,
                self.visit.language,
                path,
                answer.status,
                answer.headers.get("content-security-policy", ""),
                self.diary.source(),
            )
        )
        return str(seen["heading"])

    def _weigh(self, name: str) -> None:
        self.page.wait_for_load_state("load")
        weight, asked = sum(self.wire.sizes), len(self.wire.sizes)
        if self.path.startswith("/staff"):
            assert 0 < weight <= STAFF_BYTES, f"{self.where(name)} weighs {self.wire.sizes}"
        else:
            assert 0 < weight <= RESIDENT_BYTES, f"{self.where(name)} weighs {self.wire.sizes}"
            assert asked <= RESIDENT_REQUESTS, f"{self.where(name)} asks {self.wire.sizes}"

    def where(self, name: str) -> str:
        """The page in a message."""
        return f"{self.visit.language} {name} {self.path}"

    @property
    def path(self) -> str:
        """The address of the page without the machine."""
        address = urlsplit(self.page.url)
        return address.path + (f"?{address.query}" if address.query else "")

    def press(self, selector: str = "main .button.solid") -> None:
        """Press a button, the page's one solid one where none is named, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator(selector).click()

    def press_twice(self, selector: str = "main .button.solid") -> None:
        """Press it as an impatient person does, and wait until the page is another."""
        before = self.page.url
        self.page.locator(selector).dblclick()
        self.page.wait_for_url(lambda address: address != before)

    def onward(self, answers: Mapping[str, str]) -> None:
        """Answer the step and go on; the answers must be taken."""
        self.answer(answers)
        self.press()
        assert not self.has(SUMMARY), f"{self.path}: {self.errors()}"

    def follow(self, selector: str) -> None:
        """Follow the first such link."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def answer(self, answers: Mapping[str, str]) -> None:
        """Fill in, choose or tick what carries these names."""
        for name, value in answers.items():
            # A page may ask the same twice, for two ways in; the first is taken.
            found = self.page.locator(f'main [name="{name}"]').first
            kind = found.evaluate("one => one.type")
            if kind in {"radio", "checkbox"}:
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "select-one":
                found.select_option(value)
            else:
                found.fill(value)

    def value(self, name: str) -> str:
        """What stands in an input."""
        return self.page.locator(f'main [name="{name}"]').first.input_value()

    def words(self, selector: str = "main") -> str:
        """The words of the first such part of the page, without readings."""
        return str(self.page.locator(selector).first.evaluate(WORDS))

    def has(self, selector: str) -> bool:
        """Whether there is such a part on the page."""
        return self.page.locator(selector).count() > 0

    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [str(one.evaluate(WORDS)) for one in self.page.locator(f"{SUMMARY} li").all()]

    def blamed(self, name: str, answers: Mapping[str, str], *sentences: str) -> None:
        """Send these answers: the page comes back with an error that says so, and nothing typed is lost."""
        self.answer(answers)
        kept = {key: self.value(key) for key in answers if self._is_line(key)}
        self.press()
        self.meet(name, faulty=True)
        found = " ".join(self.errors())
        for sentence in sentences:
            assert sentence in found, f"{self.where(name)}: {sentence!r} not in {found!r}"
        assert {key: self.value(key) for key in kept} == kept, self.where(name)

    def _is_line(self, name: str) -> bool:
        kind = self.page.locator(f'main [name="{name}"]').first.evaluate("one => one.type")
        return kind not in {"radio", "checkbox", "password"}

    def paper(self, selector: str) -> bytes:
        """The PDF behind a link, fetched with this browser's cookies."""
        href = self.page.locator(selector).first.get_attribute("href")
        # A packet is laid out anew the first time, by a machine that does much else.
        answer = self.page.context.request.get(self.visit.town.url(href or ""), timeout=90_000)
        assert answer.status == 200, f"{href}: {answer.status}"
        assert answer.headers["content-type"] == "application/pdf"
        return answer.body()

    def receipt_no(self) -> str:
        """The receipt number the page shows."""
        return self.words("main [translate=no]")


Journey = Callable[[Visit], None]
