"""Every shipped procedure from its guide to its end, and every question of it answered wrongly once on the way."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms import journey, terms
from forms.procedure import Ask, Assurance, Procedure, State, Way
from portal import sessions
from portal.db import new_id, writing
from portal.opening import today
from portal.people import Resident
from portal.sample_card import PASSWORD
from portal.vault import vault_of
from services.applications import rules
from tests.portal.cases import hinata
from tests.services.applications.answering import early_ends, longest, typed, wrong
from tests.services.applications.browsing import MORNING, Browser, Site, site
from tests.services.applications.reading import Page, controls

TOKYO = ZoneInfo("Asia/Tokyo")
PDF = b"%PDF-1.4\n% a sample\n%%EOF\n"
PROCEDURES = sorted(hinata().procedures)
# Each procedure is walked by its first way in the gate; the same questions lead to a paper in the others, which is for --all.
WAYS = [
    pytest.param(key, way.kind, marks=[pytest.mark.long] if place else [])
    for key in PROCEDURES
    for place, way in enumerate(hinata().procedures[key].ways)
    if not way.link and hinata().procedures[key].steps
]
LINKED = [
    (key, way.kind)
    for key in PROCEDURES
    for way in hinata().procedures[key].ways
    if way.kind == "online" and way.link
]
Pairs = list[tuple[str, Any]]


@pytest.fixture(scope="module")
def every_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample town with a clock of this file's own, since some procedures are open for a few weeks only."""
    found = site(tmp_path_factory.mktemp("every"), MORNING)
    yield found
    found.close()


def opened(found: Site, procedure: Procedure) -> Browser:
    """A browser on a day on which the procedure is taken, its owner signed in by card."""
    day = today(MORNING)
    span = terms.near(procedure.opening, day)
    if span and not span[0] <= day <= span[1]:
        day = span[0]
    found.clock.moment = datetime.combine(day, time(10), TOKYO)
    browser = found.browser()
    with found.session() as session, writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=found.clock())
        session.add(person)
        session.flush()
        token = sessions.begin(session, "resident", person.id, int(Assurance.login), found.clock())
    browser.client.set_cookie("kmado_session", token)
    return browser


def walk(browser: Browser, procedure: Procedure, answers: dict[str, Any], *, wrongly: bool = False) -> Page:
    """Answer page after page as the pages ask, up to the page that asks nothing more."""
    for _ in range(200):
        place = browser.page.path.split("?")[0].split("/")
        step = procedure.step(place[4]) if len(place) > 4 and place[2] == "draft" else None
        if place[2] == "new":
            step = journey.path(procedure, answers)[0]
        if browser.page.path.endswith("/tasks"):
            browser.follow("入力した内容を確かめる" if "つづける" not in browser.page.links() else "つづける")
        elif step is None:
            return browser.page
        elif step.repeat and len(place) == 5:
            items = answers[step.asks[0].key]
            done = len([one for one in browser.page.all("h2") if (one.get("id") or "").startswith("item-")])
            add = next((link for link in browser.page.links() if link.endswith("を追加する")), "")
            browser.follow(add) if done < len(items) else browser.press()
        elif step.repeat:
            item = answers[step.asks[0].key][int(place[5]) - 1]
            answer_page(browser, step.repeat.asks, item, wrongly=wrongly)
        else:
            answer_page(browser, step.asks, answers, wrongly=wrongly)
    raise AssertionError(f"{procedure.key} leads round in circles at {browser.page.path}")


def answer_page(browser: Browser, asks: tuple[Ask, ...], answers: dict[str, Any], *, wrongly: bool) -> None:
    """Answer the questions the open page shows; first each of them wrongly, where that is wanted."""
    names = set(re.findall(r'name="([a-z0-9_]+)(?:-[a-z_]+)?"', browser.page.html))
    shown = [ask for ask in asks if ask.key in names]
    path = browser.page.path
    right = {ask.key: pairs_of(ask, answers.get(ask.key)) for ask in shown}
    for ask in shown if wrongly else ():
        others = [one for one in shown if one.key != ask.key and one.kind != "file"]
        sent = [pair for one in others for pair in right[one.key]]
        page = send(browser, path, sent + bad(ask))
        assert page.status == 422, f"{path}: {ask.key} was taken"
        assert any(id.split("-")[0] == ask.key for id in page.summary()), f"{path}: {ask.key} is not blamed"
    # What was uploaded with a page that was not taken stands on it already.
    there = {ask.key for ask in shown if f'value="{ask.key}/' in browser.page.html}
    page = send(browser, path, [pair for key, pairs in right.items() if key not in there for pair in pairs])
    assert page.status == 200, (
        f"{path}: {page.status} {page.summary() if page.status == 422 else page.text[:300]}"
    )


