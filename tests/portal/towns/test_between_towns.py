"""Between towns: whatever one town has given anybody opens nothing in the other, though both are served by one process.

The two are alike in everything but their data. Every address is asked at the second one with all that the first has made:
its cookies, its numbers and ids, its links, its tokens. The answer must be the one that somebody without any of it gets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Uuid, select
from werkzeug.routing import IntegerConverter, Rule, UUIDConverter

from portal import sessions
from portal.db import Base, new_id, writing
from portal.people import RoleName
from portal.vault import DataKey, Unreadable, vault_of
from services.connections.actions import tokens
from tests.portal.towns.twins import A, AtHost, B, Twins, twins
from tests.services.applications.browsing import MORNING, Browser, hand_in, id_in
from tests.services.connections.systems import boss, wish
from tests.services.desk.builders import employ, hire

NOBODY = UUID("01a1fc17-6c83-7826-8036-3d622ac79a57")
CANARY = "朝日野 はる"
# What is drawn anew for each answer.
FRESH = re.compile(rb'name="_token" value="[^"]*"|nonce="[^"]*"|<code translate="no">[0-9a-f]{16}</code>')


@dataclass
class World:
    """Two towns; the first with a case, a resident's browser, staff of every role, and a token for systems."""

    towns: Twins
    cookies: dict[str, str]
    case: UUID
    receipt: str
    token: str
    ids: dict[str, list[UUID]]


def house(towns: Twins, name: str) -> Any:
    return towns.app(name).extensions["house"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once: what is asked at the second town changes nothing that another test looks at."""
    with twins(tmp_path_factory.mktemp("towns")) as towns:
        browser = towns.browser(A)
        case = id_in(hand_in(browser, person={"name": CANARY, "name_kana": "アサヒノ ハル"}))
        receipt = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{4}", browser.page.text)[0]
        cookies = {one.key: one.value for one in (browser.client._cookies or {}).values()}
        with house(towns, A).db.session() as session, writing(session):
            staff = hire(session)
            for role in RoleName:
                employ(session, staff.id, "suido", str(role))
            cookies["kmado_staff"] = sessions.begin(session, "staff", staff.id, sessions.FULL, MORNING)
            cookies["kmado_session"] = sessions.begin(session, "resident", new_id(), 2, MORNING)
        with house(towns, A).db.session() as session:
            token = tokens.make(session, boss(), wish(), new_id(), MORNING)
        yield World(towns, cookies, case, receipt, token, ids_of(towns))


def ids_of(towns: Twins) -> dict[str, list[UUID]]:
    """Every id that stands in the first town's database, by its table."""
    found: dict[str, list[UUID]] = {}
    with house(towns, A).db.session() as session:
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if isinstance(column.type, Uuid)]
            for column in columns:
                kept = found.setdefault(table.name, [])
                kept += [one for one in session.scalars(select(column).limit(3)) if one]
    return {name: ids for name, ids in found.items() if ids}


def stranger(towns: Twins, name: str) -> AtHost:
    return towns.client(name)


def holder(world: World, name: str) -> AtHost:
    """A browser that sends a town every cookie that the first one gave."""
    client = world.towns.client(name)
    for key, value in world.cookies.items():
        client.set_cookie(key, value, domain=client.host)
    return client


