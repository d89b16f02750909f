"""キャンセル待ち at the desk: who waits is seen by whoever runs the building, and an answer by telephone is noted there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.services.desk.builders import Desk, desk
from tests.services.reservations.staffed import CULTURE, SPORTS
from tests.services.reservations.test_routes_staff_uses import booked

HERE = "/staff/reservations/waiting"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = desk(tmp_path_factory.mktemp("line"), datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
    yield found
    found.close()


def wait(town: Desk, day: int) -> None:
    """Somebody with a telephone and no mail waits for what `booked` takes."""
    person, form = town.app.test_client(), "/reservations/wait"
    page = person.get(f"{form}?building=chuo_kominkan&unit=washitsu&day=2026-12-{day:02}").text
    token = re.search(r'name="_token" value="([^"]+)"', page)
    assert token
    answer = person.post(form, data={
        "_token": token[1], "building": "chuo_kominkan", "unit": "washitsu",
        "from": f"2026-12-{day:02}T10:00:00+09:00", "until": f"2026-12-{day:02}T12:00:00+09:00", "people": "8",
        "purpose": "meeting", "who": "resident", "name": "見本 次郎", "phone": "090-1111-2222",
    })  # fmt: skip
    assert answer.status_code == 303, answer.text


def act_of(page: str, act: str) -> str:
    """The address of a button."""
    found = re.search(rf'action="({HERE}/[^"/]+/{act})"', page)
    assert found, page
    return found[1]


def test_an_answer_by_telephone_books_what_is_kept(town: Desk) -> None:
    clerk = town.seat("counter", division=CULTURE)
    place = booked(clerk, 21)
    wait(town, 21)
    assert "見本 次郎" in clerk.get(HERE).text
    clerk.post(f"{place}/do/cancel", reason="電話で取り消しの申し出")

    page = clerk.get(HERE).text
    assert "返事待ち" in page
    refused = clerk.post(act_of(page, "take"), use_purpose="")
    assert refused.status_code == 422
    taken = clerk.post(act_of(page, "take"), use_purpose="見本の会")

    assert taken.headers["Location"] == f"{HERE}?done=take"
    assert "見本 次郎" not in clerk.get(HERE).text
    assert "見本 次郎" in clerk.get("/staff/reservations?day=2026-12-21").text


def test_whoever_is_taken_off_waits_no_more(town: Desk) -> None:
    clerk = town.seat("counter", division=CULTURE)
    booked(clerk, 22)
    wait(town, 22)

    clerk.post(act_of(clerk.get(HERE).text, "leave"))

    assert "見本 次郎" not in clerk.get(HERE).text


def test_another_operator_sees_no_line_of_this_building(town: Desk) -> None:
    clerk, other = town.seat("counter", division=CULTURE), town.seat("counter", division=SPORTS)
    booked(clerk, 23)
    wait(town, 23)

    assert "見本 次郎" not in other.get(HERE).text
    assert other.post(act_of(clerk.get(HERE).text, "leave")).status_code == 404


def test_somebody_is_added_by_telephone_and_found_by_their_number(town: Desk) -> None:
    clerk = town.seat("counter", division=CULTURE)
    use = booked(clerk, 25)
    form = {
        "place": "chuo_kominkan/washitsu", "from_day": "2026-12-25", "from_time": "10:00", "to_time": "12:00", "people": "8",
        "purpose": "meeting", "who": "resident", "channel": "telephone", "locale": "ja", "name": "見本 三郎",
        "phone": "090-3333-4444",
    }  # fmt: skip
    assert "名前" in clerk.get(f"{HERE}/new").text
    assert clerk.post(f"{HERE}/new", **{**form, "phone": ""}).status_code == 422
    assert clerk.post(f"{HERE}/new", **{**form, "from_time": "14:00", "to_time": "16:00"}).status_code == 409

    made = clerk.post(f"{HERE}/new", **form)

    page = clerk.get(made.headers["Location"]).text
    assert "見本 三郎" in page
    number = re.findall(r'receipt-no"[^>]*>([^<]+)<', page)[0]
    line = clerk.post("/staff/reservations/find", number=number).headers["Location"]
    assert "見本 三郎" in clerk.get(line).text
    assert "1人" in clerk.get(use).text
    other = town.seat("counter", division=SPORTS)
    assert other.post("/staff/reservations/find", number=number).status_code == 404
    assert other.get(line).status_code == 404
    assert other.post(f"{HERE}/new", **form).status_code == 404


def test_an_offer_is_passed_on_with_a_reason_from_the_list(town: Desk) -> None:
    clerk = town.seat("counter", division=CULTURE)
    use = booked(clerk, 26)
    wait(town, 26)
    clerk.post(f"{use}/do/cancel", reason="電話で取り消しの申し出")
    act = act_of(clerk.get(HERE).text, "move-on")

    assert clerk.post(act, why="because").status_code == 422
    assert clerk.post(act, why="unreached").headers["Location"] == f"{HERE}?done=move-on"

    assert "連絡がつかない" in clerk.get(f"{HERE}?use={use.rpartition('/')[2]}").text
    assert clerk.get(f"{HERE}?use=nonsense").status_code == 404