def send(browser: Browser, path: str, pairs: Pairs) -> Page:
    """Send a page's form with its own hidden inputs."""
    hidden = [
        (name, text)
        for name, text in controls(browser.page.form())
        if name == "_token" or name.endswith("-there")
    ]
    return browser.send(path, [*hidden, *((name, fresh(text)) for name, text in pairs)])


def fresh(sent: Any) -> Any:
    """A file can be read once, so that each sending has its own."""
    return (BytesIO(sent[0]), *sent[1:]) if isinstance(sent, tuple) else sent


def pairs_of(ask: Ask, answer: Any) -> Pairs:
    if ask.kind == "file":
        return [(ask.key, (PDF, "見本.pdf", "application/pdf"))] if answer else []
    return list(typed(ask, answer))


def bad(ask: Ask) -> Pairs:
    if ask.kind == "file":
        return [(ask.key, (b"MZ no picture", "見本.exe", "image/png"))]
    return list(wrong(ask))


@pytest.mark.thorough
@pytest.mark.parametrize(("key", "kind"), WAYS)
def test_a_procedure_leads_from_its_guide_to_its_end(key: str, kind: str, every_site: Site) -> None:
    procedure = hinata().procedures[key]
    way = procedure.way(kind)
    assert way is not None
    if procedure.state is State.DRAFT or not hinata().offered(key, today(MORNING)):
        assert every_site.browser().open(f"/procedures/{key}").status == 404
        return
    browser = opened(every_site, procedure)
    answers = {**longest(procedure, way, today(every_site.clock()))}

    guide = browser.open(f"/procedures/{key}")
    assert f"/applications/new/{key}/{kind}" in guide.links().values()
    assert browser.open(f"/applications/new/{key}/{kind}").status == 200
    # The same questions are asked in every way; once wrongly is enough.
    page = walk(browser, procedure, answers, wrongly=way is procedure.ways[0])

    assert page.heading == "入力した内容の確認", page.path
    _ends(browser, way)


@pytest.mark.parametrize(("key", "kind"), LINKED)
def test_a_way_that_begins_on_another_page_leads_there_and_cannot_be_begun_here(
    key: str, kind: str, every_site: Site
) -> None:
    way = hinata().procedures[key].way(kind)
    assert way is not None
    browser = every_site.browser()

    assert way.link in browser.open(f"/procedures/{key}").links().values()
    begun = browser.client.get(f"/applications/new/{key}/{kind}")

    assert (begun.status_code, begun.headers["Location"]) == (302, way.link)
    assert not rules.hands_in(way)
    assert not rules.telephone_standings(hinata().procedures[key], today(MORNING))


def _ends(browser: Browser, way: Way) -> None:
    """A case with its receipt, or a paper."""
    if not rules.hands_in(way):
        sheet = next(href for href in browser.page.links().values() if href.endswith("sheet.pdf"))
        answer = browser.client.get(sheet)
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF-")
        return
    if rules.needs_signature(way):
        browser.follow("カードで署名する")
        browser.press({"password": PASSWORD})
    else:
        browser.press()
    assert browser.page.status == 200
    assert "申し込みが届きました" in browser.page.heading


@pytest.mark.thorough
@pytest.mark.parametrize("key", [key for key in PROCEDURES if hinata().procedures[key].exits])
def test_every_early_end_can_be_reached_says_why_and_leads_on(key: str, every_site: Site) -> None:
    procedure = hinata().procedures[key]
    browser = opened(every_site, procedure)

    ends = early_ends(procedure, today(every_site.clock()))

    assert set(ends) == set(procedure.exits)
    for end, (way, answers) in ends.items():
        if procedure.state is State.DRAFT or way.kind == "elsewhere":
            continue
        browser.open(f"/applications/new/{key}/{way.kind}")
        page = walk(browser, procedure, answers)
        assert page.path.endswith("/ended")
        assert page.heading == end.title.say("ja").text
        assert "答えを直す" in page.links()
