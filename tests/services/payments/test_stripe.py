"""Paying through the provider: over HTTP, with its delays, doubles, silences and messages in any order."""

import pytest

from services.payments.models import Heard
from tests.services.payments.conftest import Paying
from tests.services.payments.steps import begin, give_back, open_kinds, state


def test_the_provider_is_told_our_sums_in_whole_yen_and_nothing_about_a_person(paying: Paying) -> None:
    browser, case_id, session_id = begin(paying)

    how, path, form, headers = paying.stripe.asked[-1]
    assert (how, path) == ("POST", "/v1/checkout/sessions")
    assert [form[f"line_items[{n}][price_data][unit_amount]"] for n in (0, 1)] == ["600", "110"]
    assert form["client_reference_id"] == paying.town.case(case_id).receipt_no  # type: ignore[arg-type]
    assert "花子" not in str(form)
    assert "hanako" not in str(form)
    assert headers["idempotency-key"] in browser.page.path
    assert browser.page.links()["支払いのページを開く"] == paying.stripe.objects[session_id]["url"]


def test_coming_back_is_enough_to_see_that_it_is_paid(paying: Paying) -> None:
    browser, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)

    browser.open(f"{browser.page.path}/back")

    assert browser.page.heading == "支払いを受け取りました"
    assert paying.town.outstanding(case_id) == 0  # type: ignore[arg-type]


def test_coming_back_without_having_paid_changes_nothing(paying: Paying) -> None:
    browser, case_id, _ = begin(paying)

    browser.open(f"{browser.page.path}/back")

    assert "まだ払い終わっていません" in browser.page.text
    assert paying.town.outstanding(case_id) == 710  # type: ignore[arg-type]


def test_a_message_alone_books_the_payment_and_tells_the_resident(paying: Paying) -> None:
    _, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)

    assert paying.tell("checkout.session.completed", session_id) == 200
    assert paying.town.outstanding(case_id) == 710  # type: ignore[arg-type]
    paying.town.work()

    assert paying.town.outstanding(case_id) == 0  # type: ignore[arg-type]
    assert "paid" in paying.town.kinds(case_id)  # type: ignore[arg-type]
    mails = list((paying.town.site.house.settings.home / "mails").glob("*.eml"))
    assert len(mails) == 1


def test_the_same_message_five_times_books_once(paying: Paying) -> None:
    _, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)
    body, header = paying.stripe.signed(paying.stripe.event("checkout.session.completed", session_id))

    assert {paying.send(body, header) for _ in range(5)} == {200}
    paying.town.work()

    assert len(paying.town.lines(case_id)) == 2  # type: ignore[arg-type]
    assert paying.town.site.count(Heard) == 1


@pytest.mark.parametrize("backwards", [False, True])
def test_the_convenience_store_pays_days_later_in_whatever_order_its_messages_come(
    paying: Paying, *, backwards: bool
) -> None:
    browser, case_id, session_id = begin(paying, "konbini")
    paying.stripe.take_number(session_id)
    taken = paying.stripe.signed(paying.stripe.event("checkout.session.completed", session_id))
    if not backwards:
        assert paying.send(*taken) == 200
        paying.town.work()
        assert browser.open(browser.page.path).heading == "コンビニで払ってください"
        assert "/voucher/pi_" in browser.page.links()["払い込みの番号を見る"]
    paying.town.clock.forward(days=2)
    paying.stripe.pay_number(session_id)
    assert paying.tell("checkout.session.async_payment_succeeded", session_id) == 200
    late = paying.stripe.event("checkout.session.completed", session_id)
    if backwards:
        assert paying.send(*paying.stripe.signed(late)) == 200
    paying.town.work()

    assert paying.town.outstanding(case_id) == 0  # type: ignore[arg-type]
    assert state(paying) == "paid"
    (first, second) = paying.town.lines(case_id)  # type: ignore[arg-type]
    assert {first.paid_on.isoformat(), second.paid_on.isoformat()} == {"2026-11-22"}


def test_a_number_nobody_paid_can_be_chosen_anew(paying: Paying) -> None:
    browser, case_id, session_id = begin(paying, "konbini")
    paying.stripe.take_number(session_id)
    paying.tell("checkout.session.completed", session_id)
    paying.town.work()
    browser.open(f"/payments/cases/{case_id}")
    assert "コンビニでの支払いを待っています" in browser.page.text

    paying.stripe.let_number_expire(session_id)
    paying.tell("checkout.session.async_payment_failed", session_id)
    paying.town.work()

    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": "card"})
    assert browser.page.heading == "支払いのページにすすみます"


