"""用紙 for an outage: every form a town takes on paper, empty, with room for a hand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal import blank_sheets
from portal.printing import Printer
from tests.portal.cases import hinata
from tests.portal.papers import pages, words

AT = datetime(2026, 11, 21, 5, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(hinata())


def test_every_form_of_the_counter_is_among_them() -> None:
    keys = {one.key for one in blank_sheets.forms(hinata(), AT.date())}

    assert {"juminhyo", "tenshutsu", "suido_kaishi", "kaigo_kogaku"} <= keys
    # 公共施設 and inquiries that are asked online alone need no paper.
    assert all(hinata().procedure(key).way("window") or hinata().procedure(key).way("post") for key in keys)


def test_a_drawn_form_is_empty_and_undated(printer: Printer) -> None:
    printed = printer.blanks(["tenshutsu"], blank_sheets.BY, AT)

    said = words(printed)
    assert "■" not in said
    assert "令和8年" not in said
    assert "受付番号7" not in said
    assert "停止時の手書き用" in said


def test_a_procedure_without_a_layout_asks_everything_the_counter_asks(printer: Printer) -> None:
    procedure = hinata().procedure("kaigo_kogaku")

    said = words(printer.blanks(["kaigo_kogaku"], blank_sheets.BY, AT))

    for step in procedure.steps:
        for ask in step.repeat.asks if step.repeat else step.asks:
            label = "".join(ask.label.say("ja").text.split())
            online = any(one.among == ("online",) for one in (*step.when, *ask.when) if one.key == "way")
            assert online or ask.kind == "file" or label in said


def test_several_are_printed_in_their_order(printer: Printer) -> None:
    printed = printer.blanks(["tenshutsu", "kaigo_kogaku", "juminhyo"], blank_sheets.BY, AT)

    said = words(printed)
    places = [
        said.index(word) for word in ("住民異動届", "高額介護（予防）サービス費の支給申請", "住民票の写し")
    ]
    assert places == sorted(places)
    assert pages(printed) >= 4


def test_a_folder_holds_each_form_and_a_list_of_them(printer: Printer, tmp_path: Path) -> None:
    few = [hinata().procedure(key) for key in ("tenshutsu", "kaigo_kogaku")]

    assert blank_sheets.write(printer, few, tmp_path / "用紙", AT) == 2

    assert {one.name for one in (tmp_path / "用紙").iterdir()} == {
        "tenshutsu.pdf",
        "kaigo_kogaku.pdf",
        blank_sheets.LIST,
        blank_sheets.PILE,
    }
    parts = [pages((tmp_path / "用紙" / f"{one.key}.pdf").read_bytes()) for one in few]
    assert pages((tmp_path / "用紙" / blank_sheets.PILE).read_bytes()) == sum(parts)
    assert "転出" in (tmp_path / "用紙" / blank_sheets.LIST).read_text(encoding="utf-8-sig")
