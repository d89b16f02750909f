"""The administrator's pages: who there is, which roles with which days, and the last one who may cannot go."""

import re

import pytest

from portal import audit
from tests.services.accounts.town import Town
from tests.services.accounts.visit import Visit


@pytest.fixture
def administrator(town: Town) -> Visit:
    town.sample_staff()
    return town.sign_in(town.visit(), "9001")


def page_of(town: Town, number: str) -> str:
    return f"/staff/people/{town.staff(number).id}"


def role_ids(visit: Visit) -> list[str]:
    """The roles on the page that have not ended."""
    return re.findall(r"/roles/([0-9a-f-]{36})/end", visit.page)


def test_the_list_shows_everybody_with_their_roles_of_today(administrator: Visit) -> None:
    assert administrator.open("/staff/people") == 200

    assert "見本 四朗" in administrator.page
    assert "上下水道課 担当（本務）" in administrator.page
    assert "市民課 窓口（応援）" in administrator.page


@pytest.mark.parametrize(
    ("asked", "found", "missing"), [("1002", "見本 二美", "見本 一郎"), ("見本 三", "見本 三奈", "見本 一郎")]
)
def test_somebody_is_found_by_number_or_the_beginning_of_the_name(
    administrator: Visit, asked: str, found: str, missing: str
) -> None:
    administrator.client.get("/")
    administrator.open(f"/staff/people?name={asked}")

    assert found in administrator.page
    assert missing not in administrator.page


def test_percent_signs_find_nobody(administrator: Visit) -> None:
    administrator.open("/staff/people?name=%25")

    assert "見本 一郎" not in administrator.page


@pytest.mark.parametrize("number", ["1001", "1003", "8001"])
def test_nobody_else_sees_or_changes_staff(town: Town, administrator: Visit, number: str) -> None:
    other = town.sign_in(town.visit(), number)
    person = page_of(town, "1001")

    for path in ("/staff/people", "/staff/people/new", person):
        assert other.open(path) == 403
    other.open("/staff/own")
    for path in (person, f"{person}/roles", f"{person}/invite", f"{person}/sessions", "/staff/people/new"):
        assert (
            other.send(path, number="6666", name="x", mail="", division="shimin", role="administrator") == 403
        )


def test_nobody_who_is_not_signed_in_comes_near(town: Town, administrator: Visit) -> None:
    assert town.visit().open("/staff/people") == 303


def test_a_second_role_with_days_of_its_own_opens_and_shuts_by_itself(
    town: Town, administrator: Visit
) -> None:
    person = page_of(town, "1001")
    administrator.open(person)
    given = administrator.send(
        f"{person}/roles",
        division="sogo",
        role="administrator",
        kind="help",
        since="2026-11-24",
        until="2026-11-25",
    )
    assert given == 303

    answers = []
    for day in range(4):
        town.clock.moment = town.clock.moment.replace(day=23 + day)
        answers.append(town.sign_in(town.visit(), "1001").open("/staff/people"))

    assert answers == [403, 200, 200, 403]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"division": "nowhere"}, "役割を加えられませんでした"),
        ({"role": "emperor"}, "役割を加えられませんでした"),
        ({"kind": "x"}, "役割を加えられませんでした"),
        ({"since": "tomorrow"}, "日付を読み取れませんでした"),
        ({"since": "2026-12-01", "until": "2026-11-30"}, "終了日が開始日より前です"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(
    town: Town, administrator: Visit, typed: dict[str, str], said: str
) -> None:
    person = page_of(town, "1001")
    administrator.open(person)

    sent = {"division": "shimin", "role": "worker", "kind": "second", "since": "2026-12-01", **typed}

    assert administrator.send(f"{person}/roles", **sent) == 422
    assert said in administrator.page


def test_an_ended_role_opens_nothing_from_the_next_day_on(town: Town, administrator: Visit) -> None:
    person = page_of(town, "8001")
    administrator.open(person)
    for role in role_ids(administrator):
        assert administrator.send(f"{person}/roles/{role}/end", last="2026-11-20") == 303

    monitor = town.sign_in(town.visit(), "8001")
    assert monitor.open("/staff/own") == 200
    with town.session() as session:
        from portal.opening import today
        from portal.people import roles_on

        tomorrow = today(town.now).replace(day=21)
        assert roles_on(session, town.staff("8001").id, tomorrow) == ()


def test_a_role_is_ended_only_on_its_owners_page(town: Town, administrator: Visit) -> None:
    administrator.open(page_of(town, "1001"))
    (role,) = role_ids(administrator)

    assert administrator.send(f"{page_of(town, '1002')}/roles/{role}/end", last="2026-11-20") == 404


def test_the_last_administrator_cannot_go(town: Town, administrator: Visit) -> None:
    person = page_of(town, "9001")
    administrator.open(person)
    (role,) = role_ids(administrator)

    assert administrator.send(f"{person}/roles/{role}/end", last="2026-11-20") == 409
    assert "管理の役割をもつ職員がいなくなります" in administrator.page
    assert administrator.send(person, name="見本 七海", mail="", until="2026-11-20") == 409

    other = page_of(town, "1001")
    administrator.send(
        f"{other}/roles", division="sogo", role="administrator", kind="second", since="2026-11-20"
    )
    assert administrator.send(f"{person}/roles/{role}/end", last="2026-11-20") == 303


def test_whoever_leaves_is_signed_out_and_listed_no_more(town: Town, administrator: Visit) -> None:
    leaver, person = town.sign_in(town.visit(), "1001"), page_of(town, "1001")
    administrator.open(person)

    assert administrator.send(person, name="見本 一郎", mail="", until="2026-11-19") == 303

    assert leaver.open("/staff/own") == 303
    administrator.open("/staff/people")
    assert "見本 一郎" not in administrator.page
    administrator.open("/staff/people?gone=1")
    assert "見本 一郎" in administrator.page


def test_all_sessions_of_somebody_end_at_once(town: Town, administrator: Visit) -> None:
    other, person = town.sign_in(town.visit(), "1001"), page_of(town, "1001")
    administrator.open(person)
    assert "サインイン中：Windows / Chrome" in administrator.page

    assert administrator.send(f"{person}/sessions") == 303

    assert other.open("/staff/own") == 303


def test_somebody_new_needs_a_number_of_their_own(town: Town, administrator: Visit) -> None:
    typed = {"mail": "", "division": "shimin", "role": "worker", "kind": "main"}
    administrator.open("/staff/people/new")

    assert administrator.send("/staff/people/new", number="1001", name="見本 九太", **typed) == 409
    assert 'value="見本 九太"' in administrator.page
    assert administrator.send("/staff/people/new", number="", name="見本 九太", **typed) == 422


def test_what_an_administrator_does_is_noted_with_ids_only(town: Town, administrator: Visit) -> None:
    person = page_of(town, "1001")
    administrator.open(person)
    administrator.send(f"{person}/sessions")

    with town.session() as session:
        rows = audit.of(session, "staff", town.staff("1001").id)
    assert [(row.actor_id, row.verb) for row in rows] == [(str(town.staff("9001").id), "sessions_ended")]


def test_somebody_who_is_not_there_is_not_found(administrator: Visit) -> None:
    assert administrator.open("/staff/people/00000000-0000-0000-0000-000000000000") == 404
