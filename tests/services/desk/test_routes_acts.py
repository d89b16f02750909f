"""What a clerk does at the press of a button: done once, on what was seen, and told beside the field where it cannot be."""

import pytest

from portal.states import State
from portal.worker import Worker
from services.desk.rules import Act
from tests.services.desk.builders import Desk


@pytest.mark.parametrize("act", list(Act))
def test_a_clerk_of_another_division_does_nothing(town: Desk, act: Act) -> None:
    case_id = town.filed(State.REVIEW)
    before = town.case(case_id).version

    answer = town.seat("approver", division="zeimu").act(town, case_id, act, text="理由", kind="reject")

    assert answer.status_code == 403
    assert town.case(case_id).version == before


def test_a_case_goes_its_way_at_the_press_of_buttons(water: Desk) -> None:
    case_id, clerk = water.filed(), water.seat()

    for act, state in (("accept", State.ACCEPTED), ("review", State.REVIEW), ("complete", State.DONE)):
        answer = clerk.act(water, case_id, act)
        assert answer.status_code == 303
        assert water.case(case_id).state == state
        assert clerk.get(answer.location).status_code == 200


def test_a_form_without_our_token_is_refused(town: Desk) -> None:
    case_id, clerk = town.filed(), town.seat()

    answer = clerk.client.post(f"/staff/cases/{case_id}/accept", data={"version": "1"})

    assert answer.status_code == 400
    assert town.case(case_id).state == State.ARRIVED


def test_the_second_of_two_clerks_is_told_what_the_first_did(town: Desk) -> None:
    case_id, first, second = town.filed(), town.seat(name="見本 一郎"), town.seat(name="見本 二郎")
    seen = town.case(case_id).version
    first.act(town, case_id, "accept", version=seen)

    answer = second.act(town, case_id, "withdraw", version=seen, text="窓口で本人から")

    assert answer.status_code == 409
    assert "見本 一郎" in answer.text
    assert "窓口で本人から" in answer.text
    assert town.case(case_id).state == State.ACCEPTED


@pytest.mark.parametrize("version", ["", "x", "99999999999", "-1"])
def test_a_form_that_has_seen_nothing_changes_nothing(town: Desk, version: str) -> None:
    case_id = town.filed()

    assert town.seat().act(town, case_id, "accept", version=version).status_code == 409


def test_a_correction_is_asked_for_with_phrases_and_a_day(town: Desk) -> None:
    case_id, clerk = town.filed(State.REVIEW), town.seat()
    assert "補正を求める" in clerk.get(f"/staff/cases/{case_id}/correct").text

    answer = clerk.act(
        town, case_id, "correct", fields=["phone"], phrase=["4"], text="午前にかけました。", due="2026-12-04"
    )

    assert answer.status_code == 303
    assert town.case(case_id).state == State.CORRECTION
    page = clerk.get(f"/staff/cases/{case_id}").text
    assert "この電話番号ではつながりませんでした" in page
    assert "午前にかけました。" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": "理由", "due": "2026-12-04"}, 'href="#field-'),
        ({"fields": ["phone"], "due": "2026-12-04"}, 'href="#text"'),
        ({"fields": ["phone"], "text": "番号は1234-5678-9018", "due": "2026-12-04"}, 'href="#text"'),
        ({"fields": ["phone"], "text": "理由", "due": "きのう"}, 'href="#due"'),
        ({"fields": ["phone"], "text": "理由", "due": "2026-11-01"}, 'href="#due"'),
    ],
)
def test_a_faulty_request_is_told_beside_its_field_and_keeps_what_was_typed(
    town: Desk, form: dict[str, object], said: str
) -> None:
    case_id, clerk = town.filed(State.REVIEW), town.seat()

    answer = clerk.act(town, case_id, "correct", **form)

    assert answer.status_code == 422
    assert said in answer.text
    assert str(form.get("text", "")) in answer.text
    assert town.case(case_id).state == State.REVIEW


def test_a_japanese_date_is_read_too(town: Desk) -> None:
    case_id, clerk = town.filed(State.REVIEW), town.seat()

    clerk.act(town, case_id, "correct", fields=["phone"], text="理由", due="令和8年12月4日")

    assert town.case(case_id).state == State.CORRECTION


def test_a_refusal_passes_two_people_and_ends_in_a_notice(own: Desk) -> None:
    case_id, clerk, approver = own.filed(State.REVIEW), own.seat(), own.seat("approver", name="見本 課長")
    assert clerk.act(own, case_id, "propose", kind="reject", text="区域外のため。").status_code == 303
    assert clerk.act(own, case_id, "decide").status_code == 403
    assert "区域外のため。" in approver.get(f"/staff/cases/{case_id}/decide").text

    assert approver.act(own, case_id, "decide", effective="2026-11-24").status_code == 303

    page = clerk.get(f"/staff/cases/{case_id}").text
    assert "8ひ水第1号" in page
    assert f"/staff/cases/{case_id}/notice.pdf" in page
    assert "決定通知書を印刷して送る" in clerk.get("/staff/tasks").text


def test_a_proposal_needs_an_outcome_and_a_reason(town: Desk) -> None:
    case_id, clerk = town.filed(State.REVIEW), town.seat()

    assert 'href="#kind-' in clerk.act(town, case_id, "propose", text="理由").text
    assert 'href="#text"' in clerk.act(town, case_id, "propose", kind="reject").text


def test_an_unknown_act_is_no_page(town: Desk) -> None:
    assert town.seat().get(f"/staff/cases/{town.filed()}/erase").status_code == 404


def test_a_button_that_was_opened_as_a_page_leads_back(town: Desk) -> None:
    case_id = town.filed()

    assert town.seat().get(f"/staff/cases/{case_id}/accept").location == f"/staff/cases/{case_id}"


def test_a_memo_and_a_call_stay_on_the_case(town: Desk) -> None:
    case_id, clerk = town.filed(), town.seat("counter")
    clerk.act(town, case_id, "note", text="折り返し待ち")
    clerk.act(town, case_id, "call", text="番号を確かめた", direction="out")

    page = clerk.get(f"/staff/cases/{case_id}").text

    assert "折り返し待ち" in page
    assert "電話をかけた" in page


def test_the_worker_accepts_at_the_offices_opening(water: Desk) -> None:
    case_id = water.filed()

    Worker(water.app.extensions["house"]).work()

    assert water.case(case_id).state == State.ACCEPTED
