"""The knowledge desk's pages: what editors do on them, and whom they keep out."""

import io
import re
from collections.abc import Iterator

import pytest

from portal import workbooks
from tests.services.chat import editing
from tests.services.chat.talking import MORNING, send
from tests.services.desk.builders import Desk, Seat, desk

HERE = "/staff/knowledge"
PAGES = (
    "",
    "/entries/new",
    "/entries/faq001",
    "/draft",
    "/editions",
    "/import",
    "/gold",
    "/unanswered",
    "/faq.csv",
    "/faq.xlsx",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = desk(tmp_path_factory.mktemp("knowledge"), MORNING)
    yield found
    found.close()


def columns(page: str) -> dict[str, str]:
    """What stands in an entry's form."""
    boxes = dict(re.findall(r'<input class="input[^"]*" id="c\d+" name="([^"]+)"[^>]* value="([^"]*)"', page))
    areas = dict(re.findall(r'<textarea class="input" id="c\d+" name="([^"]+)"[^>]*>\n([^<]*)', page))
    chosen = dict(
        re.findall(
            r'<select class="input" id="c\d+" name="([^"]+)".*?value="([^"]*)" selected', page, re.DOTALL
        )
    )
    return {**boxes, **areas, **chosen}


def revision(seat: Seat) -> str:
    return str(re.findall(r'name="revision" value="(\d+)"', seat.get(f"{HERE}/draft").text)[0])


def tried(town: Desk) -> None:
    """A worker tries what is asked for, by the light search."""
    with town.app.extensions["house"].db.session() as session:
        editing.work(session)


def test_an_entry_is_changed_tried_and_published_and_residents_read_it(town: Desk) -> None:
    seat = town.seat("editor", division="sogo")
    form = columns(seat.get(f"{HERE}/entries/faq001").text)

    saved = seat.post(f"{HERE}/entries/faq001", **{**form, "回答": "三つの支所で取れます。"})

    assert saved.status_code == 303
    draft = seat.get(f"{HERE}/draft").text
    assert "回答" in draft
    assert "試しています" in seat.get(f"{HERE}/draft?part=trial").text
    assert seat.post(f"{HERE}/draft/publish", revision="1").status_code == 409
    tried(town)
    assert "試し終わりました" in seat.get(f"{HERE}/draft?part=trial").text
    done = seat.post(f"{HERE}/draft/publish", revision=revision(seat), note="支所が増えた")
    assert done.status_code == 303
    answer = send(town.app.test_client(), said="住民票の写しはどこで取れますか")
    assert "三つの支所で取れます。" in answer.text
    assert (
        "2026年10月1日" in re.sub(r"<rt>.*?</rt>|<[^>]+>", "", answer.text) or "令和8年10月1日" in answer.text
    )
    assert "支所が増えた" in seat.get(f"{HERE}/editions").text


def test_a_draft_that_makes_a_gold_question_worse_needs_a_tick(town: Desk) -> None:
    seat = town.seat("editor", division="sogo")
    asked = "住民票の写しはどこで取れますか"
    assert seat.post(f"{HERE}/gold", question=asked, wants="faq:faq001").status_code == 303
    assert seat.post(f"{HERE}/gold", question="犬の登録をしたい", wants="faq999").status_code == 422
    form = columns(seat.get(f"{HERE}/entries/faq001").text)
    elsewhere = {
        "質問": "海はどこですか",
        "質問_やさしい": "うみは どこですか",
        "質問_英語": "Where is the sea?",
        "言い換え": "海水浴",
    }
    seat.post(f"{HERE}/entries/faq001", **{**form, **elsewhere})
    tried(town)
    page = seat.get(f"{HERE}/draft").text

    assert 'name="worse"' in page
    assert seat.post(f"{HERE}/draft/publish", revision=revision(seat)).status_code == 422
    assert seat.post(f"{HERE}/draft/drop").status_code == 303
    assert "公開していない変更はありません" in seat.get(f"{HERE}/draft").text


def test_a_faulty_entry_and_a_faulty_file_come_back_with_what_is_wrong(town: Desk) -> None:
    seat = town.seat("editor", division="sogo")

    entry = seat.post(f"{HERE}/entries/new", ID="だめ", 質問="問い", 回答="", 分類="")
    file = seat.post(
        f"{HERE}/import", file=(io.BytesIO("ID,問い合わせ文,応答文,カテゴリ\nfaq001,,,\n".encode()), "a.csv")
    )

    assert entry.status_code == 422
    assert "問い" in entry.text
    assert file.status_code == 422
    assert "2行目" in file.text


def test_a_file_becomes_a_draft_and_goes_out_again(town: Desk) -> None:
    seat = town.seat("editor", division="sogo")
    raw = "ID,問い合わせ文,応答文,カテゴリ\r\nB-1,熊が出ました,近づかないでください。,安全\r\n".encode(
        "cp932"
    )

    brought = seat.post(f"{HERE}/import", file=(io.BytesIO(raw), "a.csv"))

    assert brought.status_code == 303
    assert "熊が出ました" in seat.get(f"{HERE}/draft").text
    assert seat.get(f"{HERE}/faq4.csv").data.startswith(
        "\ufeffID,問い合わせ文,応答文,カテゴリ\r\nfaq001,".encode()
    )


def test_a_workbook_goes_out_and_comes_in_again_and_a_broken_one_is_refused(town: Desk) -> None:
    seat = town.seat("editor", division="sogo")
    out = seat.get(f"{HERE}/faq4.xlsx")
    columns, *rows = workbooks.read(out.data)
    changed = {**dict(zip(map(str, columns), rows[0], strict=True)), "応答文": "Excelで直しました。"}
    raw = workbooks.write([str(one) for one in columns], [changed], "faq4", MORNING)

    brought = seat.post(f"{HERE}/import", file=(io.BytesIO(raw), "a.xlsx"))
    broken = seat.post(f"{HERE}/import", file=(io.BytesIO(raw[:200]), "a.xlsx"))

    assert out.mimetype == workbooks.MIME
    assert brought.status_code == 303
    assert "Excelで直しました。" in seat.get(f"{HERE}/entries/faq001").text
    assert broken.status_code == 422
    assert seat.post(f"{HERE}/draft/drop").status_code == 303


def test_unanswered_questions_become_words_of_an_entry_or_a_new_one(town: Desk) -> None:
    seat, clerk = town.seat("editor", division="sogo"), town.seat("counter", division="shimin")
    assert clerk.post(f"{HERE}/note", text="電気自動車の充電はどこ 090-1234-5678").status_code == 303
    assert clerk.post(f"{HERE}/note", text=" ").status_code == 422
    page = seat.get(f"{HERE}/unanswered").text
    assert "電気自動車の充電はどこ" in page
    assert "1234" not in page
    ids = re.findall(r'name="ids" value="([^"]+)"', page)

    done = seat.post(f"{HERE}/unanswered/new", ids=ids, question="電気自動車の充電はどこ", words=["EV"])

    form = columns(seat.get(done.location).text)
    assert (form["質問"], form["言い換え"]) == ("電気自動車の充電はどこ", "EV")
    assert seat.post(f"{HERE}/unanswered/names", entry="faq:faq002", words=["EV"]).status_code == 303
    assert "faq002" in seat.get(f"{HERE}/draft").text


def test_another_divisions_entry_is_shown_and_not_changed(town: Desk) -> None:
    water = town.seat("editor", division="suido")

    assert 'name="回答"' not in water.get(f"{HERE}/entries/faq001").text
    form = {"質問": "問い", "回答": "答え", "分類": "証明書", "部署ID": "shimin"}
    assert water.post(f"{HERE}/entries/faq001", **form).status_code == 403


def test_figures_are_for_those_who_watch_them(town: Desk) -> None:
    send(town.app.test_client(), said="住民票の写しはどこで取れますか")
    monitor = town.seat("monitor", division="sogo")

    assert "81.4" in monitor.get(f"{HERE}/figures").text
    assert monitor.get(f"{HERE}/figures.csv").data.startswith("\ufeff月,分野,".encode())
    assert town.seat("editor", division="sogo").get(f"{HERE}/figures").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_nobody_but_editors_opens_the_desk(town: Desk, page: str) -> None:
    assert town.seat("editor", division="sogo").get(HERE + page).status_code == 200
    assert town.seat("worker", division="sogo").get(HERE + page).status_code == 403
    assert town.app.test_client().get(HERE + page).status_code == 303


def test_an_unknown_entry_is_not_there(town: Desk) -> None:
    assert town.seat("editor", division="sogo").get(f"{HERE}/entries/nothing").status_code == 404
