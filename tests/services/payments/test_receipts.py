"""領収書: not before the money is there, again only as 再発行, marked once it was given back, and for nobody else."""

from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from portal.audit import Audit
from portal.db import writing
from portal.inbox import Case
from portal.payments import refunds
from services.payments.models import ReceiptIssue
from tests.portal.pack.golden import coarse
from tests.portal.papers import faults, pages, unlike, words, worst_patch
from tests.services.applications.browsing import Browser
from tests.services.applications.reading import controls
from tests.services.desk.builders import Seat
from tests.services.payments.conftest import Paying
from tests.services.payments.steps import begin
from tests.services.payments.town import Town

PICTURE = Path(__file__).with_name("paid.png")
SAME, PATCH = 8.0, 25.0
OFFERED = "領収書を受け取る"


def paid_at_the_counter(sample: Town, browser: Browser | None = None) -> tuple[UUID, Seat]:
    case_id, clerk = sample.filed(browser), sample.seat("worker")
    clerk.post(f"/staff/payments/cases/{case_id}/cash", seen="710")
    return case_id, clerk


def printed(clerk: Seat, sample: Town, case_id: UUID) -> bytes:
    """A 領収書 as the counter prints it."""
    first = sample.lines(case_id)[0].id
    answer = clerk.post(f"/staff/payments/cases/{case_id}/receipts/{first}")
    assert answer.status_code == 303
    return bytes(clerk.get(answer.headers["Location"]).data)


def taken(browser: Browser, case_id: UUID) -> bytes:
    """A 領収書 as the resident takes it from the page of the case."""
    page = browser.open(f"/applications/{case_id}")
    (form,) = [one for one in page.all("form") if "/receipts/" in one.get("action", "")]
    answer = browser.client.post(form.get("action", ""), data=dict(controls(form)))
    assert answer.status_code == 303
    return bytes(browser.client.get(answer.headers["Location"]).data)


def test_a_receipt_says_who_paid_what_when_into_which_account(sample: Town, tmp_path: Path) -> None:
    case_id, clerk = paid_at_the_counter(sample)

    pdf = printed(clerk, sample, case_id)

    said = words(pdf)
    for expected in (
        f"{sample.case(case_id).receipt_no}-1", "見本花子　様", "710円", "住民票の写し", "手数料", "600円", "郵送料", "110円",
        "令和8年度", "戸籍住民基本台帳手数料", "雑入", "納付日", "令和8年（2026年）11月20日", "窓口（現金）", "ひなた市会計管理者",
        "公印省略",
    ):  # fmt: skip
        assert "".join(expected.split()) in said, expected
    for unsaid in ("再発行", "還付済", "指定納付受託者", "090-1234-5678"):
        assert unsaid not in said, unsaid
    assert pages(pdf) == 1
    assert faults(pdf, tmp_path) == ""


def test_a_receipt_looks_like_its_stored_picture(sample: Town, tmp_path: Path) -> None:
    case_id, clerk = paid_at_the_counter(sample)
    with sample.site.session() as session, writing(session):
        # The number is drawn by lot, and would look otherwise each time.
        session.get_one(Case, case_id).receipt_no = "7K2M-9QX-P4CA"

    (now,) = coarse(printed(clerk, sample, case_id), tmp_path)

    then = Image.open(PICTURE).convert("L")
    assert unlike(now, then) < SAME
    assert worst_patch(now, then) < PATCH


def test_what_is_printed_again_says_so_and_what_is_fetched_again_does_not(sample: Town) -> None:
    case_id, clerk = paid_at_the_counter(sample)
    first = sample.lines(case_id)[0].id
    address = clerk.post(f"/staff/payments/cases/{case_id}/receipts/{first}").headers["Location"]

    once, fetched_again = clerk.get(address).data, clerk.get(address).data

    assert "再発行" not in words(once) + words(fetched_again)
    assert "再発行" in words(printed(clerk, sample, case_id))
    assert sample.site.count(ReceiptIssue) == 2


