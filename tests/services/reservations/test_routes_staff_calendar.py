"""The staff's calendar: one's own buildings by day and by week, names for who may open them, closures."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.services.desk.builders import Desk, desk
from tests.services.reservations.staffed import CULTURE, GYM, SPORTS, at, booked

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HERE = "/staff/reservations"
NEW = {
    "place": "chuo_kominkan/chori", "from_day": "2026-11-24", "from_time": "09:00", "to_day": "2026-11-24",
    "to_time": "12:00", "kind": "repair", "reason": "見本の水道工事",
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file."""
    found = desk(tmp_path_factory.mktemp("facilities"), MORNING)
    yield found
    found.close()


def test_the_day_shows_who_has_which_room_and_who_booked(town: Desk) -> None:
    case = town.filed(name="見本 花子")
    with town.session() as session:
        booked(session, "hall_1", at(24, 10), at(24, 12), case_id=case)
        booked(session, "training", at(24, 10), at(24, 12), building=GYM, people=3)

    page = town.seat("counter", division=CULTURE).get(f"{HERE}?day=2026-11-24").text

    assert "見本 花子" in page
    assert f"/staff/cases/{case}" in page
    # The whole hall cannot be had meanwhile.
    assert "<small>ホール（前だけ）</small>" in page
    gym = town.seat("counter", division=SPORTS).get(f"{HERE}?day=2026-11-24").text
    assert "3/20" in gym


def test_a_look_at_a_name_is_written_down(town: Desk) -> None:
    from portal import audit

    case = town.filed(name="見本 次郎")
    with town.session() as session:
        booked(session, "ongaku", at(25, 10), at(25, 12), case_id=case)
    clerk = town.seat("worker", division=CULTURE)

    clerk.get(f"{HERE}?day=2026-11-25")

    with town.session() as session:
        assert [(one.verb, one.actor_id) for one in audit.of(session, "case", case)] == [
            ("listed", str(clerk.id))
        ]


def test_the_week_shows_times_and_opens_no_names(town: Desk) -> None:
    case = town.filed(name="見本 三郎")
    with town.session() as session:
        booked(session, "hall_2", at(26, 18), at(26, 20), case_id=case)

    page = town.seat("worker", division=CULTURE).get(f"{HERE}?view=week&day=2026-11-26").text

    assert "18:00–20:00" in page
    assert "見本 三郎" not in page


def test_each_operator_sees_its_own_buildings_only(town: Desk) -> None:
    page = town.seat("worker", division=SPORTS).get(HERE).text

    assert "総合体育館" in page
    assert "中央公民館" not in page
    assert town.seat("worker", division="suido").get(HERE).status_code == 404
    assert town.seat("editor", division=CULTURE).get(HERE).status_code == 403
    assert HERE not in town.seat("worker", division="suido").get("/staff").text


def test_a_time_is_closed_and_opened_again(town: Desk) -> None:
    clerk = town.seat("worker", division=CULTURE)

    assert clerk.post(f"{HERE}/blocks/new", **NEW).status_code == 303

    page = clerk.get(f"{HERE}/blocks").text
    assert "見本の水道工事" in page
    assert "見本の水道工事" in clerk.get(f"{HERE}?day=2026-11-24").text
    opens = page.partition('action="/staff/reservations/blocks/')[2].partition('"')[0]
    other = town.seat("worker", division=SPORTS)
    assert other.post(f"{HERE}/blocks/{opens}").status_code == 404
    assert clerk.post(f"{HERE}/blocks/{opens}").status_code == 303
    assert "見本の水道工事" not in clerk.get(f"{HERE}/blocks").text


def test_where_bookings_stand_they_are_listed_with_what_was_typed(town: Desk) -> None:
    with town.session() as session:
        booked(session, "washitsu", at(27, 10), at(27, 12))
    clerk = town.seat("worker", division=CULTURE)
    typed = {**NEW, "place": "chuo_kominkan", "from_day": "2026-11-27", "to_day": "2026-11-27"}

    answer = clerk.post(f"{HERE}/blocks/new", **typed)

    assert answer.status_code == 409
    assert "和室" in answer.text
    assert "見本の水道工事" in answer.text


def test_the_counter_closes_nothing_and_nobody_closes_what_another_runs(town: Desk) -> None:
    assert town.seat("counter", division=CULTURE).post(f"{HERE}/blocks/new", **NEW).status_code == 403
    other = {**NEW, "place": GYM}
    assert town.seat("worker", division=CULTURE).post(f"{HERE}/blocks/new", **other).status_code == 404
    empty = {**NEW, "reason": "", "from_time": "noon"}
    assert town.seat("worker", division=CULTURE).post(f"{HERE}/blocks/new", **empty).status_code == 422


def test_a_house_that_keeps_holidays_is_open_on_a_sunday(town: Desk) -> None:
    clerk = town.seat("worker", division=CULTURE)

    assert "この日は休館です" not in clerk.get(f"{HERE}?day=2026-11-22").text
    # 勤労感謝の日.
    assert "この日は休館です" in clerk.get(f"{HERE}?day=2026-11-23").text


def test_the_day_is_printed_by_whoever_runs_the_building(town: Desk) -> None:
    case = town.filed(name="見本 四郎")
    with town.session() as session:
        booked(session, "chori", at(28, 10), at(28, 12), case_id=case)
    path = f"{HERE}/day.pdf?building=chuo_kominkan&day=2026-11-28"

    assert town.seat("counter", division=CULTURE).get(path).data.startswith(b"%PDF-")
    assert town.seat("counter", division=SPORTS).get(path).status_code == 404


def test_figures_are_of_ones_own_buildings(town: Desk) -> None:
    clerk = town.seat("counter", division=SPORTS)

    assert "2026年度" in clerk.get(f"{HERE}/figures").text
    listed = clerk.get(f"{HERE}/figures.csv?year=2026")
    assert "総合体育館,アリーナ全面,2026-04," in listed.data.decode("utf-8-sig")
    assert "中央公民館" not in listed.text
    assert clerk.get(f"{HERE}/figures?year=99999").status_code == 200
    assert town.seat("worker").get(f"{HERE}/figures.csv").status_code == 404
