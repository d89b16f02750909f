"""The staff's pages about one booking: taken at the counter, met at the desk, called off, moved, allowed with a permit."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.services.desk.builders import Desk, Seat, desk
from tests.services.reservations.staffed import CULTURE, SPORTS, at

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HERE = "/staff/reservations"
NEW = {
    "from_time": "10:00", "to_time": "12:00", "people": "12", "purpose": "meeting", "who": "resident",
    "channel": "telephone", "locale": "en", "use_purpose": "見本の会", "company_name": "見本の会", "name": "見本 花子",
    "phone": "090-1234-5678", "email": "hanako@example.jp",
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file; each books its own day."""
    found = desk(tmp_path_factory.mktemp("uses"), MORNING)
    yield found
    found.close()


def booked(clerk: Seat, day: int, unit: str = "washitsu", **changes: Any) -> str:
    """A booking taken on the telephone; gives its address."""
    form = {**NEW, "place": f"chuo_kominkan/{unit}", "from_day": f"2026-12-{day:02}", **changes}
    answer = clerk.post(f"{HERE}/new", **form)
    assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:2000]
    return str(answer.headers["Location"]).partition("?")[0]


def test_a_booking_is_taken_on_the_telephone_and_found_by_its_number(town: Desk) -> None:
    clerk = town.seat("counter", division=CULTURE)
    assert clerk.get(f"{HERE}/new").status_code == 200

    place = booked(clerk, 1)

    page = clerk.get(place).text
    assert "見本 花子" in page
    found = re.search(r'receipt-no"[^>]*>([^<]+)<', page)
    assert found
    assert clerk.post(f"{HERE}/find", number=found[1]).headers["Location"] == place
    assert town.seat("counter", division=SPORTS).get(place).status_code == 404
    assert town.seat("counter", division=SPORTS).post(f"{HERE}/find", number=found[1]).status_code == 404


def test_a_time_that_is_taken_is_answered_with_others_and_nothing_typed_is_lost(town: Desk) -> None:
    clerk = town.seat("counter", division=CULTURE)
    booked(clerk, 2)

    form = {**NEW, "place": "chuo_kominkan/washitsu", "from_day": "2026-12-02"}
    answer = clerk.post(f"{HERE}/new", **form)

    assert answer.status_code == 409
    assert "代わりに予約できる時間" in answer.text
    assert "見本 花子" in answer.text
    assert clerk.post(f"{HERE}/new", **{**form, "from_time": "x", "name": ""}).status_code == 422
    assert clerk.post(f"{HERE}/new", **{**form, "place": "sogo_taiikukan/kaigi"}).status_code == 404


def test_who_comes_is_noted_and_who_does_not_come_too(town: Desk) -> None:
    clerk = town.seat("counter", division=CULTURE)
    first, second = booked(clerk, 3), booked(clerk, 3, "chori", purpose="cooking")
    town.clock.moment = at(20, 11).replace(month=12, day=3)

    try:
        came = town.seat("counter", division=CULTURE)
        assert came.post(f"{first}/do/came").status_code == 303
        assert came.post(f"{second}/do/missed").status_code == 303
        assert "利用済み" in came.get(first).text
        assert "無断で不使用" in came.get(second).text
        assert came.post(f"{second}/do/waive", reason="雨").status_code == 403
        worker = town.seat("worker", division=CULTURE)
        assert worker.post(f"{second}/do/waive", reason="大雨の警報").status_code == 303
        assert came.post(f"{first}/do/nonsense").status_code == 404
    finally:
        town.clock.moment = MORNING


def test_it_is_moved_by_who_may_and_called_off_with_a_reason(town: Desk) -> None:
    worker, counter = (town.seat(role, division=CULTURE) for role in ("worker", "counter"))
    place = booked(counter, 4)
    assert worker.get(f"{place}/move").status_code == 200
    span = {"from_day": "2026-12-05", "from_time": "13:00", "to_day": "2026-12-05", "to_time": "15:00"}

    assert counter.post(f"{place}/move", unit="washitsu", **span).status_code == 403
    assert worker.post(f"{place}/move", unit="washitsu", **span).status_code == 303
    assert worker.post(f"{place}/move", unit="washitsu", **{**span, "to_time": "09:00"}).status_code == 422

    assert "13:00" in worker.get(place).text
    assert worker.post(f"{place}/do/call-off", reason="").status_code == 422
    assert counter.post(f"{place}/do/call-off", reason="水道の工事").status_code == 403
    assert worker.post(f"{place}/do/call-off", reason="水道の工事").status_code == 303
    assert "取消" in worker.get(place).text


def test_what_was_allowed_has_its_permit(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)
    place = booked(worker, 8, "hall")
    assert worker.get(f"{place}/permit.pdf").status_code == 404

    worker.post(f"{place}/do/allow")

    assert worker.get(f"{place}/permit.pdf").data.startswith(b"%PDF-")
    assert town.seat("worker", division=SPORTS).get(f"{place}/permit.pdf").status_code == 404


def test_a_polling_station_is_planned_first_and_done_after(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)
    place = booked(worker, 9)
    form = {
        "place": "chuo_kominkan", "from_day": "2026-12-09", "from_time": "09:00", "to_day": "2026-12-09",
        "to_time": "21:00", "kind": "polling", "reason": "市長選挙の投票所（見本）",
    }  # fmt: skip

    shown = worker.post(f"{HERE}/blocks/new", **form)

    assert shown.status_code == 409
    plan = shown.text.partition('name="plan" value="')[2].partition('"')[0]
    # Somebody else books in between: what was seen is no longer all.
    later = booked(worker, 9, "chori", purpose="cooking", email="jiro@example.jp")
    again = worker.post(f"{HERE}/blocks/new", **form, plan=plan)
    assert again.status_code == 409
    plan = again.text.partition('name="plan" value="')[2].partition('"')[0]
    assert worker.post(f"{HERE}/blocks/new", **form, plan=plan).status_code == 303
    assert "取消" in worker.get(place).text
    assert "取消" in worker.get(later).text
