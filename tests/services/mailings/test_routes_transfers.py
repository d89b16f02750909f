"""The pages about transfers: proposed, released by another, fetched, results taken in; and the desk's page of a case."""

import io

import pytest

from portal.refused import Refused
from services.mailings.routes.transfers import result_lines
from tests.services.mailings.town import ACCOUNT, BIRTH, Town


def link(page: str, part: str) -> str:
    """The first address on a page with this part."""
    return next(one for one in page.split('"') if part in one).replace("&amp;", "&")


def test_a_file_goes_from_proposal_to_the_bank_and_its_result_comes_back(writing_town: Town) -> None:
    mailing_id, addressee_id = writing_town.approved()
    clerk, approver = writing_town.clerk(), writing_town.clerk("approver")
    place = f"/staff/mailings/{mailing_id}/transfers"

    assert "この1人の振込を起案する" in clerk.get(place).get_data(as_text=True)
    assert clerk.post(place, pay_on="2026-12-10").status_code == 303
    release = link(approver.get(place).get_data(as_text=True), "/release")
    assert clerk.post(release).status_code == 404
    assert approver.post(release).status_code == 303
    page = clerk.get(place).get_data(as_text=True)
    made = clerk.get(link(page, ".txt"))
    short = clerk.get(link(page, ".txt?lines=no"))
    answer = clerk.post(
        release.replace("/release", "/result"),
        result=(io.BytesIO("番号,不能コード\r\n1,3\r\n".encode("cp932")), "r.csv"),
    )

    assert len(made.data) == 4 * 122
    assert short.data == made.data.replace(b"\r\n", b"")
    assert made.headers["Cache-Control"] == "no-store"
    assert answer.status_code == 303
    assert "振込不能で戻った" in clerk.get(place).get_data(as_text=True)
    assert "振込不能で戻った" in clerk.get(f"/staff/mailings/people/{addressee_id}").get_data(as_text=True)


def test_a_day_on_which_banks_are_shut_is_refused(writing_town: Town) -> None:
    mailing_id, _ = writing_town.approved()

    answer = writing_town.clerk().post(f"/staff/mailings/{mailing_id}/transfers", pay_on="2026-12-12")

    assert answer.status_code == 422
    assert "銀行の開く日" in answer.get_data(as_text=True)


def test_the_desks_page_of_a_case_shows_whose_answer_it_is_and_flags_another_name(writing_town: Town) -> None:
    _, addressee_id = writing_town.approved(holder="ミホン タロウ")
    clerk = writing_town.clerk()

    page = clerk.get(f"/staff/cases/{writing_town.case(addressee_id).id}").get_data(as_text=True)
    person = clerk.get(f"/staff/mailings/people/{addressee_id}").get_data(as_text=True)

    assert "名義相違" in page
    assert "ミホン タロウ" in person
    assert clerk.post(f"/staff/mailings/people/{addressee_id}/confirm").status_code == 303


def test_a_repaired_account_is_read_like_any_other(writing_town: Town) -> None:
    _, addressee_id = writing_town.approved(bank_code="", branch_code="")
    clerk = writing_town.clerk()
    place = f"/staff/mailings/people/{addressee_id}"
    parts = {f"account-{key}": text for key, text in ACCOUNT.items()}
    assert "金融機関コードか店番がない" in clerk.get(place).get_data(as_text=True)

    wrong = clerk.post(f"{place}/account", **{**parts, "account-number": "abc"})
    right = clerk.post(f"{place}/account", **parts)

    assert wrong.status_code == 422
    assert right.status_code == 303
    assert "このままでは振り込めません" not in clerk.get(place).get_data(as_text=True)


def test_a_case_without_a_letter_says_so_on_the_desk(writing_town: Town) -> None:
    writing_town.written()
    browser = writing_town.site.browser()
    browser.open("/applications/new/kurashi_ouen/online")
    browser.press({"benefit_wish": "decline"})
    browser.press(
        {
            "name": "見本 次郎", "address-postcode": "000-0001", "address-area": "見本県ひなた市本町",
            "address-street": "一丁目1番1号",
        }
    )  # fmt: skip
    browser.press({"declare_true": "yes"})
    page = browser.press()
    case_id = page.path.rpartition("/")[2]

    assert "手紙の番号なしで届きました" in writing_town.clerk().get(f"/staff/cases/{case_id}").get_data(
        as_text=True
    )
    assert writing_town.site.answers(page)["benefit_amount"] is None


def test_a_mailing_is_closed_and_its_letters_open_nothing_any_more(writing_town: Town) -> None:
    addressee_id, code = writing_town.written()
    place = f"/staff/mailings/{writing_town.one(addressee_id).mailing_id}"

    assert writing_town.clerk().post(f"{place}/do/close").status_code == 404
    assert writing_town.clerk("approver").post(f"{place}/do/close").status_code == 303
    browser = writing_town.site.browser()

    assert browser.open(f"/mailings/{code}").heading == "受け付けは終わりました"
    assert browser.send(browser.page.path, list(BIRTH.items())).heading != "受け取りの確認"


@pytest.mark.parametrize("raw", [b"", "番号,理由\r\n1,3\r\n".encode(), "番号,不能コード\r\nx,3\r\n".encode()])
def test_a_result_that_is_no_result_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused, match="result_faulty"):
        result_lines(raw)


def test_a_result_is_read_with_its_empty_lines_left_out() -> None:
    assert result_lines("番号,不能コード\r\n1,3\r\n,\r\n12,2\r\n".encode("utf-8-sig")) == [
        (1, "3"),
        (12, "2"),
    ]
