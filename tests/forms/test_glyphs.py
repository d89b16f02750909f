"""What the fonts we print with cannot draw exactly."""

import time

import pytest

from forms import glyphs
from forms.glyphs import Face, Faces

GOTHIC = Face("gothic", frozenset("葛城見本辻0"), frozenset({"葛\U000e0100", "葛\U000e0101"}))
MINCHO = Face("mincho", frozenset("葛城見本辻𠮷"), frozenset({"葛\U000e0102", "𠮷\U000e0101"}))
BOTH = Faces([GOTHIC, MINCHO])


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("見本", ()),
        ("見本0", ()),
        ("葛\U000e0100城", ()),
        ("葛\U000e0102城", ("葛\U000e0102",)),
        ("𠮷\U000e0101", ()),
        ("𠮷\U000e0102", ("𠮷\U000e0102",)),
        ("辻\ufe00", ("辻\ufe00",)),
        ("〓木〓", ("〓", "木")),
        ("plain", ()),
        ("", ()),
    ],
)
def test_what_no_face_draws_is_doubted_once(text: str, doubts: tuple[str, ...]) -> None:
    assert BOTH.doubts(text) == doubts


def test_a_later_face_is_not_asked_for_the_form_of_a_character_the_first_one_knows() -> None:
    assert Faces([MINCHO, GOTHIC]).doubts("葛\U000e0102") == ()
    assert Faces([GOTHIC, MINCHO]).doubts("葛\U000e0102") == ("葛\U000e0102",)


def test_without_a_font_what_few_machines_know_is_doubted() -> None:
    assert Faces([]).doubts("葛\U000e0100 髙 𠮷") == ("葛\U000e0100", "𠮷")


def test_the_fonts_of_this_machine_draw_what_names_are_made_of() -> None:
    assert glyphs.doubts("見本 花子 髙﨑 神\ufa19 塚\ufa10 渚\ufa46 SMITH ﾐﾎﾝ １－２～３") == ()
    assert glyphs.doubts("葛\U000e0100城 葛\U000e0101") == ()


def test_the_fonts_of_this_machine_are_no_match_for_every_form() -> None:
    assert glyphs.doubts("葛\U000e0102城市 見本〓郎") == ("葛\U000e0102", "〓")
    assert glyphs.doubts("見\ue000本") == ("\ue000",)


@pytest.mark.alone
def test_a_value_is_looked_at_in_under_fifty_microseconds() -> None:
    values = [
        "見本県ひなた市本町一丁目２番３号 見本マンション１０１",
        "葛\U000e0102城\U000e0100 花子" * 4,
        "髙﨑 𠮷〓",
    ]
    faces = glyphs.installed()

    began = time.perf_counter()
    for _ in range(1000):
        for value in values:
            faces.doubts(value)

    assert (time.perf_counter() - began) / 3000 < 50e-6
