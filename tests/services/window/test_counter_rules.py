"""What counts as shown, and what a card says beside what was typed."""

from datetime import UTC, datetime

import pytest

from services.window.rules import beside, identity, serving
from tests.portal.cases import hinata


@pytest.mark.parametrize(
    ("seen", "enough"),
    [
        (["licence"], True),
        (["health_certificate", "pension_book"], True),
        (["health_certificate"], False),
        (["health_certificate", "health_certificate"], False),
        (["questions"], True),
        (["library_card"], False),
        ([], False),
    ],
)
def test_one_strong_paper_or_two_others_show_who_somebody_is(seen: list[str], enough: bool) -> None:
    assert identity.enough(identity.known(seen)) is enough


def test_a_name_that_differs_in_one_stroke_is_another_name() -> None:
    (found,) = beside.beside({"name": "高崎 花子"}, {"myna": {"name": "髙﨑　花子"}}, {"name"})

    assert (found.same, found.value) == (False, "髙﨑　花子")


def test_a_space_of_another_width_makes_no_other_name() -> None:
    (found,) = beside.beside({"name": "髙﨑 花子"}, {"myna": {"name": "髙﨑　花子"}}, {"name"})

    assert found.same


def test_a_cards_address_is_laid_beside_the_one_it_belongs_to() -> None:
    old = {"postcode": "", "area": "見本県ほか市元町", "street": "1番2号", "building": ""}
    cards = {"licence": {"address": "見本県ほか市元町1番2号 見本荘3号"}}

    (found,) = beside.beside(
        {"address": None, "previous_address": old}, cards, {"address", "previous_address"}
    )

    assert found.key == "previous_address"
    assert found.value == {
        "postcode": "",
        "area": "見本県ほか市元町",
        "street": "1番2号",
        "building": "見本荘3号",
    }


def test_before_opening_a_visit_lasts_until_closing_time() -> None:
    morning = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    assert serving.ends_at(hinata(), "honcho", morning) == datetime(2026, 11, 20, 8, 15, tzinfo=UTC)


def test_what_lies_sealed_comes_back_as_it_was() -> None:
    content = serving.Content(answers={"name": "見本"}, papers=("licence",), cards={"myna": {"name": "見本"}})

    assert serving.unpacked(content.packed()) == content
    assert "見本" not in repr(content)
