"""The room's pages: from what the sweep found to what was disposed of, holds, and whom each page keeps out."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.holds import CaseHold
from portal.inbox import Case
from services.records.actions import erasing
from services.records.models import Disposal, DisposalItem
from tests.services.desk.builders import Desk
from tests.services.records.builders import FILED, closed

MOST_BYTES = 80 * 1024


def over(town: Desk, **answers: Any) -> UUID:
    """A case whose time is over."""
    with town.session() as session:
        return closed(session, FILED, **answers).id


def listed(town: Desk) -> UUID:
    """A list of one case more, found by the button."""
    over(town)
    assert town.seat().post("/staff/records/sweep").status_code == 303
    return book(town).id


def book(town: Desk) -> Disposal:
    with town.session() as session:
        return session.scalars(select(Disposal).order_by(Disposal.id.desc())).first()  # type: ignore[return-value]


def version(town: Desk) -> int:
    return book(town).version


def line(town: Desk) -> DisposalItem:
    with town.session() as session:
        return session.scalars(select(DisposalItem).order_by(DisposalItem.case_id.desc())).first()  # type: ignore[return-value]


def test_a_list_goes_from_the_sweep_to_the_end_through_four_eyes(own: Desk) -> None:
    book_id, clerk, approver = listed(own), own.seat(), own.seat("approver", name="見本 決裁")
    page = f"/staff/records/{book_id}"
    assert "起案する" in clerk.get(page).text

    assert clerk.post(f"{page}/propose", version=version(own)).status_code == 303
    assert "起案を引き戻す" in clerk.get(page).text
    assert approver.post(f"{page}/approve", version=version(own)).status_code == 303
    with own.session() as session:
        erasing.run(session, own.clock.moment)

    done = clerk.get(page)
    assert "廃棄済み" in done.text
    assert len(done.data) < MOST_BYTES
    case = clerk.get(f"/staff/cases/{line(own).case_id}")
    assert "13ひ水廃第1号" in case.text
    assert "見本 花子" not in case.text
    assert clerk.get(f"{page}/list.pdf").data.startswith(b"%PDF")


def test_one_case_is_taken_out_with_a_reason(own: Desk) -> None:
    book_id, clerk = listed(own), own.seat()
    page = f"/staff/records/{book_id}/cases/{line(own).case_id}"
    assert clerk.get(f"{page}/out").status_code == 200

    empty = clerk.post(f"{page}/out", version=version(own), text="郷土史")
    silent = clerk.post(f"{page}/out", version=version(own), why="historic", text="")
    done = clerk.post(f"{page}/out", version=version(own), why="historic", text="郷土史の資料")

    assert (empty.status_code, silent.status_code, done.status_code) == (422, 422, 303)
    assert "郷土史" in empty.text
    assert "郷土史の資料" in clerk.get(f"/staff/records/{book_id}").text
    assert clerk.post(f"{page}/back", version=version(own)).status_code == 303
    assert line(own).place == "in"


def test_an_approver_sends_it_back(own: Desk) -> None:
    book_id, approver = listed(own), own.seat("approver")
    page = f"/staff/records/{book_id}"
    own.seat().post(f"{page}/propose", version=version(own))

    assert approver.get(f"{page}/send-back").status_code == 200
    assert approver.post(f"{page}/send-back", version=version(own), text="").status_code == 422
    assert (
        approver.post(f"{page}/send-back", version=version(own), text="二件目を確かめて").status_code == 303
    )

    assert "二件目を確かめて" in own.seat().get(page).text


def test_an_old_page_approves_nothing(own: Desk) -> None:
    book_id = listed(own)
    own.seat().post(f"/staff/records/{book_id}/propose", version=version(own))

    answer = own.seat("approver").post(f"/staff/records/{book_id}/approve", version=version(own) - 1)

    assert answer.status_code == 409
    assert "見たあとで変わりました" in answer.text
    assert book(own).stage == "proposed"


def test_one_button_is_solid(town: Desk) -> None:
    book_id, clerk = listed(town), town.seat()
    pages = [f"/staff/records/{book_id}", f"/staff/records/{book_id}/cases/{line(town).case_id}/out"]

    for page in (*pages, "/staff/records/holds", f"/staff/records/cases/{line(town).case_id}/hold"):
        assert len(re.findall(r'class="button solid"', clerk.get(page).text)) == 1, page


def test_everything_of_somebody_is_held_from_one_search(own: Desk) -> None:
    first, second = over(own, name="審査 太郎"), over(own, name="審査 太郎")
    clerk = own.seat()
    found = clerk.post("/staff/records/holds/search", q="審査 太郎")
    assert found.text.count('name="cases"') == 2

    form = {"cases": [str(first), str(second)], "found": [str(first), str(second)], "since": "2031-04-01"}
    assert clerk.post("/staff/records/holds/place", **form, text="令和13年第5号").status_code == 422
    done = clerk.post("/staff/records/holds/place", **form, kind="review", text="令和13年第5号")

    assert done.status_code == 303
    holds = clerk.get("/staff/records/holds").text
    assert holds.count("審査請求") >= 2
    assert "審査 太郎" not in holds
    page = clerk.get(f"/staff/cases/{first}").text
    assert "廃棄を止めています" in page
    assert "令和13年第5号" in page


def test_a_hold_is_lifted_with_the_day_it_ended(own: Desk) -> None:
    case_id, clerk = over(own), own.seat()
    clerk.post("/staff/records/holds/place", cases=[str(case_id)], kind="lawsuit", text="事件第1号")
    with own.session() as session:
        hold = session.scalars(select(CaseHold)).one().id
    page = f"/staff/records/holds/{hold}/lift"

    assert clerk.get(page).status_code == 200
    assert clerk.post(page, how="over", ended="2031-05-01").status_code == 422
    assert clerk.post(page, how="over", ended="令和13年4月1日").status_code == 303

    with own.session() as session:
        assert session.get_one(CaseHold, hold).keep_until is not None


def test_what_is_held_shows_in_the_list_with_its_reason(own: Desk) -> None:
    book_id, clerk = listed(own), own.seat()
    clerk.post("/staff/records/holds/place", cases=[str(line(own).case_id)], kind="disclosure", text="第5号")

    page = clerk.get(f"/staff/records/{book_id}").text

    assert "停止中" in page
    assert "開示請求" in page


def test_the_table_of_classes_names_every_class(town: Desk) -> None:
    page = town.seat().get("/staff/records/classes")

    assert "水道" in page.text
    assert "常用" in page.text
    assert len(page.data) < MOST_BYTES


PAGES = (
    "/staff/records",
    "/staff/records/classes",
    "/staff/records/holds",
    "/staff/records/{book}",
    "/staff/records/{book}/list.pdf",
    "/staff/records/{book}/cases/{case}/out",
    "/staff/records/cases/{case}/hold",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(town: Desk, page: str) -> None:
    answer = town.app.test_client().get(page.format(book=uuid4(), case=uuid4()))

    assert answer.status_code == 303
    assert "/staff/sign-in" in answer.location


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["counter", "editor", "monitor", "administrator", "accountant"])
def test_who_has_no_part_in_records_is_kept_out(town: Desk, page: str, role: str) -> None:
    address = page.format(book=listed_once(town), case=line(town).case_id)

    assert town.seat(role).get(address).status_code == 403


@pytest.mark.parametrize("page", [one for one in PAGES if "{" in one])
def test_a_clerk_of_another_division_is_kept_out(town: Desk, page: str) -> None:
    address = page.format(book=listed_once(town), case=line(town).case_id)

    answer = town.seat(division="zeimu").get(address)

    assert answer.status_code == 403
    assert "見本 花子" not in answer.text


def test_lists_of_another_division_are_not_listed(town: Desk) -> None:
    book_id = listed_once(town)

    assert str(book_id) in town.seat().get("/staff/records").text
    assert str(book_id) not in town.seat(division="zeimu").get("/staff/records").text


def test_a_worker_cannot_approve(own: Desk) -> None:
    book_id = listed(own)
    own.seat().post(f"/staff/records/{book_id}/propose", version=version(own))

    answer = own.seat().post(f"/staff/records/{book_id}/approve", version=version(own))

    assert answer.status_code == 403
    assert book(own).stage == "proposed"


def listed_once(town: Desk) -> UUID:
    """The list of the shared desk, made by the first who asks."""
    with town.session() as session:
        found = session.scalars(select(Disposal.id)).first()
    return found or listed(town)


def test_the_desk_shows_a_case_that_was_disposed_of_without_a_name(own: Desk) -> None:
    case_id = over(own)
    clerk, approver = own.seat(), own.seat("approver")
    clerk.post("/staff/records/sweep")
    clerk.post(f"/staff/records/{book(own).id}/propose", version=version(own))
    approver.post(f"/staff/records/{book(own).id}/approve", version=version(own))
    with own.session() as session:
        erasing.run(session, own.clock.moment)
        number = session.get_one(Case, case_id).receipt_no

    found = clerk.post("/staff/search", q=number)

    assert number in found.text
    assert "（消去済み）" in found.text
    assert "見本 花子" not in found.text