def told(answer: Any) -> tuple[int, str, bytes]:
    """An answer without what differs between any two."""
    return answer.status_code, answer.headers.get("Location", ""), FRESH.sub(b"", answer.data)


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Each address that reads, with ids of the first town in it, and the same with an id that nobody has."""
    app = world.towns.app(B)
    every = [one for ids in world.ids.values() for one in ids]
    fixed = {"key": "suido_kaishi", "kind": "online", "name": "ruby", "step_key": "start", "rest": "none"}
    rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    build = app.url_map.bind("").build
    for place, rule in enumerate(rules):
        named = [one for one in rule.arguments if isinstance(rule._converters[one], UUIDConverter)]
        if rule.endpoint == "static" or (rule.arguments and not named):
            continue
        rest = {
            one: 1 if isinstance(rule._converters[one], IntegerConverter) else fixed.get(one, "none")
            for one in rule.arguments
            if one not in named
        }
        # Each address gets a few of the ids, and all ids meet some address.
        for turn in range(2 if named else 1):
            mine = {one: every[(place * 2 + turn) % len(every)] for one in named}
            mine |= {one: world.case for one in named if one == "case_id"}
            yield (
                build(rule.endpoint, {**rest, **mine}),
                build(rule.endpoint, {**rest, **dict.fromkeys(named, NOBODY)}),
            )


def test_every_page_answers_the_other_towns_cookies_and_ids_as_it_answers_a_stranger(world: World) -> None:
    mine, nobody, different, asked = holder(world, B), stranger(world.towns, B), [], 0

    for path, blank in addresses(world):
        given, plain = mine.get(path), nobody.get(blank)
        asked += 1
        if given.status_code != plain.status_code or CANARY in given.text or world.receipt in given.text:
            different.append(f"{path}: {given.status_code}, to a stranger {plain.status_code}")

    assert different == []
    assert asked > 150


def test_pages_without_ids_are_the_same_bytes_for_a_holder_of_the_other_towns_cookies(world: World) -> None:
    paths = [
        "/",
        "/procedures",
        "/me",
        "/applications",
        "/staff",
        "/staff/dashboard",
        "/window",
        "/opendata",
        "/queue",
    ]

    for path in paths:
        assert told(holder(world, B).get(path)) == told(stranger(world.towns, B).get(path)), path


def test_at_home_the_same_cookies_and_ids_open_the_case(world: World) -> None:
    # Without this the tests above would be content with a town that answers nobody.
    mine = holder(world, A)

    assert CANARY in mine.get(f"/staff/cases/{world.case}").text
    assert world.receipt in mine.get(f"/applications/{world.case}").text


def test_a_forms_token_of_one_town_is_none_in_the_other(world: World) -> None:
    mine = holder(world, A)
    page = mine.get("/applications/resume")
    found = re.search(rb'name="_token" value="([^"]+)"', page.data)
    assert found is not None
    token = found[1].decode()

    home = mine.post("/applications/resume", data={"_token": token, "code": "x"})
    away = holder(world, B).post("/applications/resume", data={"_token": token, "code": "x"})

    assert home.status_code != 400
    assert away.status_code == 400


def test_a_systems_token_of_one_town_is_none_in_the_other(world: World) -> None:
    sent = {"Authorization": f"Bearer {world.token}"}

    assert world.towns.client(A).get("/api/v1/cases", headers=sent).status_code == 200
    assert world.towns.client(B).get("/api/v1/cases", headers=sent).status_code == 401


def test_the_receipt_number_of_one_town_is_found_in_no_search_of_the_other(world: World) -> None:
    with house(world.towns, B).db.session() as session, writing(session):
        staff = hire(session)
        for role in RoleName:
            employ(session, staff.id, "suido", str(role))
        token = sessions.begin(session, "staff", staff.id, sessions.FULL, MORNING)
    theirs = world.towns.client(B)
    theirs.set_cookie("kmado_staff", token, domain=theirs.host)
    browsers = (Browser(holder(world, A)), Browser(theirs))  # type: ignore[arg-type]

    for asked in (world.receipt, CANARY, "090-1234-5678"):
        for browser in browsers:
            browser.open("/staff/search")
            browser.press({"q": asked}, action="/staff/search")
        at_home, elsewhere = (browser.page for browser in browsers)
        assert (at_home.status, elsewhere.status) == (200, 200)
        assert str(world.case) in at_home.html
        assert str(world.case) not in elsewhere.html


def test_what_is_sealed_and_stored_in_one_town_is_unreadable_with_everything_of_the_other(
    world: World,
) -> None:
    ours, theirs = house(world.towns, A), house(world.towns, B)
    with ours.db.session() as session:
        token, kept = vault_of(session).token("name", CANARY), session.scalars(select(DataKey)).first()
        assert kept is not None
        copied = {column.key: getattr(kept, column.key) for column in DataKey.__table__.columns}
        assert len(vault_of(session).raw_key(session, kept.id)) == 32
    with theirs.db.session() as session:
        assert vault_of(session).token("name", CANARY) != token
        with writing(session):
            # Even a row that was carried over by hand does not open.
            session.add(DataKey(**copied))
        with pytest.raises(Unreadable):
            vault_of(session).raw_key(session, kept.id)
    file_id = new_id()
    ours.files.put(file_id, [b"a file of the first town"])
    with pytest.raises(Unreadable):
        b"".join(theirs.files.get(file_id))


def test_nothing_of_one_towns_application_is_the_others(world: World) -> None:
    ours, theirs = house(world.towns, A), house(world.towns, B)

    for name in ("db", "vault", "files", "buffer", "crowd", "printer", "editions"):
        assert getattr(ours, name) is not getattr(theirs, name), name
    assert ours.secret_key != theirs.secret_key
    assert world.towns.app(A).extensions["kept"] is not world.towns.app(B).extensions["kept"]
    assert ours.db.info["made"] is not theirs.db.info["made"]


def test_a_cookie_is_never_given_for_more_than_the_towns_own_host(world: World) -> None:
    answer = world.towns.client(A).get("/applications/resume")

    said = answer.headers.getlist("Set-Cookie")
    assert said
    assert not any("domain=" in one.lower() for one in said)


def test_an_address_asked_for_at_the_wrong_town_is_refused_even_past_the_hall(world: World) -> None:
    answer = world.towns.app(B).test_client().get("/", base_url=f"http://{A}.example.jp")

    assert answer.status_code == 400
