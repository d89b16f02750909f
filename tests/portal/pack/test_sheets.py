"""The papers: filled with a case's values, compared with stored examples, and each on the pages it is meant for."""

import html
import re
from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from forms import qr
from forms.field import Value
from forms.paper import Press
from forms.procedure import Fee
from portal.pack import read
from portal.pack.sheets import NOTICE, RECEIPT, Sheets, total
from tests.portal.pack.builder import AFTER, BEFORE, PACKS
from tests.portal.pack.sheet_answers import residence_copy, water

EXAMPLES = Path(__file__).parent / "examples"
ON = date(2026, 11, 21)
PACK = read(PACKS / "hinata")
SHEETS = Sheets(PACK)


def receipt(lang: str, standing: str = "") -> str:
    division = PACK.division("suido", ON)
    return SHEETS.html(
        RECEIPT,
        lang=lang,
        procedure=PACK.procedure("suido_kaishi"),
        division=division,
        office=PACK.office(division.office, ON),
        number="7K2M9QXP4C",
        standing=standing,
        facts=(("場所", "見本会館"),) if standing else (),
        arrived="令和8年11月21日 21:04",
        accepted="令和8年11月24日 8:30",
        expected="令和8年11月27日",
        rows=(("氏名", "見本 <花子>"),),
        files=("間取り図.pdf",),
        address="https://kurashi.example/",
        qr="",
    )


def notice(lang: str, *, town: str = "hinata", remedies: bool = True) -> str:
    pack = read(PACKS / town)
    division = pack.division("shimin", ON)
    return Sheets(pack).html(
        NOTICE,
        lang=lang,
        division=division,
        office=pack.office(division.office, ON),
        document_number="ひ市第12号",
        issued="令和8年11月25日",
        addressee={"name": "見本 花子", "postcode": "000-0001", "address": "ひなた市本町一丁目2番3号"},
        title="住民票の写しの交付請求に対する却下通知書",
        opening="次の請求は、下の理由により却下しましたので、通知します。",
        decision="却下",
        filed="令和8年11月21日",
        number="7K2M9QXP4C",
        reason=["委任状の署名が確かめられませんでした。", "期限までに補正がありませんでした。"],
        basis="住民基本台帳法第12条第3項",
        remedies=remedies,
        review_by="ひなた市長",
        defendant="ひなた市",
        represented_by="ひなた市長",
        seal="",
    )


PAPERS = {
    "residence_copy_window.ja": lambda: SHEETS.request("juminhyo", residence_copy(), "ja", ON),
    "residence_copy_window.en": lambda: SHEETS.request("juminhyo", residence_copy(), "en", ON),
    "residence_copy_post.ja": lambda: SHEETS.request("juminhyo", residence_copy(way="post"), "ja", ON),
    "residence_copy_post.en": lambda: SHEETS.request("juminhyo", residence_copy(way="post"), "en", ON),
    "water_window.ja": lambda: SHEETS.request("suido_kaishi", water(), "ja", ON),
    "water_window.en": lambda: SHEETS.request("suido_kaishi", water(), "en", ON),
    "receipt.ja": lambda: receipt("ja"),
    "receipt.easy": lambda: receipt("easy"),
    "receipt.en": lambda: receipt("en"),
    "notice.ja": lambda: notice("ja"),
    "notice.en": lambda: notice("en"),
}


def words(page: str) -> str:
    """What a paper says, one line for each piece of text."""
    body = re.sub(r"(?s)<(style|title).*?</\1>", "", page)
    # A box is no piece of its own: what stands in it belongs to the sentence around it.
    body = re.sub(r"(?s)<span[^>]*data-box[^>]*>(.*?)</span>", r"\1", body)
    lines = (html.unescape(piece).strip() for piece in re.sub(r"<[^>]+>", "\n", body).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_what_its_stored_example_says(name: str) -> None:
    stored = EXAMPLES / f"{name}.txt"
    said = words(PAPERS[name]())

    # A changed wording is accepted by deleting the example; the first run then writes it anew, and fails to show it.
    if not stored.exists():
        stored.parent.mkdir(exist_ok=True)
        stored.write_text(said, encoding="utf-8")
        pytest.fail(f"{stored.name} was written; read it and run again")
    assert said == stored.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(PACKS)


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("residence_copy_window.ja", 2),  # the request, and the 委任状 to be written by hand
        ("residence_copy_window.en", 2),
        ("residence_copy_post.ja", 3),  # the same, and what to put into the envelope
        ("residence_copy_post.en", 3),
        ("water_window.ja", 1),
        ("water_window.en", 1),
        ("receipt.easy", 1),
        ("notice.en", 1),
    ],
)
def test_a_paper_keeps_to_its_pages_even_with_every_box_filled(name: str, pages: int, press: Press) -> None:
    assert press.sheet(PAPERS[name]()).pages == pages


