"""A procedure that nobody shipped, written into a town's folder at run time, works from its guide to the desk without any code."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from portal import editions, files, inbox
from portal.files import StoredFile
from portal.inbox import Case
from portal.pack import read
from portal.pack.sheets import Sheets
from services.applications.actions import drafts
from tests.services.applications.browsing import MORNING, Site, ask_for, id_in, site
from tests.services.applications.written import PDF, REST, YOU, at_guests, at_papers, born, town_with, upload


def test_it_is_filed_with_its_list_its_computed_values_and_its_picture(written: Site) -> None:
    browser = at_guests(written)

    browser.press({"guest_name": "見本 太郎", **born(1990), "guest_pays": "1,200円"})
    assert browser.page.heading == "同行者の一覧"
    browser.follow("同行者を追加する")
    browser.press({"guest_name": "見本 次郎", **born(2015), "guest_pays": "0"})
    # The age that was worked out has opened one more question about this child.
    assert browser.page.path.endswith("/guests/2")
    browser.press({"guest_school": "見本小学校"})
    browser.press()
    upload(browser, (PDF, "../../写真.pdf"))
    assert "写真.pdf" in browser.page.text
    browser.press({"note": ""})
    browser.press(REST)
    assert browser.page.heading == "入力した内容の確認"
    for words in ("35歳", "10歳", "参加費の合計 1,200円", "同行者の人数 2", "令和8年11月16日"):
        assert words in browser.page.text, words
    browser.press()

    page = browser.page
    assert "申し込みが届きました" in page.text
    answers = written.answers(page)
    assert [one["guest_name"] for one in answers["guests"]] == ["見本 太郎", "見本 次郎"]
    assert answers["guests"][0].keys() == {"guest_name", "guest_birth", "guest_pays"}
    assert answers["pay_into"]["holder"] == "ミホン ハナコ"
    assert (answers["pay_into"]["number"], answers["come_at"], answers["since_month"]) == (
        "0012345", "13:30", "2026-04",
    )  # fmt: skip
    assert browser.client.get(page.links()["写真.pdf"]).data == PDF
    with written.session() as session:
        case = session.scalars(select(Case)).one()
        assert [one.field for one in files.of(session, "case", case.id)] == ["doc_sample"]
        html = Sheets(written.house.pack).request("mihon", inbox.answers(session, case), "ja", MORNING.date())
    for words in ("同行者 1", "見本 次郎", "35歳", "1,200円"):
        assert words in html, words
    receipt = browser.client.get(f"/applications/{case.id}/receipt.pdf")
    assert receipt.data.startswith(b"%PDF-")


def test_an_item_is_changed_and_taken_away(written: Site) -> None:
    browser = at_guests(written)
    browser.press({"guest_name": "見本 太郎", **born(1990), "guest_pays": "0"})
    browser.follow("同行者を追加する")
    browser.press({"guest_name": "見本 次郎", **born(1991), "guest_pays": "0"})

    browser.follow("変更：同行者 1")
    browser.press({"guest_name": "見本 三郎"})
    browser.follow("消す：同行者 2")
    browser.press()

    assert browser.page.heading == "同行者の一覧"
    assert "見本 三郎" in browser.page.text
    assert "見本 次郎" not in browser.page.text
    assert "見本 太郎" not in browser.page.text


def test_a_list_is_neither_left_empty_nor_made_too_long(written: Site) -> None:
    browser = at_guests(written)
    first = browser.page.path
    for year in (1990, 1991, 1992):
        browser.press({"guest_name": "見本 太郎", **born(year), "guest_pays": "0"})
        if "同行者を追加する" in browser.page.links():
            browser.follow("同行者を追加する")
    assert "同行者を追加する" not in browser.page.links()
    assert browser.open(first.replace("/1", "/4")).heading == "同行者の一覧"

    for place in (3, 2, 1):
        browser.follow(f"消す：同行者 {place}")
        browser.press()
    browser.press()

    assert browser.page.status == 422
    assert browser.page.summary() == {"items": "「同行者」を1つ以上入力してください"}


def test_an_item_taken_away_from_an_old_page_takes_no_other_along(written: Site) -> None:
    browser = at_guests(written)
    for name in ("見本 太郎", "見本 次郎"):
        browser.press({"guest_name": name, **born(1990), "guest_pays": "0"})
        browser.follow("同行者を追加する")
    browser.open(browser.page.path.rsplit("/", 1)[0])
    asked = browser.follow("消す：同行者 1")
    pairs = [("_token", asked.value("_token")), ("seen", asked.value("seen"))]
    browser.press()

    browser.send(asked.path, pairs)

    assert "見本 次郎" in browser.page.text


def test_an_early_end_has_its_own_page_with_the_way_forward(written: Site) -> None:
    browser = written.browser()
    browser.open("/applications/new/mihon/online")

    browser.press({**YOU, "in_town": "no"})

    assert browser.page.path.endswith("/ended")
    assert browser.page.heading == "市内の方の届出です"
    assert browser.page.links()["住民票の写しの請求"] == "/procedures/juminhyo"
    browser.follow("答えを直す")
    browser.press({"in_town": "yes"})
    assert browser.page.path.endswith("/guests/1")


def test_more_files_than_asked_for_are_refused_and_one_can_be_taken_out(written: Site) -> None:
    browser = at_papers(written)

    page = upload(browser, (PDF, "a.pdf"), (PDF, "b.pdf"), (PDF, "c.pdf"))
    assert "2個まで" in page.summary()["doc_sample"]
    button = next(one.get("value", "") for one in page.all("button", name="remove"))
    browser.press(button="remove", value=button)

    assert "a.pdf" not in browser.page.text
    assert "b.pdf" in browser.page.text


def test_a_picture_that_must_be_sent_is_asked_for(written: Site) -> None:
    browser = at_papers(written)

    browser.press({"note": ""})

    assert browser.page.status == 422
    assert browser.page.summary() == {"doc_sample": "「見本の写真」の写真かPDFを選んでください"}


def test_files_of_a_draft_that_nobody_comes_back_to_are_gone_with_it(written: Site) -> None:
    browser = at_papers(written)
    upload(browser, (PDF, "a.pdf"))
    written.clock.forward(days=2)
    with written.session() as session:
        files.sweep(session, written.clock())
        assert [one.state for one in session.scalars(select(StoredFile))] == ["kept"]
    written.clock.forward(days=29)

    with written.session() as session:
        drafts.sweep(session, written.clock())
        files.sweep(session, written.clock())

    assert written.count(StoredFile) == 0


def test_a_stranger_sees_no_file(written: Site) -> None:
    browser = at_papers(written)
    upload(browser, (PDF, "a.pdf"))
    with written.session() as session:
        file = session.scalars(select(StoredFile)).one()
    own = f"/applications/draft/{id_in(browser.page)}/files/{file.id}"

    assert browser.client.get(own).data == PDF
    assert written.browser().client.get(own).status_code == 404


def test_a_period_closes_the_online_way_and_says_when_it_opens(tmp_path: Path) -> None:
    period = '[[open]]\nfrom = "06-01"\nto = "08-31"\n[deadline_from]'
    found = site(tmp_path / "var", MORNING, packs=town_with(tmp_path, **{"[deadline_from]": period}))

    page = found.browser().open("/procedures/mihon")

    assert "令和9年6月1日" in page.text
    assert found.browser().open("/applications/new/mihon/online").status == 404
    found.clock.moment = datetime(2027, 6, 1, 1, tzinfo=MORNING.tzinfo)
    assert found.browser().open("/applications/new/mihon/online").status == 200
    found.close()


def test_a_draft_is_seen_by_nobody_outside(tmp_path: Path) -> None:
    draft = 'state = "draft"\nnumber = "7999"'
    found = site(tmp_path / "var", MORNING, packs=town_with(tmp_path, **{'number = "7999"': draft}))

    assert found.browser().open("/procedures/mihon").status == 404
    assert found.browser().open("/applications/new/mihon/online").status == 404
    assert "見本の届出" not in found.browser().open("/procedures").text
    found.close()


def test_a_long_form_is_a_list_of_tasks(tmp_path: Path) -> None:
    tasks = 'layout = "tasks"\nnumber = "7999"'
    found = site(tmp_path / "var", MORNING, packs=town_with(tmp_path, **{'number = "7999"': tasks}))
    browser = found.browser()
    browser.open("/applications/new/mihon/online")

    browser.press(YOU)

    assert browser.page.heading == "やることの一覧"
    assert "4このうち、1こが終わっています" in browser.page.text
    assert browser.open(
        next(href for words, href in browser.page.links().items() if words.startswith("添付"))
    ).path.endswith("/papers")
    found.close()


def test_a_case_keeps_the_form_it_was_made_with(tmp_path: Path) -> None:
    packs = town_with(tmp_path)
    found = site(tmp_path / "var", MORNING, packs=packs)
    browser = at_papers(found)
    upload(browser, (PDF, "a.pdf"))
    browser.press({"note": ""})
    browser.press(REST)
    page = browser.press()
    with found.session() as session:
        case = session.scalars(select(Case)).one()
    old = found.house.pack.procedures["mihon"]

    file = packs / "hinata" / "procedures" / "mihon.toml"
    file.write_text(
        file.read_text(encoding="utf-8")
        .replace('"pay_into", "come_at"', '"come_at"')
        .replace("同行者の人数", "人数"),
        encoding="utf-8",
    )
    new = read(packs / "hinata")
    with found.session() as session:
        session.info["pack"] = new
        kept = editions.of(session, case)

    assert new.procedures["mihon"].digest != old.digest
    assert kept is not None
    assert kept.digest == case.form_digest == old.digest
    assert kept.steps == old.steps
    assert kept.computed == old.computed
    assert "申し込みが届きました" in page.text
    found.close()


def test_a_picture_is_sent_again_where_the_office_asks_for_it(written: Site) -> None:
    browser = at_papers(written)
    upload(browser, (PDF, "blurred.pdf"))
    browser.press({"note": ""})
    browser.press(REST)
    page = browser.press()
    ask_for(written, page, ["doc_sample"])

    asked = browser.open(f"/applications/{id_in(page)}/correct")
    assert "前に送ったファイルの代わりになります" in asked.text
    assert not asked.all("button", name="remove")
    refused = upload(browser, (b"MZ", "virus.exe"), button="")
    assert refused.status == 422
    upload(browser, (PDF + b"again", "sharp.pdf"), button="")

    assert [one["name"] for one in written.answers(page)["doc_sample"]] == ["sharp.pdf"]
    links = browser.open(f"/applications/{id_in(page)}").links()
    assert browser.client.get(links["sharp.pdf"]).data == PDF + b"again"
    assert "blurred.pdf" in links
