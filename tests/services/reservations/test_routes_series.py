"""The staff's pages about fixed users: asked for, looked at date by date, booked, decided, made longer and given back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.services.desk.builders import Desk, Seat, desk
from tests.services.reservations.staffed import CULTURE, SPORTS

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HERE = "/staff/reservations/series"
FORM = {
    "place": "chuo_kominkan/washitsu", "weekday": "1", "every": "week", "from_day": "2026-12-01",
    "to_day": "2027-01-12", "from_time": "10:00", "to_time": "12:00", "people": "12", "purpose": "meeting",
    "who": "resident", "relief": "", "locale": "ja", "use_purpose": "見本の会", "company_name": "見本の会",
    "name": "見本 花子", "phone": "090-1234-5678", "email": "hanako@example.jp",
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file; each books its own hours."""
    found = desk(tmp_path_factory.mktemp("series"), MORNING)
    yield found
    found.close()


def made(worker: Seat, **changes: str) -> str:
    """A series made on the pages; gives its address."""
    answer = worker.post(f"{HERE}/new", **{**FORM, **changes}, step="make")
    assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:2000]
    return str(answer.headers["Location"]).partition("?")[0]


def test_a_series_is_looked_at_first_and_booked_after(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)
    assert worker.get(f"{HERE}/new").status_code == 200

    page = worker.post(f"{HERE}/new", **FORM, step="check")

    assert page.status_code == 200
    assert "まだ何も予約していません" in page.text
    assert "祝日・年末年始の休館" in page.text
    assert 'name="at-2026-12-29"' in page.text
    assert "見本 花子" in worker.post(f"{HERE}/new", **FORM, step="edit").text
    place = made(worker, **{"at-2026-12-29": "leave"})
    shown = worker.get(place).text
    assert "見本の会" in shown
    assert shown.count("予約済み") >= 5
    assert "決めていない日が" not in shown
    assert "見本の会" in worker.get(HERE).text
    assert "定期利用" in worker.get("/staff/reservations?day=2026-12-01").text


def test_what_is_wrong_is_told_on_the_form_and_nothing_typed_is_lost(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)

    for change, words in (
        ({"to_day": "2027-05-01"}, "期間を確かめてください"),
        ({"weekday": ""}, "曜日を選んでください"),
        ({"from_time": "x"}, "時間を確かめてください"),
        ({"people": "900"}, "この部屋に入れるのは"),
    ):
        answer = worker.post(f"{HERE}/new", **{**FORM, **change}, step="check")
        assert (answer.status_code, words in answer.text, "見本 花子" in answer.text) == (422, True, True)
    assert worker.post(f"{HERE}/new", **{**FORM, "name": ""}, step="make").status_code == 422


def test_a_date_that_waits_is_decided_and_the_rest_given_back(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)
    place = made(worker, from_time="14:00", to_time="16:00", **{"at-2026-12-29": "later"})
    assert "決めていない日が" in worker.get(place).text

    assert worker.post(f"{place}/do/settle", day="2026-12-29", choice="leave").status_code == 303
    assert worker.post(f"{place}/do/settle", day="2026-12-29", choice="leave").status_code == 409
    assert worker.post(f"{place}/do/cancel-from", day="2027-01-01", reason="").status_code == 422
    assert worker.post(f"{place}/do/cancel-from", day="2027-01-01", reason="解散").status_code == 303
    assert worker.post(f"{place}/do/nonsense", day="2027-01-01").status_code == 404

    assert "取消" in worker.get(place).text


def test_it_is_made_longer_after_a_look(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)
    place = made(worker, from_time="17:00", to_time="19:00")
    assert worker.get(f"{place}/extend").status_code == 200

    assert "日を加えて、知らせる" in worker.post(f"{place}/extend", to_day="2027-02-28", step="check").text
    assert worker.post(f"{place}/extend", to_day="2027-05-01", step="check").status_code == 422
    assert worker.post(f"{place}/extend", to_day="2027-02-28", step="make").status_code == 303

    assert "2月23日" in worker.get(place).text


def test_the_counter_looks_and_another_operator_learns_nothing(town: Desk) -> None:
    place = made(town.seat("worker", division=CULTURE), from_time="19:00", to_time="21:00")
    counter, other = town.seat("counter", division=CULTURE), town.seat("worker", division=SPORTS)

    assert counter.get(place).status_code == 200
    assert counter.post(f"{place}/do/cancel-from", day="2027-01-01", reason="x").status_code == 403
    assert other.get(place).status_code == 404
    assert other.post(f"{HERE}/new", **FORM, step="make").status_code == 404