def test_a_resident_takes_the_same_receipt_and_the_counters_is_then_a_second_one(sample: Town) -> None:
    browser = sample.resident()
    case_id, clerk = paid_at_the_counter(sample, browser)

    assert "再発行" not in words(taken(browser, case_id))
    assert "再発行" in words(printed(clerk, sample, case_id))
    with sample.site.session() as session:
        who = [
            row.actor_kind for row in session.query(Audit).filter_by(verb="issued_receipt").order_by(Audit.id)
        ]
    assert who == ["resident", "staff"]


def test_nothing_is_offered_before_the_money_is_there(paying: Paying) -> None:
    browser, case_id, checkout = begin(paying, "konbini")
    paying.stripe.take_number(checkout)
    paying.tell("checkout.session.completed", checkout)
    paying.town.work()
    assert OFFERED not in browser.open(f"/applications/{case_id}").text

    paying.stripe.pay_number(checkout)
    paying.tell("checkout.session.async_payment_succeeded", checkout)
    paying.town.work()

    assert OFFERED in browser.open(f"/applications/{case_id}").text


def test_what_was_paid_by_card_names_the_company_that_took_it(paying: Paying) -> None:
    browser, case_id, checkout = begin(paying)
    paying.stripe.pay(checkout)
    paying.tell("checkout.session.completed", checkout)
    paying.town.work()

    said = words(taken(browser, case_id))  # type: ignore[arg-type]

    assert "指定納付受託者（Stripe）" in said
    assert "クレジットカード" in said


@pytest.mark.parametrize(("how_many", "mark"), [(1, "一部還付済"), (2, "還付済")])
def test_what_was_given_back_is_marked(sample: Town, how_many: int, mark: str) -> None:
    case_id, clerk = paid_at_the_counter(sample)
    for line in sample.lines(case_id)[:how_many]:
        clerk.post(f"/staff/payments/lines/{line.id}/refund", reason="amount")
    accounts = sample.seat("accountant", "kaikei")
    with sample.site.session() as session:
        waiting = [one.id for one in refunds.waiting(session)]
    for refund_id in waiting:
        accounts.post(f"/staff/payments/refunds/{refund_id}/approve")
    assert "還付済" not in words(printed(clerk, sample, case_id))

    for refund_id in waiting:
        clerk.post(f"/staff/payments/refunds/{refund_id}/hand-back")

    said = words(printed(clerk, sample, case_id))
    assert mark in said
    assert ("一部還付済" in said) is (how_many == 1)


@pytest.mark.parametrize(
    ("language", "expected"), [("easy", "お金をうけとったしょうめい"), ("en", "Receiptforyourpayment")]
)
def test_a_receipt_stays_japanese_and_adds_the_readers_words(
    sample: Town, language: str, expected: str
) -> None:
    browser = sample.resident(language)
    case_id, _ = paid_at_the_counter(sample, browser)

    said = words(taken(browser, case_id))

    assert "領収書" in said
    assert expected in said


def test_a_stranger_another_division_and_a_made_up_payment_get_none(sample: Town) -> None:
    owner, stranger = sample.resident(), sample.resident()
    case_id, clerk = paid_at_the_counter(sample, owner)
    first = sample.lines(case_id)[0].id
    issued = clerk.post(f"/staff/payments/cases/{case_id}/receipts/{first}").headers["Location"]
    other = sample.seat("worker", "suido")
    (form,) = [
        one
        for one in owner.open(f"/applications/{case_id}").all("form")
        if "/receipts/" in one.get("action", "")
    ]

    assert stranger.client.post(form.get("action", ""), data=dict(controls(form))).status_code in (400, 404)
    assert stranger.client.get(issued.removeprefix("/staff")).status_code == 404
    assert owner.client.get(issued.removeprefix("/staff")).status_code == 200
    assert other.post(f"/staff/payments/cases/{case_id}/receipts/{first}").status_code == 403
    assert other.get(issued).status_code == 403
    assert sample.seat("accountant", "kaikei").get(issued).status_code == 200
    assert clerk.post(f"/staff/payments/cases/{case_id}/receipts/{case_id}").status_code == 404
    assert sample.site.count(ReceiptIssue) == 1
