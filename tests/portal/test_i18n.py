"""Which language a visitor gets, what is remembered, and that nothing leaks from one language to another."""

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from forms.wording import Wording
from portal import days
from portal.words import LANGUAGES, without_readings
from tests.portal.speaking import shown, speaking_app

NEXT = '{{ _("次へ") }}'


@pytest.fixture
def visitor() -> FlaskClient:
    """A visitor of an application with one template."""
    return speaking_app(one=NEXT).test_client()


def test_a_visitor_without_wishes_reads_japanese(visitor: FlaskClient) -> None:
    assert visitor.get("/show/one").text == "次へ"


def test_the_browser_s_wish_is_heard(visitor: FlaskClient) -> None:
    answer = visitor.get("/show/one", headers={"Accept-Language": "en-GB,en;q=0.9,ja;q=0.5"})

    assert answer.text == "Continue"
    assert answer.headers["Content-Language"] == "en"
    assert {"Accept-Language", "Cookie"} <= set(answer.vary.as_set(preserve_casing=True))


def test_what_is_asked_in_the_address_wins_and_is_remembered(visitor: FlaskClient) -> None:
    visitor.get("/show/one?lang=en", headers={"Accept-Language": "ko"})

    assert visitor.get("/show/one", headers={"Accept-Language": "ko"}).text == "Continue"


def test_readings_are_switched_on_and_off_again(visitor: FlaskClient) -> None:
    visitor.get("/show/one?ruby=1")
    assert "<rt>つぎ</rt>" in visitor.get("/show/one").text

    visitor.get("/show/one?ruby=0")
    assert visitor.get("/show/one").text == "次へ"


def test_nonsense_in_the_address_is_not_remembered(visitor: FlaskClient) -> None:
    visitor.get("/show/one?ruby=<script>&lang=%00")

    assert visitor.get_cookie("ruby") is None
    assert visitor.get("/show/one").text == "次へ"


def test_languages_do_not_leak_into_one_another(visitor: FlaskClient) -> None:
    seen = [visitor.get(f"/show/one?lang={key}").text for key in ("en", "ja", "es", "ja", "en")]

    assert seen == ["Continue", "次へ", "Siguiente", "次へ", "Continue"]


def test_a_missing_message_is_marked_in_content_and_plain_in_an_attribute() -> None:
    page = shown('<p title="{{ _("部品") }}">{{ _("部品") }}</p>', "/show/one?lang=es")

    assert page == '<p title="部品"><span lang="ja">部品</span></p>'


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('<option>{{ _("次へ") }}</option>', "<option>次へ</option>"),
        ('<a title=\'{{ _("次へ") ~ "。" }}\'>', "<a title='次へ。'>"),
        ('<!-- "x> --><a{% if true %} b="{{ _("次へ") }}"{% endif %}>', '<!-- "x> --><a b="次へ">'),
        ('<i a="{% for x in [1] %}{{ _("次へ") }}{% endfor %}">', '<i a="次へ">'),
        ('{% set w = _("次へ") %}<textarea>{{ w }}</textarea>', "<textarea>次へ</textarea>"),
    ],
)
def test_readings_stay_out_of_attributes_and_text_only_elements(template: str, expected: str) -> None:
    assert shown(template, "/show/one?ruby=1") == expected


def test_readings_return_after_an_attribute() -> None:
    assert "<rt>" in shown('<a href="{{ "x" }}">{{ _("次へ") }}</a>', "/show/one?ruby=1")


def test_a_pack_s_words_are_marked_when_they_are_in_another_language() -> None:
    name = Wording({"ja": "住民票", "en": "Record <1>"})
    app = speaking_app(one="{{ say(name) }}")
    app.jinja_env.globals["name"] = name
    visitor = app.test_client()

    assert visitor.get("/show/one?lang=en").text == "Record &lt;1&gt;"
    assert visitor.get("/show/one?lang=es").text == '<span lang="ja">住民票</span>'
    assert visitor.get("/show/one?lang=easy").text == "住民票"


def test_words_that_are_not_there_print_nothing() -> None:
    app = speaking_app(one="{{ say(name) }}")
    app.jinja_env.globals["name"] = Wording({})

    assert app.test_client().get("/show/one?lang=en").text == ""


def test_a_link_to_this_page_keeps_its_parameters_but_not_its_language() -> None:
    page = shown("{{ here(page=2) }}", "/show/one?lang=en&ruby=1&q=水道&page=1")

    assert page == "?q=%E6%B0%B4%E9%81%93&amp;page=2"


def test_a_day_is_written_with_its_era_in_japanese() -> None:
    assert without_readings(days.day(date(2026, 11, 21), LANGUAGES["ja"])) == "令和8年11月21日（土）"


def test_the_first_year_of_an_era_is_gannen() -> None:
    assert without_readings(days.day(date(2019, 5, 1), LANGUAGES["ja"])) == "令和元年5月1日（水）"


def test_the_days_of_a_month_have_readings_of_their_own() -> None:
    assert "｜4月《しがつ》｜20日《はつか》" in days.day(date(2026, 4, 20), LANGUAGES["easy"])


def test_a_day_in_english_needs_no_era() -> None:
    assert days.day(date(2026, 11, 21), LANGUAGES["en"]) == "Sat, 21 Nov 2026"


def test_a_moment_is_told_in_tokyo() -> None:
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)

    assert without_readings(days.moment(late, LANGUAGES["ja"], year=False)) == "11月22日（日） 01:30"
