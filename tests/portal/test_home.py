"""The front page and its search: numbers lead on, words find, danger comes first, and nobody is left with nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient

from tests.harness.live import Clock, Town, make_app
from tests.harness.looking import Check

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOMENT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CLOCK = Clock(MOMENT)
MY_NUMBER = "1234 5678 9018"


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A visitor of the sample town."""
    app = make_app(tmp_path_factory.mktemp("town"), CLOCK)
    yield app.test_client(use_cookies=False)
    app.extensions["house"].db.dispose()


def searched(visitor: FlaskClient, asked: str, language: str = "ja", **more: Any) -> str:
    answer = visitor.get("/search", query_string={"q": asked, "lang": language, **more})
    assert answer.status_code == 200
    return answer.text


def main(page: str) -> str:
    return page[page.index("<main") : page.index("<footer")]


def test_the_front_page_asks_what_to_do(visitor: FlaskClient) -> None:
    page = visitor.get("/").text

    assert "何をしますか</h1>" in page
    assert 'action="/search"' in page


def test_the_front_page_shows_a_way_to_the_bot_beside_the_search(visitor: FlaskClient) -> None:
    page = visitor.get("/").text

    # Before the pictures of the town, and so on the first screen of a phone.
    beside = page.partition('action="/search"')[2].partition('class="town"')[0]
    assert 'href="/chat"' in beside


def test_the_front_page_leads_to_no_room_for_which_the_town_has_nothing(tmp_path: Path) -> None:
    rooms = ("/crematorium", "/appointments", "/reservations")
    app = make_app(tmp_path, CLOCK)
    house = app.extensions["house"]
    bare = replace(house.pack, crematorium=None, appointments={}, buildings={})

    full = app.test_client().get("/").text
    house.db.info["pack"] = bare
    # The page is kept for a day, and a town changes only with a restart.
    app.extensions.pop("once_a_day")
    empty = app.test_client().get("/").text
    house.db.dispose()

    assert [f'href="{one}"' in full for one in rooms] == [True] * 3
    assert [f'href="{one}"' in empty for one in rooms] == [False] * 3


@pytest.mark.parametrize("number", ["1021", "１０２１", " １０２１　", "広報番号1021"])
def test_a_printed_number_leads_straight_to_its_procedure(visitor: FlaskClient, number: str) -> None:
    answer = visitor.get("/search", query_string={"q": number})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/procedures/juminhyo"


def test_a_number_that_nothing_has_is_said_to_be_none(visitor: FlaskClient) -> None:
    page = searched(visitor, "９９９９")

    assert "広報番号9999の手続きは見つかりませんでした" in page
    assert 'value="９９９９"' in page


def test_procedures_and_answers_stand_together(visitor: FlaskClient) -> None:
    page = main(searched(visitor, "住民票"))

    assert 'href="/procedures/juminhyo"' in page
    assert "住民票の写しの手数料はいくらですか" in page
    assert page.index("<h2>手続き</h2>") < page.index("<h2>よくある質問</h2>")


def test_the_answer_stands_open_with_source_division_and_procedure(visitor: FlaskClient) -> None:
    page = main(searched(visitor, "住民票はいくらですか"))
    opened = page[page.index('<details class="details" open>') : page.index("</details>")]

    assert page.index("<h2>よくある質問</h2>") < page.index("<h2>手続き</h2>")
    assert "コンビニ交付は窓口より安くなります" in opened
    assert "出典：ひなた市 よくある質問 faq002" in opened
    assert "担当：市民課" in opened
    assert 'href="tel:0000001030"' in opened
    assert 'href="/procedures/juminhyo"' in opened


def test_a_place_that_is_asked_for_by_name_stands_first_with_its_telephone(visitor: FlaskClient) -> None:
    page = main(searched(visitor, "保健センターの電話番号"))

    assert page.index("施設と窓口") < page.index('href="tel:0000004013"')
    assert "いま開いています。今日は17:15までです。" in page
    assert "施設と窓口" not in main(searched(visitor, "図書館の本をなくした"))


def test_one_of_several_is_not_opened_as_if_it_were_the_answer(visitor: FlaskClient) -> None:
    assert "<details open" not in main(searched(visitor, "引っ越し")).replace(' class="details"', "")


