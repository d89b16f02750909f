"""The list's pages: filters in the address, views kept under a name, labels on cases."""

import re

from portal.states import State
from tests.harness.statements import asked
from tests.services.desk.builders import Desk, Seat


def test_filters_stand_in_the_address_and_in_the_form(town: Desk) -> None:
    town.filed()

    page = town.seat().get("/staff/inbox?whose=nobodys&due_to=2026-12-31&channel=online")

    assert page.status_code == 200
    assert 'value="2026-12-31"' in page.text
    assert '<option value="online" selected>' in page.text
    assert "見本 花子" in page.text


def test_a_view_is_saved_shown_and_removed(own: Desk) -> None:
    clerk = own.seat()

    answer = clerk.post("/staff/views", name="期限の近いもの", tab="review", due_to="2026-12-31")
    shown = clerk.get(answer.location).text
    remove = re.findall(r'action="(/staff/views/[0-9a-f-]{36}/remove)"', shown)

    assert answer.status_code == 303
    assert (
        '<a href="/staff/inbox?tab=review&amp;due_to=2026-12-31" aria-current="page">期限の近いもの</a>'
        in shown
    )
    assert own.seat().post(remove[0]).status_code == 404
    assert clerk.post(remove[0]).status_code == 303
    assert "期限の近いもの" not in clerk.get("/staff/inbox").text


def test_a_view_without_a_name_is_refused(town: Desk) -> None:
    answer = town.seat().post("/staff/views", name=" ", tab="review")

    assert answer.status_code == 422
    assert "この名前では保存できません" in answer.text


def test_somebody_without_cases_saves_no_view(town: Desk) -> None:
    assert town.seat("monitor").post("/staff/views", name="一覧").status_code == 403


def test_a_label_is_put_on_at_the_case_and_shown_in_the_list(own: Desk) -> None:
    case_id, clerk = own.filed(State.REVIEW), own.seat("counter")

    answer = clerk.act(own, case_id, "label", label="至急")

    assert answer.status_code == 303
    assert "至急" in clerk.get("/staff/inbox?label=至急").text
    assert own.seat(division="zeimu").act(own, case_id, "label", label="至急").status_code == 403
    clerk.act(own, case_id, "label", label="至急", off="1")
    assert '<span class="mark">至急</span>' not in clerk.get(f"/staff/cases/{case_id}").text


def test_a_label_with_a_personal_number_is_refused(own: Desk) -> None:
    answer = own.seat().act(own, own.filed(), "label", label="1234 5678 9018")

    assert answer.status_code == 422


def statements(town: Desk, clerk: Seat, path: str) -> int:
    """How often a page asks the database, beside the looks at what other machines changed, which belong to the clock."""
    with asked(town.db) as found:
        assert clerk.get(path).status_code == 200
    return sum(1 for one in found if "_version." not in one and "_edition." not in one)


def test_a_list_of_many_asks_the_database_no_more_than_a_list_of_one(own: Desk) -> None:
    clerk, case_id = own.seat(), own.filed()

    for_one = statements(own, clerk, "/staff/inbox")
    for _ in range(4):
        own.filed(State.REVIEW)

    assert statements(own, clerk, "/staff/inbox") == for_one <= 17
    assert statements(own, clerk, f"/staff/cases/{case_id}") <= 25
