"""Somebody with a letter in their hand, from the code to the receipt, and everybody else."""

from portal.throttle import Bucket
from services.mailings.actions import answering
from services.mailings.rules.stages import Outcome
from tests.services.mailings.town import BIRTH, Town


def test_a_letter_leads_to_a_form_the_city_has_filled_in_and_to_a_receipt(writing_town: Town) -> None:
    addressee_id, code = writing_town.written()
    browser = writing_town.site.browser()

    page = browser.open(f"/mailings/{code}")
    assert "ミ・ハ" in page.heading
    assert "花子" not in page.html
    page = browser.press(BIRTH)
    assert page.heading == "受け取りの確認"
    assert "30,000円" in page.text
    assert "市が用意しました" in page.text
    assert "benefit_amount" not in page.html
    page = browser.press({"benefit_wish": "receive"})
    assert 'value="見本 花子"' in page.html
    browser.press()
    browser.press(
        {
            "payout_account-bank": "見本銀行", "payout_account-bank_code": "9999", "payout_account-branch": "本店",
            "payout_account-branch_code": "001", "payout_account-kind": "ordinary", "payout_account-number": "1234567",
            "payout_account-holder": "ミホン ハナコ",
        }
    )  # fmt: skip
    page = browser.press({"declare_true": "yes"})
    assert page.heading == "入力した内容の確認"
    assert "市が用意しました" in page.text
    page = browser.press()

    assert "申し込みが届きました" in page.heading
    one = writing_town.one(addressee_id)
    assert (one.outcome, one.answered_way) == (Outcome.ANSWERED, "online")
    assert writing_town.site.answers(page)["benefit_amount"] == 30000


def test_an_amount_that_the_city_set_cannot_be_sent_by_a_browser(writing_town: Town) -> None:
    _, code = writing_town.written()
    browser = writing_town.open(code)

    browser.send(
        browser.page.path,
        [("_token", _token(browser)), ("benefit_wish", "decline"), ("benefit_amount", "9999999")],
    )
    browser.press()
    page = browser.press({"declare_true": "yes"})
    page = browser.press()

    assert writing_town.site.answers(page)["benefit_amount"] == 30000


def test_somebody_who_declines_needs_no_account_and_is_marked_so(writing_town: Town) -> None:
    addressee_id, code = writing_town.written()

    writing_town.answered(code, "decline")

    assert writing_town.one(addressee_id).outcome == Outcome.DECLINED


def test_an_answered_letter_says_so_to_whoever_opens_it_again(writing_town: Town) -> None:
    _, code = writing_town.written()
    writing_town.answered(code)

    page = writing_town.site.browser().open(f"/mailings/{code}")

    assert page.heading == "もう回答を受け付けています"
    assert "birth_date" not in page.html


def test_of_two_forms_opened_with_one_letter_only_the_first_is_taken(writing_town: Town) -> None:
    addressee_id, code = writing_town.written()
    second = writing_town.open(code)
    second.press({"benefit_wish": "decline"})
    second.press()
    second.press({"declare_true": "yes"})
    writing_town.answered(code)

    page = second.press()

    assert page.status == 409
    assert "もう回答" in page.heading
    assert writing_town.one(addressee_id).outcome == Outcome.ANSWERED


def test_scanning_twice_in_one_browser_goes_on_with_the_same_form(writing_town: Town) -> None:
    _, code = writing_town.written()
    browser = writing_town.open(code)
    first = browser.page.path

    browser.open(f"/mailings/{code}")
    browser.press(BIRTH)

    assert browser.page.path == first


def test_a_wrong_day_of_birth_opens_nothing_and_says_what_to_do(writing_town: Town) -> None:
    addressee_id, code = writing_town.written()
    browser = writing_town.site.browser()
    browser.open(f"/mailings/{code}")

    page = browser.press({**BIRTH, "birth_date-year": "1956"})

    assert page.status == 422
    assert "合いません" in page.text
    assert writing_town.one(addressee_id).opened_at is None


def test_guessing_is_slowed_down_and_the_owner_still_gets_in_from_home(writing_town: Town) -> None:
    _, code = writing_town.written()
    thief = writing_town.site.browser()
    thief.open(f"/mailings/{code}")
    for year in range(1940, 1940 + answering.HERE.burst):
        thief.press({**BIRTH, "birth_date-year": str(year)})

    page = thief.press(BIRTH)

    assert page.status == 429
    assert "分待ってください" in page.text
    assert writing_town.open(code).page.heading == "受け取りの確認"
    assert writing_town.site.count(Bucket) > 0


def test_who_gave_no_day_of_birth_is_asked_for_the_end_of_their_telephone(writing_town: Town) -> None:
    _, code = writing_town.written(生年月日="")
    browser = writing_town.site.browser()

    page = browser.open(f"/mailings/{code}")
    assert "下4けた" in page.text
    wrong = browser.press({"digits": "9999"})
    assert wrong.status == 422
    page = browser.press({"digits": "０００１"})

    assert page.heading == "受け取りの確認"


def test_a_code_typed_by_hand_is_read_however_it_is_written(writing_town: Town) -> None:
    _, code = writing_town.written()
    browser = writing_town.site.browser()

    page = browser.open("/mailings?code=" + code.lower().replace("-", "+"))

    assert "様への手紙です" in page.heading


def test_an_unknown_code_is_found_nowhere_and_half_a_code_is_asked_for_again(writing_town: Town) -> None:
    browser = writing_town.site.browser()

    assert browser.open("/mailings/2345-2345-2345").status == 404
    page = browser.open("/mailings?code=ABC")

    assert page.status == 422
    assert "code" in page.summary()


def test_the_address_of_a_letter_is_told_to_no_other_page_and_kept_in_no_store(writing_town: Town) -> None:
    _, code = writing_town.written()

    answer = writing_town.site.app.test_client().get(f"/mailings/{code}")

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_after_a_withdrawal_the_letter_opens_a_new_form(writing_town: Town) -> None:
    addressee_id, code = writing_town.written()
    browser = writing_town.answered(code)
    case = writing_town.case(addressee_id)
    browser.open(f"/applications/{case.id}/withdraw")
    browser.press()
    assert writing_town.one(addressee_id).outcome == Outcome.NONE

    browser.open(f"/mailings/{code}")
    browser.press(BIRTH)

    assert browser.page.heading == "受け取りの確認"


def _token(browser: object) -> str:
    from tests.services.applications.reading import controls

    return next(text for name, text in controls(browser.page.form()) if name == "_token")  # type: ignore[attr-defined]
