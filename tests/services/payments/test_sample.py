"""The sample town: everybody can try to pay, no money moves, and nobody pays for somebody else."""

from tests.services.payments.town import Town


def test_a_resident_pays_by_card_on_the_sample_page(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.filed(browser)

    browser.open(f"/applications/{case_id}")
    assert "710円" in browser.page.text
    browser.follow("支払いにすすむ")
    browser.press({"how": "card"})
    assert browser.page.heading == "支払いのページにすすみます"
    browser.follow("支払いのページを開く")
    assert "お金は動きません" in browser.page.text
    assert [one.get("type") for one in browser.page.all("input")] == ["hidden"]
    browser.press(button="what", value="pay")

    assert browser.page.heading == "支払いを受け取りました"
    assert sample.outstanding(case_id) == 0
    assert {line.method for line in sample.lines(case_id)} == {"card"}
    assert sorted(line.account for line in sample.lines(case_id)) == ["戸籍住民基本台帳手数料", "雑入"]
    assert "支払い済み" in browser.open(f"/applications/{case_id}").text


def test_a_number_for_the_convenience_store_is_paid_days_later(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.filed(browser)

    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": "konbini"})
    browser.follow("支払いのページを開く")
    browser.press(button="what", value="number")
    assert browser.page.heading == "コンビニで払ってください"
    assert sample.outstanding(case_id) == 710
    sample.clock.forward(days=2)
    browser.follow("払い込みの番号を見る")
    browser.press(button="what", value="pay")

    assert sample.outstanding(case_id) == 0


def test_a_way_of_paying_must_be_chosen(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.filed(browser)

    browser.open(f"/payments/cases/{case_id}")
    browser.press()

    assert browser.page.status == 422
    assert "払い方を選んでください" in browser.page.text


def test_whoever_pays_at_the_counter_gets_a_number_to_show(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.filed(browser)

    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": "counter"})

    assert browser.page.heading == "窓口で支払う"
    assert sample.case(case_id).receipt_no in browser.page.text
    assert "710円" in browser.page.text
    assert sample.outstanding(case_id) == 710


def test_a_stranger_finds_nothing_to_pay(sample: Town) -> None:
    owner, stranger = sample.resident(), sample.resident()
    case_id = sample.filed(owner)
    owner.open(f"/payments/cases/{case_id}")
    owner.press({"how": "card"})
    checkout = owner.page.path

    sample_page = owner.page.links()["支払いのページを開く"]
    for path in (
        f"/payments/cases/{case_id}",
        f"/payments/cases/{case_id}/counter",
        checkout,
        f"{checkout}/back",
        sample_page,
    ):
        assert stranger.open(path).status == 404, path


def test_what_the_browser_says_about_the_sum_is_not_read(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.filed(browser)
    page = browser.open(f"/payments/cases/{case_id}")

    browser.send(
        page.path, [("_token", page.value("_token")), ("how", "card"), ("yen", "1"), ("amount", "1")]
    )

    assert "710円" in browser.page.text


def test_a_page_that_was_begun_is_taken_up_again(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.filed(browser)

    seen = set()
    for _ in range(2):
        browser.open(f"/payments/cases/{case_id}")
        browser.press({"how": "card"})
        seen.add(browser.page.path)

    assert len(seen) == 1


def test_a_page_of_an_earlier_choice_cannot_be_paid_any_more(sample: Town) -> None:
    browser = sample.resident()
    case_id = sample.filed(browser)
    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": "card"})
    first = browser.page.path
    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": "konbini"})

    assert "この支払いのページは終わりました" in browser.open(first).text


def test_the_pages_speak_the_visitors_language(sample: Town) -> None:
    for language, words in (("en", "Paying the fee"), ("easy", "払")):
        browser = sample.resident(language)
        case_id = sample.filed(browser)
        assert words in browser.open(f"/payments/cases/{case_id}").heading
