"""Every question of both procedures at the page on which it is asked, ready to be sent anything."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus
from uuid import UUID

from forms import journey
from forms.field import Field, Value
from forms.kinds import KINDS
from portal.bodies import FORM, MARK
from portal.vault import digest
from services.applications.actions import drafts
from tests.portal.cases import hinata
from tests.portal.pack.sheet_answers import ADDRESS, residence_copy, water
from tests.services.applications.browsing import MORNING, NEW_WATER, Browser, Site
from tests.services.applications.hostile import percent
from tests.services.applications.reading import Pairs, controls

LINES = {"billing_to": "other", "billing_name": "見本 一郎", "billing_address": ADDRESS, "email": None}
# Answers that lead over every page of a way.
FULL: Mapping[tuple[str, str], Mapping[str, Value]] = {
    ("suido_kaishi", "online"): water(name_kana=None, previous_address=ADDRESS, note=None, **LINES),
    ("juminhyo", "online"): residence_copy(way="online", applicant_in_household="self", name_kana=None),
    ("juminhyo", "window"): residence_copy(name_kana=None),
    ("juminhyo", "post"): residence_copy(way="post", name_kana=None),
}


@dataclass(frozen=True)
class Place:
    """Where a question is asked."""

    procedure: str
    way: str
    step: str
    field: Field
    optional: bool

    def __str__(self) -> str:
        return f"{self.procedure}-{self.way}-{self.field.key}"


def places() -> list[Place]:
    """Each question of both procedures once, where it is asked first."""
    found: dict[tuple[str, str], Place] = {}
    for (key, way), answers in FULL.items():
        procedure = hinata().procedure(key)
        for step in journey.path(procedure, answers):
            for ask in journey.asks(step, answers):
                place = Place(key, way, step.key, ask.field, ask.optional)
                found.setdefault((key, ask.key), place)
    return list(found.values())


PLACES = tuple(places())


@dataclass
class OpenPage:
    """One page of a draft, opened by its browser, with what a browser would send of it untouched."""

    browser: Browser
    path: str
    pairs: Pairs

    def body(self, changed: Mapping[str, str | bytes]) -> bytes:
        """What is sent of the page with some inputs changed, in texts or in bytes of any encoding."""
        kept = [
            f"{quote_plus(name)}={quote_plus(value)}" for name, value in self.pairs if name not in changed
        ]
        return "&".join(
            [*kept, *(f"{quote_plus(name)}={percent(value)}" for name, value in changed.items())]
        ).encode()

    def send(self, changed: Mapping[str, str | bytes]) -> tuple[int, str]:
        """Send it so; the status and the page that comes back."""
        return self.post(self.body(changed), FORM)

    def post(self, body: bytes, content_type: str, **headers: str) -> tuple[int, str]:
        """Send any bytes as any kind of body."""
        answer = self.browser.client.post(self.path, data=body, content_type=content_type, headers=headers)
        return answer.status_code, answer.get_data(as_text=True)

    def stored(self, site: Site, key: str) -> Value:
        """What the draft holds as the answer to a question."""
        with site.session() as session:
            draft = drafts.find(
                session, UUID(self.path.split("/")[3]), [holder(self.browser)], site.house.pack, MORNING
            )
        assert draft is not None
        found: Value = draft.answers[key]
        return found


def holder(browser: Browser) -> bytes:
    """What a browser is known by in the database."""
    visit = browser.client.get_cookie("kmado_visit")
    assert visit is not None
    return digest(visit.value)


def opened(site: Site, place: Place) -> OpenPage:
    """A draft of somebody who has answered everything, at the page of one question."""
    browser = site.browser()
    browser.open(NEW_WATER)
    procedure = hinata().procedure(place.procedure)
    way = procedure.way(place.way)
    assert way is not None
    values = {key: value for key, value in FULL[place.procedure, place.way].items() if key != "way"}
    with site.session() as session:
        draft = drafts.begin(session, procedure, way, values, holder(browser), "ja", MORNING)
    page = browser.open(f"/applications/draft/{draft}/{place.step}")
    assert page.status == 200
    return OpenPage(browser, page.path, controls(page.form()))


def inputs(field: Field) -> dict[str, str]:
    """The names of a question's inputs by their part."""
    return {
        part.key: field.key if part.key == "value" else f"{field.key}-{part.key}"
        for part in KINDS[field.kind].parts
    }


def message(page: str, id: str) -> str:
    """The error beside a question, where a screen reader is led to it."""
    found = re.search(rf'<p class="error" id="{id}-error">(.*?)</p>', page, re.DOTALL)
    led = re.search(rf'aria-describedby="[^"]*\b{id}-error\b', page)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found and led else ""


def shown(page: str, name: str) -> str | None:
    """What stands in an input of a page."""
    text = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    line = re.search(rf'<input[^>]*name="{name}" [^>]*?value="([^"]*)"', page)
    return html.unescape(text[1]) if text else html.unescape(line[1]) if line else None


def as_read(value: str | bytes) -> str:
    """What the room is given of it: other encodings and NUL have become a visible mark."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return text.replace("\0", MARK)
