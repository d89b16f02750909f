"""The catalogues: readings over kanji, visible fall-back, plain text where markup has no meaning."""

from pathlib import Path

import pytest
from markupsafe import Markup

from portal.words import LANGUAGES, Catalogues, nearest, plain, with_ruby, without_readings
from tests.portal.speaking import TRANSLATIONS

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "次へ"\nmsgstr "{}"\n'


def catalogues(root: Path, **languages: str) -> Catalogues:
    """Catalogues that hold one message, 次へ."""
    for folder, said in languages.items():
        path = root / folder / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_text(PO.format(said), encoding="utf-8")
    return Catalogues(root)


def test_a_reading_becomes_ruby_over_its_kanji_only() -> None:
    assert with_ruby("お問《と》い") == "お<ruby>問<rp>（</rp><rt>と</rt><rp>）</rp></ruby>い"


def test_a_bar_opens_a_base_that_is_not_all_kanji() -> None:
    assert str(with_ruby("｜1日《ついたち》から")).startswith("<ruby>1日<rp>")


def test_rare_kanji_carry_readings_too() -> None:
    assert "<ruby>𠮷﨑<rp>" in with_ruby("𠮷﨑《よしざき》")


def test_what_is_around_a_reading_is_escaped() -> None:
    assert "&lt;b&gt;" in with_ruby("<b>氏名《しめい》")


def test_readings_can_be_left_out() -> None:
    assert without_readings("｜1日《ついたち》に氏名《しめい》を") == "1日に氏名を"


def test_plain_drops_readings_and_tags_and_keeps_escapes() -> None:
    marked = with_ruby("A&B の氏名《しめい》") + Markup('<span lang="ja">次へ</span>')

    assert plain(marked) == "A&amp;B の氏名次へ"


def test_plain_leaves_text_that_is_not_markup_alone() -> None:
    assert plain("<b>") == "<b>"
    assert plain(None) is None


def test_a_message_is_translated(tmp_path: Path) -> None:
    assert catalogues(tmp_path, en="Next").words("en").gettext("次へ") == "Next"


def test_a_missing_message_stays_japanese_and_says_so(tmp_path: Path) -> None:
    words = catalogues(tmp_path, vi="Tiếp").words("vi")

    assert words.gettext("次へ") == "Tiếp"
    assert words.gettext("<前>へ") == '<span lang="ja">&lt;前&gt;へ</span>'
    assert words.text("前へ") == "前へ"


def test_a_message_without_easy_words_needs_no_mark_since_it_is_japanese(tmp_path: Path) -> None:
    assert catalogues(tmp_path, easy="つぎへ").words("easy").gettext("前へ") == "前へ"


def test_values_are_escaped_in_markup_and_not_in_text(tmp_path: Path) -> None:
    words = catalogues(tmp_path).words("ja")

    assert words.gettext("%(name)sさん", name="<b>") == "&lt;b&gt;さん"
    assert words.text("%(name)sさん", name="<b>") == "<b>さん"


def test_a_percent_sign_needs_no_doubling_without_values(tmp_path: Path) -> None:
    assert catalogues(tmp_path).words("ja").gettext("5%引き") == "5%引き"


def test_readings_are_switched_on_for_japanese_only(tmp_path: Path) -> None:
    known = catalogues(tmp_path, ruby="次《つぎ》へ", en="Next")

    assert known.words("ja").gettext("次へ") == "次へ"
    assert "<rt>つぎ</rt>" in known.words("ja", ruby=True).gettext("次へ")
    assert known.words("ja", ruby=True).text("次へ") == "次へ"
    assert known.words("en", ruby=True) is known.words("en")


def test_two_languages_never_share_a_table(tmp_path: Path) -> None:
    known = catalogues(tmp_path, en="Next", es="Siguiente")

    assert [known.words(key).gettext("次へ") for key in ("en", "es", "en")] == ["Next", "Siguiente", "Next"]


def test_an_unknown_language_is_japanese(tmp_path: Path) -> None:
    assert catalogues(tmp_path).words("tlh").language.key == "ja"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (["en-US", "ja"], "en"),
        (["de", "zh-TW"], "zh-Hant"),
        (["zh-CN"], "zh-Hans"),
        (["zh_Hant"], "zh-Hant"),
        (["pt"], "pt-BR"),
        (["tl-PH"], "fil"),
        (["EASY"], "easy"),
        (["", "x" * 5000], "ja"),
    ],
)
def test_the_first_language_we_speak_is_taken(asked: list[str], given: str) -> None:
    assert nearest(asked) == given


@pytest.mark.parametrize("key", LANGUAGES)
def test_every_language_says_the_shell(key: str) -> None:
    words = Catalogues(TRANSLATIONS).words(key)

    assert words.text("次へ")
    if key not in ("ja", "zh-Hans", "zh-Hant"):
        assert words.text("住所を調べる") != "住所を調べる"
