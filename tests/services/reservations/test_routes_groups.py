"""The pages of registered groups: open to everybody, the register to who runs a building, its people to who keeps it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from services.reservations.models.groups import Group
from tests.services.applications.browsing import Site
from tests.services.desk.builders import Desk, desk
from tests.services.reservations.grouped import answers, asked, registered
from tests.services.reservations.staffed import CULTURE, SPORTS

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HERE = "/staff/reservations/groups"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file."""
    found = desk(tmp_path_factory.mktemp("groups"), MORNING)
    yield found
    found.close()


@pytest.fixture(scope="module")
def club(town: Desk) -> Group:
    """A group of the register."""
    with town.session() as session:
        made = registered(session, MORNING)
        session.expunge(made)
    return made


def test_everybody_reads_what_a_group_gets_and_where_it_registers(town: Desk) -> None:
    visitor = Site(town.app, town.clock).browser()

    page = visitor.open("/reservations/groups")

    assert "代表者を入れて5人以上の団体です。" in page.text
    assert "総合体育館：50%引き" in page.text
    assert visitor.open("/reservations/groups/new").path == "/procedures/dantai_toroku"
    assert "市内の方は令和9年1月19日（火）まで" in visitor.open("/reservations/chuo_kominkan").text


def test_nobody_books_for_a_group_they_do_not_belong_to(town: Desk, club: Group) -> None:
    visitor = Site(town.app, town.clock).browser()
    visitor.open("/reservations/hold?building=chuo_kominkan&unit=washitsu&from=2026-11-26T10:00")
    visitor.press({"people": "12", "purpose": "meeting", "who": "resident"}, action="/reservations/hold")

    place = visitor.page.path
    assert club.name not in visitor.page.text
    named = visitor.press({"name": "見本 花子", "phone": "090-1234-5678", "use_purpose": "会"}, action=place)
    assert "予約する：確認" in named.text
    answer = visitor.press(button="group", value=str(club.id), action=place)

    assert answer.status == 404
    assert club.name not in answer.text


def test_who_keeps_the_register_sees_who_belongs_to_a_group_and_others_do_not(
    town: Desk, club: Group
) -> None:
    keeper, runs = (town.seat("worker", division=one) for one in (CULTURE, SPORTS))

    for seat in (keeper, runs):
        assert club.number in seat.get(f"{HERE}?q={club.number}").text
    assert "青井 見本" in keeper.get(f"{HERE}/{club.id}").text
    assert "青井 見本" not in runs.get(f"{HERE}/{club.id}").text
    assert town.seat("worker", division="zeimu").get(HERE).status_code == 404


def test_a_group_is_stopped_with_a_reason_only(town: Desk, club: Group) -> None:
    keeper = town.seat("worker", division=CULTURE)

    assert keeper.post(f"{HERE}/{club.id}/do/stop", reason=" ").status_code == 422
    assert keeper.post(f"{HERE}/{club.id}/do/stop", reason="確かめるため").status_code == 303
    assert "確かめるため" in keeper.get(f"{HERE}/{club.id}").text
    assert town.seat("worker", division=SPORTS).post(f"{HERE}/{club.id}/do/restore").status_code == 403
    assert keeper.post(f"{HERE}/{club.id}/do/restore").status_code == 303


def test_the_page_of_a_request_says_which_group_it_is_like_and_takes_a_note(town: Desk, club: Group) -> None:
    keeper = town.seat("worker", division=CULTURE)
    with town.session() as session:
        case = asked(session, MORNING, answers(group_name="みほん卓球の会", group_kana="ミホンタッキュウ")).id

    page = keeper.get(f"/staff/cases/{case}").text

    assert f"メンバー8人のうち8人が「{club.name}」と同じです。" in page
    assert "代表者の電話番号が同じです。" in page
    assert "名前が同じか、よく似ています。" in page
    assert town.seat("worker", division="zeimu").post(f"{HERE}/noted/{case}", text="よい").status_code == 404
    assert keeper.post(f"{HERE}/noted/{case}", text="別の団体だった").status_code == 303
    assert "別の団体だった" in keeper.get(f"/staff/cases/{case}").text
