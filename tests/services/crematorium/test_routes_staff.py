"""The office: a day with everybody who comes, the permit, arrivals, pauses, undertakers; nobody else learns anything."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from services.crematorium.actions import firms
from tests.services.crematorium.builders import OPERATOR, at, booked, wish
from tests.services.desk.builders import Desk, desk

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HERE = "/staff/crematorium"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file; each books its own time."""
    found = desk(tmp_path_factory.mktemp("saijo"), MORNING)
    yield found
    found.close()


def test_the_office_sees_the_day_tells_the_permit_and_takes_in(town: Desk) -> None:
    with town.session() as session:
        row = booked(session, MORNING, wish(at(23, 9, 30), along={"shikijo": "tsuya"}))
        place = f"{HERE}/use/{row.id}"
    clerk, other = town.seat("counter", division=OPERATOR), town.seat("worker", division="bunka")

    assert "見本 一郎" in clerk.get(f"{HERE}?day=2026-11-23").text
    assert clerk.get(f"{HERE}?view=week&day=2026-11-23").status_code == 200
    assert clerk.get(f"{HERE}/day.pdf?day=2026-11-23").data.startswith(b"%PDF-")
    listed = clerk.get(f"{HERE}/day.csv?day=2026-11-23").data.decode("utf-8-sig")
    assert "09:30" in listed
    assert "見本 一郎" in listed
    assert "仮予約" in listed
    assert clerk.get(f"{place}/slip.pdf").data.startswith(b"%PDF-")
    for path in (
        HERE,
        f"{HERE}/day.pdf",
        f"{HERE}/day.csv",
        place,
        f"{place}/slip.pdf",
        f"{HERE}/firms",
        f"{HERE}/pauses",
    ):
        assert other.get(path).status_code == 404
    assert clerk.post(f"{place}/do/came", seen="yes").status_code == 409
    assert clerk.post(f"{place}/do/permit", number="", city="").status_code == 422
    assert clerk.post(f"{place}/do/permit", number="第5号", city="ひなた市").status_code == 303
    assert "第5号" in clerk.get(place).text
    town.clock.moment = at(23, 9)
    try:
        clerk = town.seat("counter", division=OPERATOR)
        assert clerk.post(f"{place}/do/came").status_code == 422
        assert clerk.post(f"{place}/do/came", seen="yes").status_code == 303
        assert "受付済み" in clerk.get(place).text
    finally:
        town.clock.moment = MORNING


def test_it_is_moved_by_who_may_and_called_off_with_a_reason(town: Desk) -> None:
    with town.session() as session:
        place = f"{HERE}/use/{booked(session, MORNING, wish(at(26, 9, 30))).id}"
    worker, counter = (town.seat(role, division=OPERATOR) for role in ("worker", "counter"))

    assert worker.get(f"{place}/move?day=2026-11-27").status_code == 200
    assert counter.post(f"{place}/move", to=f"ro_2/{at(27, 9, 30).isoformat()}").status_code == 403
    assert worker.post(f"{place}/move", to=f"ro_2/{at(27, 9, 30).isoformat()}").status_code == 303
    assert worker.post(f"{place}/move", to="ro_2/x").status_code == 422
    assert counter.post(f"{place}/do/cancel", reason="").status_code == 422
    assert counter.post(f"{place}/do/cancel", reason="申し出による").status_code == 303
    assert "取消" in counter.get(place).text


def test_a_furnace_is_stopped_and_opened_again(town: Desk) -> None:
    worker, counter = (town.seat(role, division=OPERATOR) for role in ("worker", "counter"))
    form = {
        "furnace": "ro_3", "from_day": "2026-11-28", "from_time": "09:00", "to_day": "2026-11-28", "to_time": "18:00",
        "reason": "見本の点検",
    }  # fmt: skip

    assert counter.post(f"{HERE}/pauses", **form).status_code == 403
    assert worker.post(f"{HERE}/pauses", **{**form, "to_day": ""}).status_code == 422
    assert worker.post(f"{HERE}/pauses", **form).status_code == 303
    page = worker.get(f"{HERE}/pauses").text
    assert "見本の点検" in page
    opened = page.partition(f'action="{HERE}/pauses/')[2].partition("/open")[0]
    assert worker.post(f"{HERE}/pauses/{opened}/open").status_code == 303
    assert "見本の点検" not in worker.get(f"{HERE}/pauses").text


def test_an_undertaker_is_registered_and_its_people_join_by_a_link(town: Desk) -> None:
    worker, counter = (town.seat(role, division=OPERATOR) for role in ("worker", "counter"))
    firm = {"name": "見本葬祭", "phone": "0000-00-7000", "mail": "sousai@example.jp"}

    assert counter.post(f"{HERE}/firms", **firm).status_code == 403
    assert worker.post(f"{HERE}/firms", **{**firm, "mail": "x"}).status_code == 422
    place = worker.post(f"{HERE}/firms", **firm).headers["Location"].partition("?")[0]
    assert worker.post(f"{place}/do/invite", mail="taro@example.jp").status_code == 303
    assert worker.post(f"{place}/do/stop", reason="").status_code == 422
    assert worker.post(f"{place}/do/stop", reason="見本の理由").status_code == 303
    assert "停止中" in worker.get(f"{HERE}/firms").text
    assert worker.post(f"{place}/do/resume").status_code == 303
    assert worker.get(place).status_code == 200
    with town.session() as session:
        assert len(firms.listed(session)) == 1
