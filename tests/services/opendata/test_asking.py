"""What programs ask of a set: filters, words, a piece of the map, pages; and what is refused."""

from datetime import date
from urllib.parse import parse_qsl

import pytest

from services.opendata.rules import asking
from services.opendata.rules.asking import NotAsked, answer, question
from services.opendata.rules.standing import AED, WAITS
from services.opendata.rules.tables import Table

ROWS = tuple(
    {"ID": f"a{at}", "名称": f"館{at}", "小児対応設備の有無": "有" if at % 2 else "無", "緯度": 30.0 + at, "経度": 140.0}
    for at in range(7)
)  # fmt: skip
TABLE = Table(AED, date(2026, 11, 1), ({"ID": "x", "名称": "場所なし", "緯度": None, "経度": None}, *ROWS))


def ids(*asked: tuple[str, str]) -> list[object]:
    return [row["ID"] for row in answer(TABLE, question(AED, asked))[0]]


def test_without_a_question_every_row_is_given() -> None:
    assert len(ids()) == 8


def test_a_field_picks_the_rows_in_which_it_says_so() -> None:
    assert ids(("小児対応設備の有無", "有")) == ["a1", "a3", "a5"]
    assert ids(("小児対応設備の有無", "有"), ("ID", "a3")) == ["a3"]


def test_words_are_looked_for_in_every_field() -> None:
    assert ids(("q", "館3")) == ["a3"]


def test_a_piece_of_the_map_picks_what_lies_in_it() -> None:
    assert ids(("bbox", "139,31,141,33")) == ["a1", "a2", "a3"]


def test_the_pages_hold_every_row_once_and_lead_to_one_another() -> None:
    found, asked = [], question(AED, (("q", "館"), ("per_page", "3")))
    while True:
        rows, total = answer(TABLE, asked)
        found += [row["ID"] for row in rows]
        if asked.page * asked.per_page >= total:
            break
        asked = question(AED, parse_qsl(asked.following()))

    assert found == [row["ID"] for row in ROWS]


@pytest.mark.parametrize(
    "wrong",
    [
        ("色", "赤"), ("page", "0"), ("page", "-1"), ("page", "１"), ("page", "9" * 5000), ("per_page", "1001"),
        ("bbox", "1,2,3"), ("bbox", "a,b,c,d"), ("bbox", "1,2,3,nan"), ("bbox", "1,2,3,999"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_by_name(wrong: tuple[str, str]) -> None:
    with pytest.raises(NotAsked) as refused:
        question(AED, [wrong])

    assert refused.value.parameter == wrong[0]


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(NotAsked):
        question(AED, [("q", "a"), ("q", "b")])


def test_a_set_without_places_has_no_map_to_cut() -> None:
    with pytest.raises(NotAsked):
        question(WAITS, [(asking.BOX, "139,31,141,33")])