@pytest.mark.parametrize("asked", ["宇宙人", "asdfgh", "明日の天気"])
def test_where_nothing_is_found_the_list_and_the_telephone_are_offered(
    visitor: FlaskClient, asked: str
) -> None:
    page = main(searched(visitor, asked))

    assert "見つかりませんでした" in page
    assert f'value="{asked}"' in page
    assert 'href="/procedures"' in page
    assert 'href="tel:0000001000"' in page


@pytest.mark.parametrize("nothing", ["", "　", " "])
def test_an_empty_search_only_asks(visitor: FlaskClient, nothing: str) -> None:
    page = main(searched(visitor, nothing))

    assert "見つかりません" not in page
    assert 'href="/procedures"' in page


@pytest.mark.parametrize(
    ("asked", "number"),
    [("火事です", "119"), ("死にたい", "0120279338"), ("虐待かもしれない", "189"), ("つなみ", "171")],
)
def test_danger_leads_to_a_number_before_anything_else(visitor: FlaskClient, asked: str, number: str) -> None:
    page = main(searched(visitor, asked))

    assert page.index(f'href="tel:{number}"') < page.index('role="search"')
    assert "見つかりませんでした" not in page


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        ("easy", "もやすごみは なんようびですか", "もやす ごみは なん曜日ですか"),
        ("easy", "じゅうみんひょう", "じゅうみんひょうが ほしい"),
        ("en", "garbage collection day", "Which days is burnable garbage collected?"),
        ("en", "residence certificate", "Get a residence certificate"),
        ("en", "住民票", "Get a residence certificate"),
        ("ja", "residence certificate", "住民票がほしい"),
    ],
)
def test_every_language_finds_and_answers_in_the_language_of_the_page(
    visitor: FlaskClient, language: str, asked: str, said: str
) -> None:
    assert said in main(searched(visitor, asked, language))


@pytest.mark.parametrize("language", ["ja", "easy", "en", "zh-Hans", "ne"])
def test_a_search_speaks_every_language(visitor: FlaskClient, language: str) -> None:
    for asked in ("住民票", "火事", "宇宙人", "9999", MY_NUMBER):
        assert "%(" not in searched(visitor, asked, language)


def test_a_personal_number_is_neither_looked_for_nor_printed(visitor: FlaskClient) -> None:
    page = main(searched(visitor, f"住民票 {MY_NUMBER}"))

    assert "個人番号（マイナンバー）は入力しないでください" in page
    assert MY_NUMBER not in page
    assert "<h2>" not in page.partition('<section class="contact"')[0]


@pytest.mark.parametrize(
    "asked",
    [
        "<script>alert(1)</script>",
        '"><b>',
        "%s%(x)s",
        "{{ 7*7 }}",
        "\0",
        "\u202eあいう",
        "𠮷" * 500,
        "あ" * 5000,
    ],
)
def test_whatever_is_typed_is_kept_as_it_is_and_breaks_nothing(visitor: FlaskClient, asked: str) -> None:
    page = searched(visitor, asked)
    value = page.partition('name="q" value="')[2].partition('"')[0]

    # What no page may hold becomes a visible mark.
    assert unescape(value) == asked[:100].strip().replace("\0", "\ufffd")
    assert "<script>alert" not in page


def test_at_midnight_the_answers_of_the_new_day_are_found(visitor: FlaskClient) -> None:
    CLOCK.moment = datetime(2027, 3, 31, 14, 59, tzinfo=UTC)
    before = main(searched(visitor, "住民票の手数料はいくら"))
    CLOCK.forward(minutes=1)
    after = main(searched(visitor, "住民票の手数料はいくら"))
    CLOCK.moment = MOMENT

    assert "担当：市民課" in before
    assert "担当：市民窓口課" in after


def test_a_worker_that_answers_says_so(visitor: FlaskClient) -> None:
    assert visitor.get("/health").text == "ok\n"


def test_a_worker_whose_database_is_of_no_version_is_not_ready(visitor: FlaskClient) -> None:
    refused = visitor.get("/ready")

    assert refused.status_code == 503
    assert "db upgrade" in refused.text


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_a_search_page_passes_the_checkers_in_each_of_its_states(
    live: Town, page: "Page", looks_ok: Check, language: str
) -> None:
    # No script takes part in a search, so that one way of visiting stands for both.
    for asked in ("住民票", "住民票はいくらですか", "火事で死にたい 地震", "宇宙人", MY_NUMBER):
        page.goto(live.url(f"/search?lang={language}&q={asked}"))
        looks_ok(page)