def test_a_message_that_never_comes_is_not_waited_for(paying: Paying) -> None:
    _, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)
    paying.town.clock.forward(hours=3)

    paying.town.work()

    assert paying.town.outstanding(case_id) == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", [500, 503, 429, 409])
def test_a_provider_that_stumbles_is_asked_again(paying: Paying, fault: int) -> None:
    _, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)
    paying.tell("checkout.session.completed", session_id)
    paying.stripe.faults = [fault]

    paying.town.work()
    assert paying.town.outstanding(case_id) == 710  # type: ignore[arg-type]
    paying.town.clock.forward(minutes=2)
    paying.town.work()

    assert paying.town.outstanding(case_id) == 0  # type: ignore[arg-type]


def test_a_silent_provider_is_told_to_the_resident_and_asked_with_the_same_key(paying: Paying) -> None:
    browser = paying.town.resident()
    case_id = paying.town.filed(browser)
    paying.stripe.faults = [500]
    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": "card"})
    assert browser.page.status == 503
    assert "窓口でも支払えます" in browser.page.text

    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": "card"})

    assert browser.page.status == 200
    first, second = (headers["idempotency-key"] for _, _, _, headers in paying.stripe.asked)
    assert first == second


def test_another_sum_than_ours_is_not_booked_but_looked_at(paying: Paying) -> None:
    _, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)
    paying.stripe.objects[session_id]["amount_total"] = 7
    paying.tell("checkout.session.completed", session_id)

    paying.town.work()

    assert paying.town.outstanding(case_id) == 710  # type: ignore[arg-type]
    assert "payment_differs" in open_kinds(paying)


def test_another_currency_is_never_booked(paying: Paying) -> None:
    _, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)
    paying.stripe.objects[session_id]["currency"] = "usd"
    paying.tell("checkout.session.completed", session_id)

    paying.town.work()

    assert paying.town.outstanding(case_id) == 710  # type: ignore[arg-type]
    assert "undelivered" in open_kinds(paying)


def test_cash_at_the_counter_closes_the_page_online(paying: Paying) -> None:
    browser, case_id, session_id = begin(paying)

    answer = paying.town.seat("counter").post(f"/staff/payments/cases/{case_id}/cash", seen="710")
    paying.town.work()

    assert answer.status_code == 303
    assert paying.stripe.objects[session_id]["status"] == "expired"
    assert "この支払いのページは終わりました" in browser.open(browser.page.path).text


def test_paid_twice_is_written_twice_and_given_back_the_way_it_came(paying: Paying) -> None:
    _, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)
    clerk = paying.town.seat("worker")
    clerk.post(f"/staff/payments/cases/{case_id}/cash", seen="710")
    paying.town.work()
    assert paying.town.outstanding(case_id) == -710  # type: ignore[arg-type]
    assert "overpaid" in open_kinds(paying)

    online = [line for line in paying.town.lines(case_id) if line.method == "card"]  # type: ignore[arg-type]
    give_back(paying, clerk, online)

    assert paying.town.outstanding(case_id) == 0  # type: ignore[arg-type]
    assert sum(one["amount"] for one in paying.stripe.objects.values() if one["object"] == "refund") == 710


def test_a_refund_to_a_bank_account_takes_days_and_may_come_back(paying: Paying) -> None:
    _, case_id, session_id = begin(paying, "konbini")
    paying.stripe.take_number(session_id)
    paying.stripe.pay_number(session_id)
    paying.tell("checkout.session.async_payment_succeeded", session_id)
    paying.town.work()
    paying.stripe.refund_status = "requires_action"
    clerk = paying.town.seat("worker")
    give_back(paying, clerk, paying.town.lines(case_id)[:1])  # type: ignore[arg-type]
    (refund_id,) = (id for id in paying.stripe.objects if id.startswith("re_"))
    assert "refunded" not in paying.town.kinds(case_id)  # type: ignore[arg-type]

    paying.stripe.objects[refund_id]["status"] = "failed"
    paying.tell("refund.failed", refund_id)
    paying.town.work()
    assert "refund_failed" in open_kinds(paying)
    page = clerk.get(f"/staff/payments/cases/{case_id}").get_data(as_text=True)
    assert "現金で返した" in page


def test_no_way_is_offered_that_the_sum_does_not_allow(paying: Paying) -> None:
    browser = paying.town.resident()
    case_id = paying.town.filed(browser, copies=0)

    page = browser.open(f"/payments/cases/{case_id}")

    assert "コンビニ" not in page.form().itertext()
    assert {one.get("value") for one in page.all("input", name="how")} == {"card", "paypay", "counter"}
