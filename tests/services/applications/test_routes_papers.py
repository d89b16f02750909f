"""Papers from the browser: the receipt, the sheet for the counter, the request by post, read back out of their PDF."""

import io
import subprocess
from collections.abc import Mapping

import pikepdf
import pytest

from forms.paper import PaperMissing
from portal import ledger
from portal.inbox import Case
from portal.opening import today
from portal.printing import Printer
from services.applications.models import Draft
from tests.services.applications.browsing import RECORD, WATER, Browser, Site, hand_in
from tests.services.applications.reading import Typed, words

HARD = "髙﨑 𠮷\ufa19葛\U000e0100"
# The same person asking at the counter or by post, for somebody who sent them.
HOME: Typed = {
    "address-postcode": "０００－０００１",
    "address-area": "見本県ひなた市本町",
    "address-street": "一丁目2番3号",
    "address-building": "見本荘405",
}
AGENT: Mapping[str, Typed] = {
    **RECORD,
    "who": {"applicant_kind": "agent"},
    "person": {**RECORD["person"], **HOME, "name": HARD, "name_kana": "たかさき よしかみ"},
    "agent": {
        "agent_name": "見本 次郎",
        "agent_name_kana": "",
        **{f"agent_{name}": value for name, value in HOME.items()},
        "agent_phone": "080-0000-0001",
        "agent_relation": "relative",
        "agent_document": "mandate",
    },
    "copies": {"copies": "２通", "submit_to": "見本商事"},
}
COUNTER: Mapping[str, Typed] = {
    **{key: typed for key, typed in AGENT.items() if key != "note"},
    "contents": {"show_relation": "show", "show_domicile": "hide", "show_individual_number": "hide"},
}
# The order of the pages is the form's.
ORDER = ("who", "person", "agent", "scope", "contents", "copies", "note")


def in_order(steps: Mapping[str, Typed]) -> dict[str, Typed]:
    return {key: steps[key] for key in ORDER if key in steps}


def text_of(body: bytes) -> str:
    """What a reader or a screen reader takes out of a PDF, spaces and line breaks left out."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def opened(body: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(body))


def at_papers(browser: Browser, procedure: str, way: str, steps: Mapping[str, Typed]) -> str:
    browser.open(f"/applications/new/{procedure}/{way}")
    page = browser.fill(steps)
    assert "まだ届いていません" in page.text
    return page.path


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "証明書・決定通知ではありません"), ("en", "notacertificate")]
)
def test_the_receipt_is_a_tagged_pdf_in_the_readers_language(
    hinata_site: Site, language: str, said: str
) -> None:
    browser = hinata_site.browser(language)
    case = hand_in(browser, person={"name": HARD, "name_kana": "ミホン ハナコ"})
    number = words(case.one("p", class_="number"))

    answer = browser.client.get(f"{case.path}/receipt.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert number in answer.headers["Content-Disposition"]
    text = text_of(answer.data)
    assert said in text
    assert number in text
    assert HARD.replace(" ", "") in text
    with opened(answer.data) as document:
        assert str(document.Root.Lang) == language
        assert bool(document.Root.MarkInfo.Marked)
        assert document.open_metadata()["pdfuaid:part"] == "1"


def test_the_sheet_for_the_counter_carries_every_answer_byte_for_byte(browser: Browser) -> None:
    check = at_papers(browser, "juminhyo", "window", in_order(COUNTER))

    answer = browser.client.get(f"{check}/sheet.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = text_of(answer.data)
    for told in (
        HARD.replace(" ", ""),
        "タカサキヨシカミ",
        "見本次郎",
        "見本荘405",
        "080-0000-0001",
        "見本商事",
    ):
        assert told in text, told
    assert "住民票の写し請求書" in text
    assert "郵送請求書" not in text


def test_the_request_by_post_is_a_paper_of_its_own_with_an_address_to_cut_out(browser: Browser) -> None:
    check = at_papers(browser, "juminhyo", "post", in_order(AGENT))

    text = text_of(browser.client.get(f"{check}/sheet.pdf").data)

    assert HARD.replace(" ", "") in text
    for told in ("郵送請求書", "定額小為替", "返信用封筒", "600"):
        assert told in text, told


def test_the_water_notification_becomes_a_sheet_too(browser: Browser) -> None:
    steps = {**WATER, "person": {"name": HARD, "name_kana": ""}}
    check = at_papers(browser, "suido_kaishi", "window", steps)

    text = text_of(browser.client.get(f"{check}/sheet.pdf").data)

    assert HARD.replace(" ", "") in text
    assert "一丁目1番1号" in text


def test_a_printed_paper_counts_as_printed_and_never_as_filed(own_site: Site) -> None:
    browser, day = own_site.browser(), today(own_site.clock())
    check = at_papers(browser, "suido_kaishi", "window", WATER)

    assert browser.client.get(f"{check}/sheet.pdf").status_code == 200
    page = browser.send(check, [("_token", browser.page.value("_token"))])

    assert page.status == 409
    assert own_site.count(Case) == 0
    assert own_site.count(Draft) == 1
    with own_site.session() as session:
        assert ledger.total(ledger.counts(session, "printed", day, day)) == 1
        assert ledger.counts(session, "filed", day, day) == []


def test_an_unfinished_form_leads_to_its_open_question_and_not_to_a_paper(browser: Browser) -> None:
    browser.open("/applications/new/suido_kaishi/window")
    draft = browser.press(WATER["start"]).path.rpartition("/")[0]

    assert browser.open(f"{draft}/sheet.pdf").path == f"{draft}/person"


def test_a_machine_that_cannot_print_says_so_and_keeps_the_rest(
    hinata_site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(_self: Printer, _html: str) -> bytes:
        raise PaperMissing("libpango-1.0-0")

    case = hand_in(browser)
    monkeypatch.setattr(Printer, "pdf", lacking)

    page = browser.open(f"{case.path}/receipt.pdf")

    assert page.status == 503
    assert "いまは印刷できません" in page.text
    assert "libpango-1.0-0" in page.text
    assert browser.open(case.path).status == 200