def test_the_symbol_of_the_number_takes_no_further_page(press: Press) -> None:
    symbol = qr.svg("7K2M9QXP4C", "受付番号 7K2M9QXP4C")
    page = SHEETS.request("juminhyo", residence_copy(), "ja", ON, number="7K2M9QXP4C", qr=symbol)

    assert "<title>受付番号 7K2M9QXP4C</title>" in page
    assert press.sheet(page).pages == 2


def test_somebody_who_asks_for_themselves_gets_a_single_page() -> None:
    page = SHEETS.request("juminhyo", residence_copy(applicant_kind="self"), "ja", ON)

    assert "委任状</h1>" not in page
    assert "見本 次郎" not in page


def test_names_stay_as_they_were_written() -> None:
    assert "髙﨑𠮷神 花子" in SHEETS.request("juminhyo", residence_copy(), "ja", ON)


def test_the_fee_on_the_paper_is_the_one_of_its_day() -> None:
    before = words(SHEETS.request("juminhyo", residence_copy(), "ja", BEFORE))
    after = words(SHEETS.request("juminhyo", residence_copy(), "ja", AFTER))

    assert "合計 600円" in before
    assert "合計 700円" in after
    assert "市民課" in before
    assert "市民窓口課" in after


@pytest.mark.parametrize("way", ["window", "post"])
def test_a_real_towns_paper_holds_no_figure_and_no_telephone(way: str) -> None:
    page = words(Sheets(read(PACKS / "ube")).request("juminhyo", residence_copy(way=way), "ja", ON))

    assert "円" not in page
    assert "電話 0" not in page
    assert "宇部市の公式の書類ではありません" in page


def test_a_real_towns_paper_sends_people_to_the_main_number() -> None:
    sheets = Sheets(read(PACKS / "ube"))

    assert "市役所の代表電話へ" in sheets.request("juminhyo", residence_copy(way="post"), "ja", ON)
    assert "市役所の代表電話へ" in sheets.request("suido_kaishi", water(), "ja", ON)


def test_the_paper_to_post_does_not_offer_the_individual_number() -> None:
    page = words(SHEETS.request("juminhyo", residence_copy(way="post"), "ja", ON))

    assert "□ 載せる（窓口でだけ受け取れます）" not in page
    assert "裏の番号は送らないでください" in page


def test_a_case_signed_with_a_card_prints_without_a_box_to_sign() -> None:
    answers = residence_copy(way="online", applicant_in_household="self")

    page = words(SHEETS.request("juminhyo", answers, "ja", ON, number="7K2M9QXP4C"))

    assert "署名用電子証明書の住所" in page
    assert "ひなた市本町一丁目2番3号" not in page
    assert "お持ちください" not in page
    assert "封筒" not in page


def test_answers_are_escaped_on_paper_too() -> None:
    page = SHEETS.request("juminhyo", residence_copy(submit_to="<script>x</script>"), "ja", ON)

    assert "<script>" not in page


def test_a_receipt_says_that_it_is_no_certificate() -> None:
    assert "証明書・決定通知ではありません" in receipt("ja")
    assert "not a certificate and not a decision" in receipt("en")


def test_the_receipt_of_a_booking_says_how_it_stands_and_awaits_nothing() -> None:
    said = receipt("ja", standing="予約は決まりました。")

    assert "予約は決まりました。" in said
    assert "証明書・決定通知ではありません" not in said
    assert "受付の日時" not in said


def test_a_language_without_words_of_its_own_reads_japanese() -> None:
    assert "受付番号" in receipt("vi")
    assert '<html lang="ja">' in receipt("vi")


def test_a_refusal_tells_reason_and_remedies() -> None:
    said = words(notice("ja"))

    for needed in (
        "ひ市第12号",
        "令和8年11月25日",
        "理由",
        "公印省略",
        "3か月以内",
        "6か月以内",
        "ひなた市を被告として",
    ):
        assert needed in said


def test_an_approval_needs_no_remedies() -> None:
    assert "教示" not in notice("ja", remedies=False)


def test_a_misspelt_value_fails_instead_of_printing_an_empty_box() -> None:
    with pytest.raises(UndefinedError):
        SHEETS.html(RECEIPT, lang="ja")


@pytest.mark.parametrize(
    ("fee", "answers", "yen"),
    [
        (None, {"copies": 2}, None),
        (Fee(300, "copies"), {"copies": 2}, 600),
        (Fee(300, "copies"), {}, None),
        (Fee(300), {}, 300),
        (Fee(0), {}, 0),
    ],
)
def test_the_total_is_counted_only_from_what_is_known(
    fee: Fee | None, answers: dict[str, Value], yen: int | None
) -> None:
    assert total(fee, answers) == yen
