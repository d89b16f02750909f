"""Forms filled by overlay: the same as those laid out whole, every name kept, and a 別紙 for what is too long."""

import io
import resource
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from forms.field import Value
from forms.ink import signature
from forms.procedure import Sign
from portal.printing import Printer, Wanted
from tests.portal.cases import hinata
from tests.portal.pack.form_answers import ANSWERS
from tests.portal.pack.sheet_answers import residence_copy
from tests.portal.papers import HARD, LONG_LATIN, NOTE, faults, pages, pictures, unlike, words

AT = datetime(2026, 11, 21, 5, 3, tzinfo=UTC)
NUMBER, BY = "7K2M9QXP4C", "市民課　見本 太郎"


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(hinata())


def request(**changes: Value) -> Wanted:
    return Wanted("juminhyo", residence_copy(**changes), "ja", NUMBER)


def test_a_form_filled_by_overlay_looks_like_one_laid_out_whole(printer: Printer, tmp_path: Path) -> None:
    overlaid = pictures(printer.packet([request()], "", AT), tmp_path)
    whole = pictures(printer.request(request(), AT.date()), tmp_path)

    assert len(overlaid) == len(whole) == 2
    assert all(unlike(one, other) < 4 for one, other in zip(overlaid, whole, strict=True))


def test_it_is_sound_and_the_compiled_blank_is_used_again(printer: Printer, tmp_path: Path) -> None:
    first = printer.packet([request(), request(applicant_kind="self")], BY, AT)
    second = printer.packet([request(name="別の人"), request(applicant_kind="self")], BY, AT)

    assert faults(first, tmp_path) == faults(second, tmp_path) == ""
    assert pages(first) == pages(second) == 3
    assert "別の人" in words(second)
    assert "別の人" not in words(first)


def test_every_letter_can_be_copied_out_as_it_was_typed(printer: Printer) -> None:
    said = words(printer.packet([request(name=HARD)], BY, AT))

    assert HARD in said


def test_two_letters_of_one_shape_stay_two(printer: Printer) -> None:
    # The selector asks for a shape that no font has, so that both are drawn alike.
    odd = "葛\U000e01ee葛"

    assert odd in words(printer.packet([request(name=odd)], BY, AT))


def test_it_says_who_made_it_when_and_its_number(printer: Printer) -> None:
    said = words(printer.packet([request()], BY, AT))

    assert f"受付番号{NUMBER}" in said
    assert "2026-11-2114:03作成市民課見本太郎" in said


def test_what_does_not_fit_at_seven_points_goes_to_another_sheet(printer: Printer, tmp_path: Path) -> None:
    long = request(way="post", copies=2, note=NOTE * 3, submit_to=LONG_LATIN * 2)

    printed = printer.packet([long, request()], BY, AT)

    said = words(printed)
    assert "別紙1のとおり" in said
    assert "別紙2のとおり" in said
    assert "".join((NOTE * 3).split()) in said
    assert "".join((LONG_LATIN * 2).split()) in said
    assert "別紙あり" in said
    assert pages(printed) == 3 + 1 + 2
    assert faults(printed, tmp_path) == ""


def test_a_long_answer_is_printed_smaller_before_it_is_sent_elsewhere(printer: Printer) -> None:
    printed = printer.packet([request(submit_to="長い会社の名前" * 6)], BY, AT)

    assert "別紙" not in words(printed)
    assert "長い会社の名前" * 6 in words(printed)


def test_a_letter_that_no_overlay_has_is_left_to_the_whole_layout(printer: Printer) -> None:
    printed = printer.packet([request(name="見本 \U00011000"), request()], BY, AT)

    assert pages(printed) == 4
    assert BY.replace("　", "").replace(" ", "") in words(printed)


def test_large_fonts_are_read_by_a_process_of_its_own(printer: Printer) -> None:
    def children() -> float:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    plainly, before = printer.request(request(name="見本 花子"), AT.date()), children()
    assert plainly.startswith(b"%PDF")
    between = children()

    said = words(printer.request(request(name="見本 𠮷"), AT.date()))

    assert between == before
    assert children() > between + 0.2
    assert "見本𠮷" in said


def test_a_name_of_vietnam_is_drawn_by_overlay(printer: Printer, tmp_path: Path) -> None:
    found = printer.packet([request(name="NGUYỄN THỊ Ệ")], BY, AT)

    assert "NGUYỄNTHỊỆ" in words(found)
    assert faults(found, tmp_path) == ""
    assert b"DejaVuSans" in found


def test_a_paper_that_writes_its_answers_by_itself_is_printed_whole(printer: Printer) -> None:
    found = Wanted("suido_kaishi", {"way": "window", "name": "見本 花子", "water_use": "home"}, "ja", NUMBER)

    said = words(printer.packet([found], BY, AT))

    assert "見本花子" in said
    assert "2026-11-2114:03作成" in said


def test_a_download_is_tagged_and_has_its_own_further_sheet(printer: Printer) -> None:
    printed = printer.request(request(submit_to=LONG_LATIN * 2), AT.date())

    with pikepdf.open(io.BytesIO(printed)) as document:
        assert document.Root.MarkInfo.Marked
        assert len(document.pages) == 3
    assert "".join((LONG_LATIN * 2).split()) in words(printed)


def test_nothing_of_one_person_stays_in_what_is_kept(printer: Printer) -> None:
    printer.packet([request(name="髙﨑 見本子")], BY, AT)

    kept = [blank.pdf for blank in printer._blanks._things.values()]
    assert all("髙﨑見本子" not in words(pdf) for pdf in kept)
    assert kept


def test_what_was_drawn_on_the_tablet_stands_where_one_signs(printer: Printer, tmp_path: Path) -> None:
    form = replace(hinata().procedure("tenshutsu"), sign=Sign.PAD)
    unsigned = Wanted("tenshutsu", ANSWERS["tenshutsu"], "ja", NUMBER, form)
    signed = unsigned._replace(pad="M20 20L580 180M580 20L20 180")

    by_overlay = [pictures(printer.packet([one], BY, AT), tmp_path)[0] for one in (unsigned, signed)]
    whole = [pictures(printer.request(one, AT.date()), tmp_path)[0] for one in (unsigned, signed)]

    assert unlike(*by_overlay) > 0.1
    assert unlike(*whole) > 0.1
    assert unlike(by_overlay[1], whole[1]) < 6
    assert faults(printer.packet([signed], BY, AT), tmp_path) == ""


def test_anything_but_a_pens_path_is_not_drawn() -> None:
    assert signature("0 0 m (x) Tj", 0, 10, 30, 10) == ""
