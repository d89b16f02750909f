"""What is known of a report without a database: places in photos, likeness, whether two are one, what comes next."""

import io

import pytest
from PIL import Image

from portal import distances
from portal.states import State
from services.reports.rules import photos, stages
from services.reports.rules.same import Seen, same
from services.reports.rules.stages import Stage
from tests.services.reports.builders import HERE, STEP, a_photo

NORTH = (HERE[0] + 4 * STEP, HERE[1])
FAR = (HERE[0] + 14 * STEP, HERE[1])
FARTHER = (HERE[0] + 30 * STEP, HERE[1])


def test_a_photo_tells_where_it_was_taken() -> None:
    found = photos.place_in(a_photo(HERE))

    assert found is not None
    assert distances.metres(found, HERE) < 1


@pytest.mark.parametrize("content", [a_photo(), a_photo((0.0, 0.0)), b"", b"\xff\xd8\xff junk"])
def test_a_photo_without_a_place_tells_none(content: bytes) -> None:
    assert photos.place_in(content) is None


def test_a_photo_painted_anew_says_nothing_of_place_or_camera() -> None:
    plain = photos.plain(a_photo(HERE))

    with Image.open(io.BytesIO(plain)) as opened:
        assert not opened.getexif()
    assert b"Camera of somebody" not in plain


def test_the_same_scene_looks_the_same_smaller_and_another_does_not() -> None:
    one, smaller, other = a_photo(), a_photo(size=320), a_photo(shape=4)

    assert photos.apart(photos.look_of(one), photos.look_of(smaller)) <= 4
    assert photos.apart(photos.look_of(one), photos.look_of(other)) > 8


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (Seen("road", HERE), Seen("road", NORTH), True),
        (Seen("road", HERE), Seen("lamp", HERE), False),
        (Seen("road", HERE), Seen("road", FAR), False),
        (Seen("road", HERE, "00ff"), Seen("road", FAR, "00fe"), True),
        (Seen("road", HERE, "00ff"), Seen("road", FARTHER, "00ff"), False),
        (Seen("road", HERE, "00ff"), Seen("road", None, "00fd"), True),
        (Seen("road", HERE), Seen("road", None), False),
        (Seen("road", None, "ffff"), Seen("road", None, "0000"), False),
    ],
)
def test_two_reports_are_of_one_thing(one: Seen, other: Seen, *, told: bool) -> None:
    assert same(one, other) is told
    assert same(other, one) is told


def test_staff_may_skip_a_stage_and_never_go_back() -> None:
    assert stages.may_follow(Stage.REPORTED) == (Stage.SEEN, Stage.ARRANGED)
    assert stages.may_follow(Stage.SEEN) == (Stage.ARRANGED,)
    assert stages.may_follow(Stage.ARRANGED) == ()
    assert stages.may_follow(Stage.DONE) == ()
    assert stages.ahead(Stage.SEEN) == (Stage.ARRANGED, Stage.DONE)
    assert stages.at_the_end(State.WITHDRAWN) is Stage.CLOSED
