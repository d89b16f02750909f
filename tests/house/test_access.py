"""Who enters where: every page and every act of the house, asked by everybody there is, against a table that people have read.

`access.csv` has a line for each method and address: a new page fails here until its line stands in the table.
"""

import csv
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule

from portal import sessions, tasks
from portal.db import writing
from portal.people import RoleName
from tests.house import odd
from tests.services.applications.browsing import MORNING, NEW_WATER, WATER, Site, hand_in, id_in, site
from tests.services.desk.builders import Desk

TABLE = Path(__file__).with_name("access.csv")
NOBODY = UUID("01a1fc17-6c83-7826-8036-3d622ac79a57")
OWN, OTHER = "suido", "shimin"
STAFF = tuple(str(role) for role in RoleName)
# Nobody, a resident who filed nothing, the one who filed the case; the staff of its division; a caseworker of another.
ACTORS = ("visitor", "stranger", "owner", *STAFF, "elsewhere")
# How many odd requests: some in the gate, every route many times over where there is time.
ODD = {"normal": 60, "all": 3_000}
TOKEN = re.compile(rb'name="_token" value="([^"]+)"')


@dataclass
class House:
    """A town with one case of the water division, and a browser for everybody."""

    site: Site
    people: Mapping[str, UUID]
    known: Mapping[str, Any]
    owner: FlaskClient
    ready: dict[str, tuple[FlaskClient, str]] = field(default_factory=dict)

    def at_a_form(self, actor: str) -> tuple[FlaskClient, str]:
        """This person's browser, with a token that is good for every form of it."""
        if actor not in self.ready:
            client = self.browser(actor)
            page = client.get("/staff/search" if actor in self.people else "/applications/resume")
            found = TOKEN.search(page.data)
            self.ready[actor] = client, found[1].decode() if found else ""
        return self.ready[actor]

    def browser(self, actor: str) -> FlaskClient:
        """This person at a browser that has just signed in."""
        if actor == "owner":
            return self.owner
        client = self.site.app.test_client()
        if actor in self.people:
            with self.site.session() as session, writing(session):
                token = sessions.begin(session, "staff", self.people[actor], sessions.FULL, self.site.clock())
            client.set_cookie("kmado_staff", token)
        return client

    def path(self, rule: Rule) -> str:
        """The address with what there is: the case, a task, a letter; of everything else there is none."""
        values = {
            name: self.known.get(name, 1 if isinstance(rule._converters[name], IntegerConverter) else NOBODY)
            for name in rule.arguments
        }
        with self.site.app.test_request_context():
            return self.site.app.url_for(rule.endpoint, **values)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Made once; what one asks for changes little that another would notice."""
    found = site(tmp_path_factory.mktemp("access"), MORNING)
    owner = found.browser()
    case = id_in(hand_in(owner))
    owner.open(NEW_WATER)
    owner.press(dict(next(iter(WATER.values()))))
    draft = id_in(owner.page)
    desk = Desk(found.app, found.clock)
    people = {role: desk.seat(role, division=OWN).id for role in STAFF}
    people["elsewhere"] = desk.seat("worker", division=OTHER).id
    with found.session() as session, writing(session):
        tasks.add(session, "letter", division=OWN, refs={"case": str(case)}, now=MORNING, key="access")
    with found.session() as session:
        task = tasks.open_tasks(session, frozenset({OWN}))[0].id
    known = {
        "case_id": case, "draft_id": draft, "task_id": task, "key": "suido_kaishi", "kind": "online", "act": "note", "what": "done",
        "staff_id": people["worker"], "number": "1001", "name": "ruby", "step_key": "start", "rest": "none",
    }  # fmt: skip
    yield House(found, people, known, owner.client)
    found.close()


def met(house: House, method: str, path: str, actor: str) -> str:
    """How somebody is met: let in, sent to sign in, refused, or told that there is no such thing."""
    # Somebody without a session has not been to another page before.
    client, token = (
        house.at_a_form(actor) if method != "GET" or actor in house.people else (house.browser(actor), "")
    )
    answer = client.open(path, method=method, data={"_token": token} if token and method != "GET" else None)
    there = urlsplit(answer.headers.get("Location", "")).path
    if answer.status_code in (302, 303) and there.endswith("/sign-in"):
        return "sign in"
    found = {401: "sign in", 403: "refused", 404: "none"}.get(answer.status_code, "in")
    if found == "in" and method != "GET":
        # What somebody was let in to do may have ended a session: theirs, or anybody's.
        house.ready.clear()
    return found


def asked(house: House) -> Iterator[tuple[str, Rule]]:
    """Every method and address, what only reads first."""
    rules = sorted(house.site.app.url_map.iter_rules(), key=lambda rule: rule.rule)
    for methods in ({"GET"}, {"POST", "PUT", "PATCH", "DELETE"}):
        for rule in rules:
            if rule.endpoint != "static":
                yield from ((method, rule) for method in sorted((rule.methods or set()) & methods))


def matrix(house: House) -> list[list[str]]:
    """The whole table as it is now."""
    return [
        [method, rule.rule, *(met(house, method, house.path(rule), actor) for actor in ACTORS)]
        for method, rule in asked(house)
    ]


def read() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.thorough
def test_everybody_enters_where_the_table_says_and_nowhere_else(house: House) -> None:
    found = matrix(house)

    told = {(method, rule): line for method, rule, *line in read()}
    now = {(method, rule): line for method, rule, *line in found}
    # To be read, and then copied into the table.
    assert [",".join((*key, *now[key])) for key in now if key not in told] == []
    assert sorted(set(told) - set(now)) == [], "lines of pages that are gone"
    different = [
        f"{method} {rule} {actor}: {was} in the table, {is_now} now"
        for (method, rule), line in now.items()
        for actor, was, is_now in zip(ACTORS, told[method, rule], line, strict=True)
        if was != is_now
    ]
    assert different == []


def test_the_table_lets_nobody_in_who_has_no_business_there() -> None:
    for method, rule, *line in read():
        met_by = dict(zip(ACTORS, line, strict=True))
        if "<uuid:case_id>" in rule:
            strangers = ("visitor", "stranger", "monitor", "editor", "administrator", "elsewhere")
            assert "in" not in {met_by[one] for one in strangers}, f"{method} {rule}"
        if rule.startswith("/staff/people"):
            assert {one for one in ACTORS if met_by[one] == "in"} <= {"administrator"}, f"{method} {rule}"


@pytest.mark.thorough
def test_whatever_is_asked_for_nothing_fails(
    house: House, scale: str, request: pytest.FixtureRequest
) -> None:
    dice = random.Random(request.config.getoption("--hypothesis-seed", None))  # noqa: S311 (nothing is kept secret by it)
    failed = []

    for method, rule, path in odd.requests(list(asked(house)), house.path, dice, ODD.get(scale, 0)):
        actor = dice.choice(("visitor", "owner", "administrator", "worker"))
        client, token = house.at_a_form(actor)
        form = odd.form(token, dice) if method != "GET" else None
        answer = client.open(path, method=method, headers=odd.headers(dice), data=form)
        if answer.status_code >= 500:
            failed.append(f"{answer.status_code} {method} {rule.rule} {actor} {path[:200]} {form}")
        if method != "GET":
            # What somebody was let in to do may have ended their session.
            house.ready.clear()

    assert failed == []
