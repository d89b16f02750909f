"""The desk's pages: what each shows, whom each keeps out, and that every look leaves a trace."""

import re
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal import audit
from portal.audit import Audit
from portal.db import writing
from portal.outbox import Outbox
from portal.states import State
from portal.worker import Worker
from tests.services.desk.builders import Desk

MOST_BYTES = 80 * 1024


def looks(town: Desk) -> list[tuple[str, str]]:
    with town.session() as session:
        return [(row.verb, row.subject_kind) for row in session.scalars(select(Audit).order_by(Audit.id))]


def test_the_inbox_lists_what_waits(town: Desk) -> None:
    case_id = town.filed()

    answer = town.seat("counter").get("/staff/inbox")

    assert answer.status_code == 200
    assert f"/staff/cases/{case_id}" in answer.text
    assert "見本 花子" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("listed", "cases") in looks(town)


def test_the_desk_opens_on_the_days_work(own: Desk) -> None:
    case_id = own.filed()
    own.clock.forward(days=20)

    answer = own.seat("counter").get("/staff")

    assert answer.status_code == 200
    assert "きょうまで・期限超過" in answer.text
    assert f"/staff/cases/{case_id}" in answer.text
    assert "/staff/inbox?work=due" in answer.text
    assert len(answer.data) < MOST_BYTES
    assert ("listed", "cases") in looks(own)


def test_a_part_of_the_day_opens_as_a_list(own: Desk) -> None:
    late = own.filed(State.REVIEW)
    own.clock.forward(days=20)
    fresh = own.filed()

    page = own.seat().get("/staff/inbox?work=due").text

    assert f"/staff/cases/{late}" in page
    assert f"/staff/cases/{fresh}" not in page
    assert "今日の仕事：きょうまで・期限超過" in page


def test_an_old_bookmark_of_the_list_still_leads_there(town: Desk) -> None:
    answer = town.seat().get("/staff?tab=closed&whose=mine")

    assert (answer.status_code, answer.location) == (303, "/staff/inbox?tab=closed&whose=mine")


def test_the_day_of_another_division_shows_nobody(own: Desk) -> None:
    own.filed()

    page = own.seat(division="zeimu").get("/staff")

    assert page.status_code == 200
    assert "見本 花子" not in page.text


def test_somebody_without_cases_is_led_to_what_is_theirs(town: Desk) -> None:
    answer = town.seat("monitor").get("/staff")

    assert answer.status_code == 303
    assert town.seat("monitor").get("/staff/inbox").status_code == 303
    assert town.seat("monitor").get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/staff",
        "/staff/inbox",
        "/staff/search",
        "/staff/tasks",
        "/staff/mails",
        "/staff/audit",
        "/staff/keys",
        "/staff/cases/{}",
        "/staff/cases/{}/note",
    ],
)
def test_a_stranger_is_asked_to_sign_in(town: Desk, path: str) -> None:
    answer = town.app.test_client().get(path.format(uuid4()))

    assert answer.status_code == 303
    assert "/staff/sign-in" in answer.location


def test_a_case_page_shows_answers_and_leaves_a_trace(town: Desk) -> None:
    case_id = town.filed(State.REVIEW)

    answer = town.seat().get(f"/staff/cases/{case_id}")

    assert answer.status_code == 200
    assert "090-1234-5678" in answer.text
    assert "起案する" in answer.text
    assert ("viewed", "case") in looks(town)
    assert len(answer.data) < MOST_BYTES


def test_one_button_is_solid(town: Desk) -> None:
    for state in (State.ARRIVED, State.ACCEPTED, State.REVIEW):
        page = town.seat().get(f"/staff/cases/{town.filed(state)}").text

        assert len(re.findall(r'class="button solid"', page)) == 1


@pytest.mark.parametrize("suffix", ["", "/note", "/correct", "/request.pdf", "/receipt.pdf", "/notice.pdf"])
def test_a_clerk_of_another_division_is_kept_out(town: Desk, suffix: str) -> None:
    case_id = town.filed(State.REVIEW)

    answer = town.seat(division="zeimu").get(f"/staff/cases/{case_id}{suffix}")

    assert answer.status_code == 403
    assert "見本 花子" not in answer.text


def test_papers_are_printed(town: Desk) -> None:
    case_id, clerk = town.filed(State.REVIEW), town.seat()

    for paper in ("request", "receipt"):
        answer = clerk.get(f"/staff/cases/{case_id}/{paper}.pdf")
        assert answer.data.startswith(b"%PDF")
        assert (f"printed_{paper}", "case") in looks(town)
    assert clerk.get(f"/staff/cases/{case_id}/notice.pdf").status_code == 404


def test_a_search_is_sent_as_a_form_and_finds_by_name(town: Desk) -> None:
    case_id, clerk = town.filed(), town.seat("counter")

    answer = clerk.post("/staff/search", q="みほん")

    assert f"/staff/cases/{case_id}" in answer.text
    assert ("searched", "case") in looks(town)
    assert 'method="post" action="/staff/search"' in answer.text


