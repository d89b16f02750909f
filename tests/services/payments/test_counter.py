"""At the counter and in the accounts: cash, 減免, 還付 with four eyes, 日計表, and who may do none of it."""

import csv
import io
from uuid import UUID

import pytest

from portal import tasks
from portal.inbox import State
from portal.pack.fees import Payable
from portal.payments import Payment, refunds
from portal.payments.refunds import Refund
from tests.services.payments.town import Town


def refund_id(sample: Town) -> UUID:
    with sample.site.session() as session:
        (found,) = refunds.waiting(session)
        return found.id


def test_a_clerk_takes_cash_and_is_told_the_change(sample: Town) -> None:
    case_id, clerk = sample.filed(), sample.seat("counter")

    answer = clerk.post(f"/staff/payments/cases/{case_id}/cash", seen="710", tendered="1,000")
    page = clerk.get(answer.headers["Location"]).get_data(as_text=True)

    assert "お釣り 290円" in page
    assert sample.outstanding(case_id) == 0
    assert {(line.method, line.by) for line in sample.lines(case_id)} == {("cash", clerk.id)}


def test_too_little_on_the_tray_is_told_and_nothing_is_written(sample: Town) -> None:
    case_id, clerk = sample.filed(), sample.seat("counter")

    answer = clerk.post(f"/staff/payments/cases/{case_id}/cash", seen="710", tendered="700")

    assert answer.status_code == 422
    assert "預かった金額が足りません" in answer.get_data(as_text=True)
    assert sample.lines(case_id) == []


@pytest.mark.parametrize("seen", ["1", "0", "-710", "", "many"])
def test_the_browser_cannot_change_what_is_taken(sample: Town, seen: str) -> None:
    case_id = sample.filed()

    answer = sample.seat("counter").post(f"/staff/payments/cases/{case_id}/cash", seen=seen)

    assert answer.status_code == 409
    assert sample.lines(case_id) == []


def test_a_second_press_takes_nothing_twice(sample: Town) -> None:
    case_id, clerk = sample.filed(), sample.seat("counter")

    first, second = (clerk.post(f"/staff/payments/cases/{case_id}/cash", seen="710") for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 409)
    assert len(sample.lines(case_id)) == 2


def test_another_division_and_other_roles_see_no_money(sample: Town) -> None:
    case_id = sample.filed()
    strangers = (
        sample.seat("worker", "suido"),
        sample.seat("editor", "sogo"),
        sample.seat("monitor", "sogo"),
    )

    for seat in strangers:
        assert seat.get(f"/staff/payments/cases/{case_id}").status_code == 403
        assert seat.post(f"/staff/payments/cases/{case_id}/cash", seen="710").status_code == 403
        assert seat.get("/staff/payments/refunds").status_code == 403
    assert sample.lines(case_id) == []


