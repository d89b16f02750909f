"""A resident without a browser: opens pages, fills in whatever form is there, follows where it leads; for load and for faults."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

WATER = {
    "water_start_date-era": "reiwa", "water_start_date-year": "8", "water_start_date-month": "12", "water_start_date-day": "7",
    "water_address-postcode": "000-0000", "water_address-area": "見本県ひなた市本町", "water_address-street": "1丁目2番3号",
    "name": "見本 花子", "phone": "028-000-0000", "moving_from": "none", "water_attendance": "no",
}  # fmt: skip
TAKES_A_TEXT = {"text", "password", "tel", "email", "search", "date", "number", "textarea"}


@dataclass
class Control:
    """One control of a form: its kind, name and value, the values a list offers, and whether it is on."""

    kind: str
    name: str
    value: str = ""
    offers: list[str] = field(default_factory=list)
    on: bool = False


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def filled(self, answers: Mapping[str, str]) -> list[tuple[str, str]]:
        """What a browser would send after these answers; of choices nobody answered, the first is taken."""
        sent: dict[str, str] = {}
        for one in self.controls:
            if one.kind == "hidden" or (one.kind in TAKES_A_TEXT and one.name not in answers):
                sent[one.name] = one.value
            elif one.kind in TAKES_A_TEXT:
                sent[one.name] = answers[one.name]
            elif one.kind == "select":
                sent[one.name] = answers.get(one.name, one.value or (one.offers or [""])[0])
            elif one.kind == "radio" and (one.on or answers.get(one.name) == one.value):
                sent[one.name] = one.value
        for one in self.controls:
            if one.kind == "radio":
                sent.setdefault(one.name, one.value)
        return list(sent.items())


class _Reader(HTMLParser):
    """Finds the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.inside)
        elif self.inside is not None and tag in {"input", "select", "textarea"} and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            self.inside.controls.append(
                Control(kind, said["name"], said.get("value", ""), on="checked" in said)
            )
        elif self.inside is not None and tag == "option" and self.inside.controls:
            self.inside.controls[-1].offers.append(said.get("value", ""))
            if "selected" in said:
                self.inside.controls[-1].value = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None


@dataclass(frozen=True)
class Page:
    """What came back: its status, its address and its source."""

    status: int
    path: str
    source: str

    def form(self) -> Form:
        """The page's own form: of those that post, the one that asks most; then the one that is sent to the page itself."""
        reader = _Reader()
        reader.feed(self.source)
        posts = [one for one in reader.forms if one.method == "post"]
        if not posts:
            raise RuntimeError(f"{self.path} ({self.status}) has no form to send")
        return max(posts, key=lambda one: (sum(c.kind != "hidden" for c in one.controls), not one.action))


@dataclass(frozen=True)
class Asked:
    """One request as it was sent."""

    method: str
    path: str
    body: str = ""


class Resident:
    """Somebody at a browser without JavaScript, on one kept connection; what they asked for is remembered in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[Asked] = []
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    @property
    def cookie(self) -> str:
        """The cookies as a header says them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def open(self, path: str) -> Page:
        """Open a page, following where it leads."""
        return self.ask("GET", path, None)

    def send(self, page: Page, answers: Mapping[str, str]) -> Page:
        """Fill in the page's form and send it, following where it leads."""
        return self.ask("POST", self.target(page), urlencode(page.form().filled(answers)))

    def target(self, page: Page) -> str:
        """Where the page's form is sent."""
        return urljoin(page.path, page.form().action) if page.form().action else page.path

    def fill_in(self, start: str, answers: Mapping[str, str]) -> Page:
        """Answer every step from the first on; ends on the page that shows all answers for checking."""
        page = self.open(start)
        for _ in range(40):
            if page.status != 200:
                raise RuntimeError(f"{page.path} answered {page.status}")
            if not any(one.name in answers or one.kind != "hidden" for one in page.form().controls):
                return page
            before, page = page.path, self.send(page, answers)
            if page.status == 422:
                raise RuntimeError(f"{before} refused these answers")
        raise RuntimeError(f"{start} has no end")

    def ask(self, method: str, path: str, body: str | None) -> Page:
        """Send one request and follow where it leads."""
        for _ in range(10):
            headers = {"Cookie": self.cookie, "Accept-Language": "ja"}
            if body is not None:
                headers |= {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Origin": f"http://127.0.0.1:{self.port}",
                }
            self.asked.append(Asked(method, path, body or ""))
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            source = answer.read().decode(errors="replace")
            self._keep(answer.headers.get_all("Set-Cookie") or [])
            if not 300 <= answer.status < 400:
                return Page(answer.status, path, source)
            there = urlsplit(urljoin(path, answer.headers["Location"]))
            method, body, path = "GET", None, there.path + (f"?{there.query}" if there.query else "")
        raise RuntimeError(f"{path} leads in a circle")

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
