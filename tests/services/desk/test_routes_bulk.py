"""Ticked rows of the list: done together, told one by one, kept within the division."""

import pytest

from portal.states import State
from tests.services.desk.builders import Desk


def ticked(own: Desk, *cases: object) -> list[str]:
    return [f"{one}:{own.case(one).version}" for one in cases]  # type: ignore[arg-type]


def test_every_row_can_be_ticked_and_all_at_once_without_a_script(own: Desk) -> None:
    case_id, clerk = own.filed(), own.seat()

    some, all_of_them = (clerk.get(f"/staff/inbox{query}").text for query in ("", "?all=1"))

    assert f'name="case" value="{case_id}:1" form="bulk"' in some
    assert "checked" not in some.partition('name="case"')[2].partition(">")[0]
    assert "checked" in all_of_them.partition('name="case"')[2].partition(">")[0]


def test_ticked_cases_are_accepted_and_the_rest_is_told(own: Desk) -> None:
    first, second, done = own.filed(), own.filed(), own.filed(State.REVIEW)

    page = own.seat("counter").post(
        "/staff/inbox/bulk", what="accept", case=ticked(own, first, second, done), tab="arrived"
    )

    assert page.status_code == 200
    assert "2件を行いました。" in page.text
    assert "1件は行いませんでした" in page.text
    assert own.case(done).receipt_no in page.text
    assert "/staff/inbox?tab=arrived" in page.text
    assert own.case(first).state == own.case(second).state == State.ACCEPTED


def test_ticked_cases_get_a_clerk_and_a_label(own: Desk) -> None:
    case_id, clerk = own.filed(State.REVIEW), own.seat()
    colleague = own.seat(name="見本 次郎")

    clerk.post("/staff/inbox/bulk", what="take", to=str(colleague.id), case=ticked(own, case_id))
    clerk.post("/staff/inbox/bulk", what="label", put="至急", case=ticked(own, case_id))

    assert own.case(case_id).assignee == colleague.id
    assert str(case_id) in clerk.get("/staff/inbox?label=至急").text


def test_a_counter_clerk_cannot_complete_what_is_ticked(own: Desk) -> None:
    case_id = own.filed(State.REVIEW)

    page = own.seat("counter").post("/staff/inbox/bulk", what="complete", case=ticked(own, case_id)).text

    assert "1件は行いませんでした" in page
    assert own.case(case_id).state == State.REVIEW
    assert 'value="complete"' not in own.seat("counter").get("/staff/inbox").text


def test_another_division_changes_nothing_and_learns_no_number(own: Desk) -> None:
    case_id = own.filed()

    page = own.seat(division="zeimu").post("/staff/inbox/bulk", what="accept", case=ticked(own, case_id))

    assert own.case(case_id).receipt_no not in page.text
    assert own.case(case_id).state == State.ARRIVED


def test_somebody_without_cases_does_nothing_to_many(own: Desk) -> None:
    answer = own.seat("monitor").post("/staff/inbox/bulk", what="accept", case=ticked(own, own.filed()))

    assert answer.status_code == 403


@pytest.mark.parametrize("form", [{"what": "decide"}, {"what": ""}, {"what": "accept", "case": "x:1"}])
def test_what_no_page_of_ours_sends_is_a_bad_request(town: Desk, form: dict[str, str]) -> None:
    assert town.seat().post("/staff/inbox/bulk", **form).status_code == 400


def test_nothing_ticked_is_told(town: Desk) -> None:
    answer = town.seat().post("/staff/inbox/bulk", what="accept")

    assert answer.status_code == 422
    assert "申し込みが選ばれていません" in answer.text
