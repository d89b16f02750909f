"""Places on the map: distances that a tape would measure, and texts that are places or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import distances

TOKYO, OSAKA = (35.681236, 139.767125), (34.702485, 135.495951)
POINTS = st.tuples(st.floats(-80, 80), st.floats(-179, 179))


def test_two_cities_are_as_far_apart_as_they_are() -> None:
    assert distances.metres(TOKYO, OSAKA) == pytest.approx(403_000, rel=0.01)


def test_a_step_of_a_ten_thousandth_of_a_degree_is_eleven_metres() -> None:
    assert distances.metres(TOKYO, (TOKYO[0] + 0.0001, TOKYO[1])) == pytest.approx(11.1, abs=0.1)


@given(POINTS, st.floats(0, 359), st.floats(1, 500))
def test_whatever_is_near_lies_in_the_field_around(
    point: tuple[float, float], turn: float, away: float
) -> None:
    (south, west), (north, east) = distances.around(point, away)

    for lat, lon in ((south, point[1]), (north, point[1]), (point[0], west), (point[0], east)):
        assert distances.metres(point, (lat, lon)) >= away * 0.99


@pytest.mark.parametrize("text", ["", "30", "a,b", "91,0", "0,181", "nan,nan", "inf,0", "30,150,1"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert distances.point_of(text) is None


@given(POINTS)
def test_a_place_that_is_written_is_read_again(point: tuple[float, float]) -> None:
    found = distances.point_of(distances.written(point))

    assert found == (round(point[0], 6), round(point[1], 6))