def test_what_was_asked_for_as_waiver_is_not_asked_for_until_it_is_decided(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.filed(browser, purpose="pension")

    page = browser.open(f"/payments/cases/{case_id}")

    assert "年金・保険の手続きに使うため" in page.text
    assert "−600円" in page.text
    browser.press({"how": "card"})
    assert "110円" in browser.page.text


def test_a_waiver_is_confirmed_on_its_document(sample: Town) -> None:
    case_id, worker = sample.filed(purpose="pension"), sample.seat("worker")
    page = worker.get(f"/staff/payments/cases/{case_id}").get_data(as_text=True)
    assert "年金証書の写し" in page
    assert "第5条" in page

    (due,) = due_ids(sample, case_id, "fee")
    worker.post(f"/staff/payments/dues/{due}/confirm")

    assert sample.outstanding(case_id) == 110
    assert "waived" in sample.kinds(case_id)
    assert worker.post(f"/staff/payments/dues/{due}/refuse").status_code == 409


def test_a_waiver_that_is_refused_is_told_and_the_fee_is_due(sample: Town) -> None:
    case_id, worker = sample.filed(purpose="pension"), sample.seat("worker")
    (due,) = due_ids(sample, case_id, "fee")

    worker.post(f"/staff/payments/dues/{due}/refuse")
    sample.work()

    assert sample.outstanding(case_id) == 710
    (mail,) = (sample.site.house.settings.home / "mails").glob("*.eml")
    assert mail.stat().st_size
    assert sample.seat("counter").post(f"/staff/payments/dues/{due}/confirm").status_code == 403


def due_ids(sample: Town, case_id: UUID, what: str) -> list[UUID]:
    from portal import payments

    with sample.site.session() as session:
        return [due.id for due in payments.dues(session, "case", case_id) if due.what == what]


def test_a_refund_needs_two_people_and_cash_goes_back_over_the_counter(sample: Town) -> None:
    case_id, worker = sample.filed(), sample.seat("worker")
    worker.post(f"/staff/payments/cases/{case_id}/cash", seen="710")
    line = next(one for one in sample.lines(case_id) if one.yen == 600)
    worker.post(f"/staff/payments/lines/{line.id}/refund", reason="amount")
    proposed = refund_id(sample)

    assert worker.post(f"/staff/payments/refunds/{proposed}/approve").status_code == 403
    assert worker.post(f"/staff/payments/refunds/{proposed}/hand-back").status_code == 409
    accounts = sample.seat("accountant", "kaikei")
    assert "600円" in accounts.get("/staff/payments/refunds").get_data(as_text=True)
    assert accounts.post(f"/staff/payments/refunds/{proposed}/approve").status_code == 303
    assert worker.post(f"/staff/payments/refunds/{proposed}/hand-back").status_code == 303

    assert [(one.move, one.yen) for one in sample.lines(case_id) if one.move == "refunded"] == [
        ("refunded", 600)
    ]
    assert "refunded" in sample.kinds(case_id)


def test_nobody_approves_what_they_proposed(sample: Town) -> None:
    from portal.db import writing
    from tests.services.desk.builders import employ

    case_id, both = sample.filed(), sample.seat("worker")
    with sample.site.session() as session, writing(session):
        employ(session, both.id, "kaikei", "accountant")
    both.post(f"/staff/payments/cases/{case_id}/cash", seen="710")
    both.post(f"/staff/payments/lines/{sample.lines(case_id)[0].id}/refund", reason="other")

    answer = both.post(f"/staff/payments/refunds/{refund_id(sample)}/approve")

    assert answer.status_code == 403
    assert "自分が起案したもの" in answer.get_data(as_text=True)


def test_more_than_was_paid_is_never_proposed(sample: Town) -> None:
    case_id, worker = sample.filed(), sample.seat("worker")
    worker.post(f"/staff/payments/cases/{case_id}/cash", seen="710")
    line = sample.lines(case_id)[0]
    worker.post(f"/staff/payments/lines/{line.id}/refund", reason="twice")

    assert worker.post(f"/staff/payments/lines/{line.id}/refund", reason="twice").status_code == 422
    assert sample.site.count(Refund) == 1


def test_a_withdrawn_request_owes_nothing_and_what_was_paid_is_thought_of(sample: Town) -> None:
    unpaid, paid = sample.filed(), sample.filed()
    sample.seat("counter").post(f"/staff/payments/cases/{paid}/cash", seen="710")

    for case_id in (unpaid, paid):
        sample.move(case_id, State.WITHDRAWN)

    assert sample.outstanding(unpaid) == 0
    with sample.site.session() as session:
        (task,) = tasks.open_tasks(session, {"shimin"})
    assert (task.kind, task.refs["case"]) == ("refund_wanted", str(paid))


def test_what_is_due_after_acceptance_is_asked_for_then(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.owing_later(browser, Payable.ACCEPTANCE)
    assert "まだ払えません" in browser.open(f"/applications/{case_id}").text

    sample.move(case_id, State.ACCEPTED)
    sample.work()

    assert "支払いにすすむ" in browser.open(f"/applications/{case_id}").links()
    assert any((sample.site.house.settings.home / "mails").glob("*.eml"))


def test_what_is_paid_at_the_counter_alone_is_not_offered_online(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.owing_later(browser, Payable.COUNTER)

    page = browser.open(f"/payments/cases/{case_id}")

    assert page.all("input", name="how") == []
    assert "窓口で見せる番号を開く" in page.links()


def test_the_daily_sheet_adds_up_and_its_lines_open_in_excel(sample: Town) -> None:
    case_id, worker = sample.filed(), sample.seat("worker")
    worker.post(f"/staff/payments/cases/{case_id}/cash", seen="710")

    page = worker.get("/staff/payments").get_data(as_text=True)
    answer = worker.get("/staff/payments/lines.csv")

    assert "710円" in page
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["費目"], row["金額"], row["会計年度"], row["納付日"], row["入金日"]) for row in rows] == [
        ("手数料", "600", "2026", "2026-11-20", ""),
        ("郵送料", "110", "2026", "2026-11-20", ""),
    ]
    assert {row["受付番号"] for row in rows} == {sample.case(case_id).receipt_no}
    assert "花子" not in answer.data.decode()


def test_another_divisions_day_is_not_on_ones_sheet(sample: Town) -> None:
    case_id = sample.filed()
    sample.seat("counter").post(f"/staff/payments/cases/{case_id}/cash", seen="710")

    assert "710" not in sample.seat("worker", "suido").get("/staff/payments").get_data(as_text=True)
    assert "710" in sample.seat("accountant", "kaikei").get("/staff/payments").get_data(as_text=True)


def bank(sample: Town, **form: str) -> tuple[int, str]:
    accounts = sample.seat("accountant", "kaikei")
    form = {"method": "cash", "days": "2026-11-20", "banked_on": "2026-11-20", **form}
    answer = accounts.post("/staff/payments/deposits", **form)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_deposit_that_fits_closes_its_lines(sample: Town) -> None:
    case_id = sample.filed()
    sample.seat("counter").post(f"/staff/payments/cases/{case_id}/cash", seen="710")

    assert bank(sample, yen="710")[0] == 303
    assert {str(line.banked_on) for line in sample.lines(case_id)} == {"2026-11-20"}
    assert bank(sample, yen="710")[0] == 409


def test_a_deposit_that_differs_is_recorded_only_when_somebody_says_so(sample: Town) -> None:
    case_id = sample.filed()
    sample.seat("counter").post(f"/staff/payments/cases/{case_id}/cash", seen="710")

    status, page = bank(sample, yen="700")
    assert status == 422
    assert "差は-10円" in page
    assert {line.banked_on for line in sample.lines(case_id)} == {None}
    assert bank(sample, yen="700", differs="yes")[0] == 303
    page = sample.seat("accountant", "kaikei").get("/staff/payments").get_data(as_text=True)
    assert '<b class="late">-10</b>' in page


@pytest.mark.parametrize(
    "wrong", [{"yen": ""}, {"yen": "-1"}, {"days": "never"}, {"banked_on": "2026-11-19", "yen": "710"}]
)
def test_a_deposit_that_cannot_be_is_refused(sample: Town, wrong: dict[str, str]) -> None:
    case_id = sample.filed()
    sample.seat("counter").post(f"/staff/payments/cases/{case_id}/cash", seen="710")

    assert bank(sample, **wrong)[0] == 422
    assert sample.seat("worker").post("/staff/payments/deposits", method="cash").status_code == 403


def test_a_day_is_shown_in_the_time_of_closing_and_past_days_never_change(sample: Town) -> None:
    accounts = sample.seat("accountant", "kaikei")

    assert "出納整理期間" not in accounts.get("/staff/payments").get_data(as_text=True)
    page = accounts.get("/staff/payments?day=2026-05-31").get_data(as_text=True)
    assert "2025年度" in page
    assert accounts.get("/staff/payments?day=9999-99-99").status_code == 200


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2026-03-31", False), ("2026-04-01", True), ("2026-05-31", True), ("2026-06-01", False)],
)
def test_the_day_says_whether_the_old_years_accounts_are_open(sample: Town, day: str, *, shown: bool) -> None:
    page = sample.seat("accountant", "kaikei").get(f"/staff/payments?day={day}").get_data(as_text=True)

    assert ("2025年度の会計は5月31日" in page) is shown


def test_money_stands_on_the_desks_page_of_a_case(sample: Town) -> None:
    case_id = sample.filed()

    page = sample.seat("worker").get(f"/staff/cases/{case_id}").get_data(as_text=True)

    assert "未納 710円" in page
    assert sample.site.count(Payment) == 0
