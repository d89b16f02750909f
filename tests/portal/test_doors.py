"""Every route says who may enter; cookies say who is asking, and nothing else does."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from portal.doors import safe_next
from services.accounts.actions import staff_people
from services.accounts.actions.staff_people import NewRole
from tests.harness.live import Clock
from tests.portal.doored import doored
from tests.services.accounts.town import Town


@pytest.fixture
def town(database_url: str, tmp_path: Path, now: datetime) -> Iterator[Town]:
    found = doored(tmp_path, Clock(now), database_url=database_url)
    yield found
    found.house.db.dispose()


def test_a_route_that_says_nothing_is_shut(town: Town) -> None:
    assert town.visit().open("/t/none") == 403


def test_every_route_of_the_house_has_a_door(town: Town) -> None:
    without = [
        rule.endpoint
        for rule in town.app.url_map.iter_rules()
        if not hasattr(town.app.view_functions[rule.endpoint], "door")
        and rule.endpoint not in ("static", "t.none")
    ]

    assert without == []


def test_every_route_without_a_form_token_says_why(town: Town) -> None:
    reasons = [getattr(view, "no_csrf", "-") for view in town.app.view_functions.values()]

    assert all(reason for reason in reasons)


def test_a_public_page_asks_for_nothing_and_leaves_nothing(town: Town) -> None:
    visit = town.visit()

    assert visit.open("/t/public") == 200

    assert "Set-Cookie" not in visit.last.headers
    assert "no-store" not in visit.last.headers.get("Cache-Control", "")


def test_looking_for_a_visitor_makes_none(town: Town) -> None:
    visit = town.visit()

    visit.open("/t/looked")

    assert visit.page == "False 0 -"
    assert visit.cookie("kmado_visit") == ""


def test_a_form_makes_the_browser_findable_and_its_page_is_kept_by_nobody(town: Town) -> None:
    visit = town.visit()
    visit.open("/t/form")
    header = visit.last.headers["Set-Cookie"]

    assert visit.last.headers["Cache-Control"] == "no-store"
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert "Expires" not in header
    assert len(visit.cookie("kmado_visit")) >= 43
    visit.open("/t/looked")
    assert visit.page == "True 1 -"


def test_two_browsers_are_never_the_same_visitor(town: Town) -> None:
    first, second = town.visit(), town.visit()
    first.open("/t/form")
    second.open("/t/form")

    assert first.cookie("kmado_visit") != second.cookie("kmado_visit")


def test_a_resident_opens_things_with_browser_and_person(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())

    visit.open("/t/looked")

    assert visit.page == "True 2 contact"


@pytest.mark.parametrize("path", ["/t/contact", "/t/login"])
def test_nobody_enters_a_residents_door_without_signing_in(town: Town, path: str) -> None:
    visit = town.visit()

    assert visit.open(f"{path}?a=1") == 303
    assert visit.where == f"/me/sign-in?next={path.replace('/', '%2F')}%3Fa%3D1"


def test_a_door_asks_for_the_level_it_names(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())

    assert visit.open("/t/contact") == 200
    assert visit.open("/t/login") == 303


@pytest.mark.parametrize("path", ["/t/staff", "/t/case"])
def test_nobody_enters_a_staff_door_without_signing_in(town: Town, path: str) -> None:
    resident = town.sign_in_resident(town.visit())

    assert resident.open(path) == 303
    assert resident.where.startswith("/staff/sign-in?next=")


def test_staff_enter_with_the_permission_they_have_today(town: Town) -> None:
    town.sample_staff()
    worker, counter = town.sign_in(town.visit(), "1002"), town.sign_in(town.visit(), "1001")

    assert (worker.open("/t/staff"), counter.open("/t/staff")) == (200, 200)
    assert (worker.open("/t/case"), counter.open("/t/case")) == (200, 403)


def test_a_division_reaches_its_predecessors_cases_from_the_first_of_april(town: Town) -> None:
    town.sample_staff()
    with town.session() as session:
        role = NewRole("zeimu", "worker", "second", date(2026, 4, 1))
        staff_people.give_role(session, town.staff("1001").id, role, town.now)
    reached = []
    for moment in ("2027-03-31T23:50:00+09:00", "2027-04-01T00:00:00+09:00"):
        town.clock.moment = datetime.fromisoformat(moment)
        worker = town.sign_in(town.visit(), "1001")
        worker.open("/t/case")
        reached.append(worker.page)

    assert reached == ["zeimu", "shuno,zeimu"]


def test_staff_cookies_open_no_residents_door_and_the_other_way_round(town: Town) -> None:
    town.sample_staff()
    staff, resident = town.sign_in(town.visit(), "1002"), town.sign_in_resident(town.visit())
    exchanged = town.visit()
    exchanged.client.set_cookie("kmado_staff", resident.cookie("kmado_session"))
    exchanged.client.set_cookie("kmado_session", staff.cookie("kmado_staff"))

    assert exchanged.open("/t/contact") == 303
    assert exchanged.open("/t/staff") == 303


@pytest.mark.parametrize("value", ["x", "", "a" * 3000, "\x7f", "é"])
def test_rubbish_in_a_cookie_is_nobody(town: Town, value: str) -> None:
    visit = town.visit()
    for name in ("kmado_session", "kmado_staff", "kmado_visit", "kmado_device"):
        visit.client.set_cookie(name, value)

    assert visit.open("/t/contact") == 303
    assert visit.open("/t/staff") == 303
    assert visit.open("/t/form") == 200


def test_a_form_sent_without_a_session_keeps_what_was_typed(town: Town) -> None:
    visit = town.visit()
    visit.open("/t/form")

    assert visit.send("/t/contact", note="three pages of typing") == 401
    assert "three pages of typing" in visit.page
    assert "/me/sign-in" in visit.page
    assert visit.send("/t/case", note="three pages of typing") == 401
    assert "/staff/sign-in" in visit.page


def test_one_request_has_one_moment(town: Town) -> None:
    visit = town.visit()

    visit.open("/t/moments")

    assert visit.page == "True"


def test_sessions_are_noted_as_used_once_a_minute_at_most(town: Town) -> None:
    from sqlalchemy import select

    from portal.sessions import WebSession

    def seen() -> datetime:
        with town.session() as session:
            return session.scalars(select(WebSession.seen_at)).one()

    visit = town.sign_in_resident(town.visit())
    first = seen()
    town.clock.forward(seconds=30)
    visit.open("/t/contact")
    assert seen() == first

    town.clock.forward(seconds=40)
    visit.open("/t/contact")
    assert seen() == town.now


def test_in_production_cookies_travel_encrypted_and_no_neighbour_can_plant_one(
    database_url: str, tmp_path: Path, now: datetime
) -> None:
    import base64

    key = base64.b64encode(b"k" * 32).decode()
    town = doored(
        tmp_path, Clock(now), database_url=database_url, production=True, secret_key=key, town_keys=f"first:{key}",
        trusted_hosts="localhost",
    )  # fmt: skip
    visit = town.visit()
    visit.client.set_cookie("kmado_visit", "planted by a neighbour under the same domain")

    visit.open("/t/looked")
    planted = visit.page
    visit.open("/t/form")
    header = visit.last.headers["Set-Cookie"]

    assert planted == "False 0 -"
    assert header.startswith("__Host-kmado_visit=")
    assert "Secure" in header
    assert "Domain" not in header
    visit.open("/contact?lang=en&ruby=1")
    chosen = visit.last.headers.getlist("Set-Cookie")
    assert [one.split("=")[0] for one in chosen] == ["__Host-lang", "__Host-ruby"]
    assert all("Secure" in one and "HttpOnly" in one and "Path=/" in one for one in chosen)
    visit.open("/contact")
    assert 'lang="en"' in visit.page
    town.house.db.dispose()


@pytest.mark.parametrize("path", ["/me", "/applications/1?a=b", "/手続き"])
def test_a_path_of_ours_is_followed(path: str) -> None:
    assert safe_next(path, "/") == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "me",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\r\nSet-Cookie: x",
        "/\t/evil",
    ],
)
def test_an_address_elsewhere_is_not_followed(path: str | None) -> None:
    assert safe_next(path, "/") == "/"
