"""A cell of collection days is read as towns write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.collection import Monthly, Nth, On, Weekly, When
from chatbot.collection_cells import Unreadable, read


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("月 木", (Weekly(0), Weekly(3))),
        ("月　木", (Weekly(0), Weekly(3))),
        ("月、木", (Weekly(0), Weekly(3))),
        ("水１ 水３", (Nth(2, 1), Nth(2, 3))),
        ("水末", (Nth(2, -1),)),
        ("隔月20260406", (Weekly(0, 2, date(2026, 4, 6)),)),
        ("4週月20260406", (Weekly(0, 4, date(2026, 4, 6)),)),
        ("20260415 2026-05-20", (On(date(2026, 4, 15)), On(date(2026, 5, 20)))),
        ("15日", (Monthly(15),)),
        ("毎日", tuple(map(Weekly, range(7)))),
        ("*1", ()),
        ("*", ()),
    ],
)
def test_each_way_of_writing_days(cell: str, days: tuple[When, ...]) -> None:
    assert read(cell) == (days, frozenset(range(1, 13)))


def test_months_stand_after_a_colon() -> None:
    assert read("月 木:7 8月 9") == ((Weekly(0), Weekly(3)), frozenset({7, 8, 9}))


@pytest.mark.parametrize("cell", ["げつ", "月6", "隔水20260406", "20260231", "32日", "月:0", "月:13", "月木"])
def test_what_says_no_day_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable):
        read(cell)


@given(st.text(alphabet="月火水木金土日隔末週*:0123456789 日毎", max_size=14))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    try:
        days, months = read(cell)
    except Unreadable:
        return
    assert months <= frozenset(range(1, 13))
    assert isinstance(days, tuple)
