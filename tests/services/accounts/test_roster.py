"""人事異動 carried out: roles begin and end on their days, open cases go over, and a faulty list changes nothing."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select

from portal.people import Role, Staff, roles_on
from services.accounts.actions.staff_people import NewRole
from tests.services.accounts.town import Town

HEAD = "職員番号,氏名,メール,所属,役割,区分,開始日,終了日\n"
LIST = HEAD + (
    "1001,見本 一郎,,suido,担当,本務,2027-04-01,\n"
    "1002,見本 二美,,suido,窓口,応援,2026-12-01,2027-01-31\n"
    "4001,見本 新一,shin@city.example,zeimu,担当,本務,2027-04-01,\n"
)
MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 1)


def at(day: date) -> datetime:
    """Ten in the morning in Japan."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


@pytest.fixture
def staffed(town: Town) -> Town:
    town.sample_staff()
    return town


@pytest.fixture
def moved(staffed: Town, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the rooms are told."""
    heard: list[dict[str, Any]] = []

    def hear(_session: object, **values: Any) -> None:
        heard.append(values)

    monkeypatch.setitem(staffed.house.db.info, "hear", {"staff.moved": (hear,)})
    return heard


def import_(town: Town, folder: Path, text: str, *options: str, encoding: str = "utf-8") -> Result:
    """Run the command on a list."""
    file = folder / "idou.csv"
    file.write_bytes(text.encode(encoding))
    return town.app.test_cli_runner().invoke(args=["staff", "import", str(file), *options])


def held(town: Town, number: str, day: date) -> list[tuple[str, str]]:
    with town.session() as session:
        return [(role.division, role.role) for role in roles_on(session, town.staff(number).id, day)]


def count(town: Town) -> tuple[int, int]:
    with town.session() as session:
        staff, roles = (session.scalar(select(func.count()).select_from(table)) for table in (Staff, Role))
        return staff or 0, roles or 0


def test_everybody_changes_on_their_own_day(staffed: Town, tmp_path: Path) -> None:
    result = import_(staffed, tmp_path, LIST)

    assert result.exit_code == 0, result.output
    assert held(staffed, "1001", MARCH) == [("shimin", "counter")]
    assert held(staffed, "1001", APRIL) == [("suido", "worker")]
    assert held(staffed, "1002", date(2026, 12, 1)) == [("shimin", "worker"), ("suido", "counter")]
    assert held(staffed, "1002", date(2027, 2, 1)) == [("shimin", "worker")]
    assert held(staffed, "4001", APRIL) == [("zeimu", "worker")]


def test_somebody_new_cannot_come_in_before_their_first_day(staffed: Town, tmp_path: Path) -> None:
    import_(staffed, tmp_path, LIST, "--invite")

    link = staffed.links("shin@city.example")[-1]

    assert staffed.visit().open(link) == 200
    assert staffed.staff("4001").since == APRIL


def test_a_dry_run_tells_everything_and_changes_nothing(staffed: Town, tmp_path: Path) -> None:
    before = count(staffed)

    result = import_(staffed, tmp_path, LIST, "--dry-run")

    assert result.exit_code == 0
    assert "1001 -shimin/counter/main 〜2027-03-31 +suido/worker/main 2027-04-01〜" in result.output
    assert "4001 新規 +zeimu/worker/main" in result.output
    assert "見本" not in result.output
    assert count(staffed) == before


def test_one_faulty_line_stops_the_whole_list(staffed: Town, tmp_path: Path) -> None:
    before = count(staffed)

    result = import_(staffed, tmp_path, LIST + "5001,見本 誤,,nowhere,担当,本務,2027-04-01,\n")

    assert result.exit_code == 1
    assert "idou.csv:5: 所属: division_unknown" in result.output
    assert count(staffed) == before


def test_the_list_of_excel_is_read(staffed: Town, tmp_path: Path) -> None:
    result = import_(staffed, tmp_path, LIST, encoding="cp932")

    assert result.exit_code == 0, result.output
    assert held(staffed, "1001", APRIL) == [("suido", "worker")]


def test_a_file_of_another_kind_is_refused(staffed: Town, tmp_path: Path) -> None:
    assert import_(staffed, tmp_path, LIST, encoding="utf-16").exit_code == 1


def test_the_same_list_twice_changes_nothing(staffed: Town, tmp_path: Path) -> None:
    import_(staffed, tmp_path, LIST)
    before = count(staffed)

    result = import_(staffed, tmp_path, LIST)

    assert "0人" in result.output
    assert count(staffed) == before


def test_rooms_are_told_on_the_day_after_the_last_day_and_once(
    staffed: Town, moved: list[dict[str, Any]], tmp_path: Path
) -> None:
    import_(staffed, tmp_path, LIST)
    staffed.clock.moment = at(MARCH)
    staffed.work()
    assert [one["division"] for one in moved] == ["suido"]

    for _ in range(2):
        staffed.clock.moment = at(APRIL)
        staffed.work()
        staffed.clock.forward(hours=2)
        staffed.work()

    (_, april) = moved
    assert (april["staff_id"], april["division"], april["until"]) == (
        staffed.staff("1001").id,
        "shimin",
        MARCH,
    )


def test_a_list_that_comes_late_hands_over_at_once(
    staffed: Town, moved: list[dict[str, Any]], tmp_path: Path
) -> None:
    import_(staffed, tmp_path, HEAD + "1001,見本 一郎,,suido,担当,本務,2026-11-01,\n")

    assert [one["until"] for one in moved] == [date(2026, 10, 31)]


def test_a_reorganisation_takes_no_case_away(
    staffed: Town, moved: list[dict[str, Any]], tmp_path: Path
) -> None:
    import_(staffed, tmp_path, HEAD + "1002,見本 二美,,shimin_madoguchi,担当,本務,2027-04-01,\n")
    staffed.clock.moment = at(APRIL)
    staffed.work()

    assert moved == []
    assert held(staffed, "1002", APRIL) == [("shimin_madoguchi", "worker")]


def test_whoever_comes_back_after_leaving_is_the_same_person(staffed: Town, tmp_path: Path) -> None:
    from portal.db import writing

    with staffed.session() as session, writing(session):
        session.get_one(Staff, staffed.staff("1001").id).until = date(2026, 10, 31)

    import_(staffed, tmp_path, LIST)

    assert staffed.staff("1001").until is None


def test_a_new_name_and_address_are_taken_over(staffed: Town, tmp_path: Path) -> None:
    import_(staffed, tmp_path, HEAD + "1001,見本 新姓,new@city.example,shimin,窓口,本務,2026-01-01,\n")
    unchanged = staffed.staff("1001")
    import_(staffed, tmp_path, HEAD + "1001,見本 新姓,new@city.example,suido,窓口,本務,2027-04-01,\n")

    assert (unchanged.name, staffed.staff("1001").name) == ("見本 一郎", "見本 新姓")
    assert staffed.staff("1001").mail == "new@city.example"


def test_the_first_administrator_is_made_by_a_command(town: Town) -> None:
    run = town.app.test_cli_runner()

    added = run.invoke(args=["staff", "add", "9001", "見本 七海", "--division", "sogo"])
    again = run.invoke(args=["staff", "add", "9001", "見本 七海", "--division", "sogo"])
    lost = run.invoke(args=["staff", "invite", "9001"])
    wrong = run.invoke(args=["staff", "add", "9002", "見本", "--division", "nowhere"])
    nobody = run.invoke(args=["staff", "invite", "7777"])

    link = lost.output.strip().removeprefix("http://localhost")
    assert (added.exit_code, again.exit_code, lost.exit_code) == (0, 1, 0)
    assert (wrong.exit_code, nobody.exit_code) == (1, 1)
    assert town.visit().open(link) == 200
    with town.session() as session:
        assert roles_on(session, town.staff("9001").id, date(2026, 11, 20))[0].role == "administrator"


def test_roles_given_by_hand_end_and_hand_over_too(staffed: Town, moved: list[dict[str, Any]]) -> None:
    staffed.add_staff("7301", NewRole("zeimu", "worker", "help", date(2026, 11, 1), date(2026, 11, 19)))

    staffed.work()

    assert [one["division"] for one in moved] == ["zeimu"]