def test_each_case_that_a_search_shows_is_a_look_at_it(own: Desk) -> None:
    found = {str(own.filed(name="例示 一子")), str(own.filed(name="例示 二子"))}
    clerk = own.seat()

    clerk.post("/staff/search", q="例示")

    with own.session() as session:
        looks = session.scalars(select(Audit.subject_id).where(Audit.verb == "searched")).all()
    assert {str(one) for one in looks} == found
    assert len(looks) == 2


def test_what_was_searched_for_is_written_nowhere(own: Desk) -> None:
    own.seat("counter").post("/staff/search", q="見本 花子")

    with own.session() as session:
        rows = session.scalars(select(Audit)).all()
    assert not [row for row in rows if "見本" in f"{row.verb}{row.subject_kind}{row.subject_id}"]


def test_another_divisions_receipt_number_names_the_division(town: Desk) -> None:
    case_id = town.filed()

    answer = town.seat("counter", division="zeimu").post("/staff/search", q=town.case(case_id).receipt_no)

    assert "上下水道課" in answer.text
    assert "見本 花子" not in answer.text


def test_the_audit_is_for_administrators(town: Desk) -> None:
    town.seat().get("/staff")

    assert town.seat().get("/staff/audit").status_code == 403
    page = town.seat("administrator").get("/staff/audit")
    assert "一覧を見た" in page.text
    assert town.seat("administrator").get("/staff/audit?day=gone&whose=mine&below=gone").status_code == 200


def test_a_busy_day_of_the_audit_is_read_page_by_page(own: Desk) -> None:
    with own.session() as session, writing(session):
        for number in range(150):
            audit.saw(session, "system", None, "listed", "cases", f"row-{number:03}", own.clock.moment)
    boss = own.seat("administrator")

    first = boss.get("/staff/audit").text
    second = boss.get(unescape(re.findall(r'href="([^"]*below=[^"]*)"', first)[0])).text

    assert "row-149" in first
    assert "row-000" not in first
    assert "row-000" in second
    assert "row-149" not in second
    assert "次のページ" in first
    assert "次のページ" not in second


def test_the_sample_towns_mails_are_read_at_the_desk(own: Desk) -> None:
    case_id, clerk = own.filed(State.REVIEW), own.seat()
    clerk.act(own, case_id, "return", text="対象ではないため")
    Worker(own.app.extensions["house"]).drain()

    listed = clerk.get("/staff/mails").text
    found = re.search(r"/staff/mails/[0-9a-f-]{36}", listed)
    assert found is not None
    read = clerk.get(found[0])
    assert own.case(case_id).receipt_no in read.text
    assert "対象ではないため" not in read.text
    assert clerk.get(f"/staff/mails/{uuid4()}").status_code == 404


def test_a_letter_is_for_its_division(own: Desk) -> None:
    address = {"postcode": "000-0001", "area": "ひなた市本町", "street": "1-1", "building": ""}
    case_id = own.filed(State.REVIEW, email=None, phone=None, address=address)
    clerk = own.seat()
    clerk.act(own, case_id, "return", text="対象ではないため")
    Worker(own.app.extensions["house"]).drain()

    listed = clerk.get("/staff/tasks").text
    found = re.search(r"/staff/letters/[0-9a-f-]{36}", listed)
    assert found is not None
    assert clerk.get(found[0]).data.startswith(b"%PDF")
    assert own.seat(division="zeimu").get(found[0]).status_code == 403
    assert clerk.get(f"/staff/letters/{uuid4()}").status_code == 404


def test_an_erased_case_still_opens_without_what_was_personal(town: Desk) -> None:
    case_id, clerk = town.filed(State.REVIEW), town.seat()
    with town.session() as session, writing(session):
        session.info["vault"].erase(session, town.case(case_id).key_id)

    page = clerk.get(f"/staff/cases/{case_id}")

    assert page.status_code == 200
    assert "個人に関する内容は消しました" in page.text
    assert clerk.get(f"/staff/cases/{case_id}/request.pdf").status_code == 410


def test_a_full_inbox_stays_light(own: Desk) -> None:
    for number in range(60):
        own.filed(name=f"見本 花子{number}")

    answer = own.seat().get("/staff/inbox")

    assert answer.text.count('class="receipt-no"') == 50
    assert len(answer.data) < MOST_BYTES
    assert "次のページ" in answer.text


def test_a_late_case_is_marked_in_words(own: Desk) -> None:
    own.filed(State.REVIEW)
    own.clock.forward(days=20)

    page = own.seat().get("/staff/inbox").text

    assert "期限超過 1件" in page


def test_nothing_is_sent_by_looking(own: Desk) -> None:
    case_id = own.filed(State.REVIEW)
    own.seat().get(f"/staff/cases/{case_id}")

    with own.session() as session:
        assert session.scalars(select(Outbox)).all() == []
