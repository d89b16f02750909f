"""Cleaning of free text: nothing visible changes, nothing invisible passes."""

import pytest

from forms import text
from forms.faults import Unfit

HARD_NAMES = [
    "髙﨑",
    "𠮷田",
    "\ufa19\ufa10\ufa46",
    "葛\U000e0100飾",
    "葛\U000e0102",
    "邉\U000e010f",
    "齋藤",
    "鷗",
    "〇",
    "々",
]


def refused(raw: str, limit: int = 100) -> str:
    with pytest.raises(Unfit) as caught:
        text.line(raw, limit)
    return caught.value.fault.code


@pytest.mark.parametrize("name", HARD_NAMES)
def test_kanji_of_names_survive_byte_for_byte(name: str) -> None:
    assert text.line(name, 100).encode() == name.encode()
    assert text.lines(name, 100).encode() == name.encode()


def test_latin_with_diacritics_survives_composed_and_decomposed() -> None:
    for name in ("Nguyễn Thị Ánh", "Søren Müller", "Zu\u0301n\u0303iga"):
        assert text.line(name, 100) == name


def test_kana_with_a_loose_voicing_mark_is_composed() -> None:
    assert text.line("か\u3099き\u3099は\u309a", 100) == "がぎぱ"


def test_white_space_and_invisible_marks_at_the_ends_fall_away() -> None:
    assert text.line("\ufeff \u3000\u2068見本\u2069\u200b\n", 100) == "見本"


def test_characters_without_meaning_fall_away_inside() -> None:
    assert text.line("見\u200b本\u00ad花\u2060子", 100) == "見本花子"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("見本\u202e花子", "invisible_character"),
        ("見本\u200f花子", "invisible_character"),
        ("見本\u2067花子", "invisible_character"),
        ("見本\U000e0041花子", "invisible_character"),
        ("見本\x00花子", "control_character"),
        ("見本\x1b花子", "control_character"),
        ("見本\x9b花子", "control_character"),
        ("見本\n花子", "control_character"),
        ("見本\u2028花子", "control_character"),
        ("見本\ufffd花子", "broken_character"),
        ("見本\ufffe花子", "broken_character"),
        ("見本\ue000花子", "private_character"),
        ("見本\U000f0000花子", "private_character"),
    ],
)
def test_characters_that_mislead_are_refused(raw: str, code: str) -> None:
    assert refused(raw) == code


def test_half_a_character_is_refused() -> None:
    assert refused("見本\ud842花子") == "broken_character"


def test_a_refusal_says_behind_which_characters_it_found_something() -> None:
    with pytest.raises(Unfit) as caught:
        text.line("これは見本花子\u202eです", 100)

    assert caught.value.fault.values["after"] == "見本花子"


def test_a_joiner_stays_where_it_has_work_to_do_and_falls_away_elsewhere() -> None:
    family = "👨\u200d👩\u200d👧"
    nepali = "प्रधानमन्त्री र्\u200dयाक"

    assert text.line(family, 100) == family
    assert text.line(nepali, 100) == nepali
    assert text.line("見\u200d本", 100) == "見本"


def test_a_variation_selector_without_a_character_falls_away() -> None:
    assert text.line("\U000e0100見本", 100) == "見本"
    assert text.line("葛\U000e0100\U000e0101", 100) == "葛\U000e0100"


def test_exotic_spaces_become_plain_ones_and_the_japanese_space_stays() -> None:
    assert text.line("a\u00a0b\u2009c\td\u3000e", 100) == "a b c d\u3000e"


def test_every_line_break_becomes_one_kind() -> None:
    assert text.lines("一\r\n二\r三\u2028四\x0b五", 100) == "一\n二\n三\n四\n五"


def test_selectors_and_combining_marks_are_not_counted() -> None:
    assert text.line("葛\U000e0100" * 10, 10) == "葛\U000e0100" * 10
    assert refused("葛" * 11, 10) == "too_long"


def test_a_text_that_is_too_long_says_how_long_it_is() -> None:
    with pytest.raises(Unfit) as caught:
        text.line("あ" * 120, 100)

    assert caught.value.fault.values == {"max": 100, "length": 120}


def test_ten_megabytes_are_refused_before_anything_looks_at_them() -> None:
    huge = "\u202e" * 10_000_000

    for clean in (text.line, text.lines, text.machine):
        with pytest.raises(Unfit) as caught:
            clean(huge, 100)
        assert caught.value.fault.code == "too_long"


def test_any_width_and_any_dash_is_narrow_for_a_machine() -> None:
    for dash in "-－−ー‐‑‒–—―ｰ﹣─━":
        assert text.machine(f"０２８{dash}1２", 40) == "028-12"


def test_invisible_marks_around_copied_digits_fall_away() -> None:
    assert text.machine("\u202a090-0000-0000\u202c", 40) == "090-0000-0000"
    assert text.machine("090\u200b0000\u200e0000", 40) == "09000000000"


def test_what_a_page_cannot_hold_is_shown_as_a_mark_and_the_rest_stays() -> None:
    assert text.displayable("見\x00本\ud842\u202e") == "見\ufffd本\ufffd\u202e"
    assert text.displayable("一\n二") == "一\n二"


def test_glyphs_staff_should_look_at_are_named_once() -> None:
    assert text.glyphs_to_confirm("葛\U000e0100飾 𠮷田 𠮷 髙﨑 ABC ア") == ("葛\U000e0100", "𠮷")
