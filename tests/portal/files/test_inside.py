"""An upload is what it begins as, from its first byte to its last, and nothing behind it."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.checks import media_type
from portal.files.inside import look
from portal.refused import Refused
from tests.harness.samples import PRETENDING, TAKEN

OWN = {"file_broken", "file_double", "file_points"}


def looked_at(content: bytes) -> None:
    kind = media_type(content[:16])
    assert kind
    look(BytesIO(content), kind, len(content))


def refusal(content: bytes) -> str:
    """Why a file is refused, or nothing."""
    try:
        looked_at(content)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("name", TAKEN)
def test_what_telephones_and_scanners_make_is_taken(name: str) -> None:
    assert refusal(TAKEN[name]) == ""


@pytest.mark.parametrize("name", [name for name, (_, code) in PRETENDING.items() if code in OWN])
def test_what_is_more_or_less_than_it_says_is_refused(name: str) -> None:
    content, code = PRETENDING[name]

    with pytest.raises(Refused, match=code):
        looked_at(content)


@given(st.sampled_from(sorted(TAKEN)), st.data())
def test_no_damaged_file_makes_us_stumble(name: str, data: st.DataObject) -> None:
    content = bytearray(TAKEN[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=6))
    kind = media_type(bytes(content[:16]))

    assert kind is None or refusal(bytes(content)) in {"", *OWN}


@given(st.sampled_from(sorted(TAKEN)), st.data())
def test_a_file_that_breaks_off_anywhere_is_refused_or_whole_so_far(name: str, data: st.DataObject) -> None:
    content = TAKEN[name][: data.draw(st.integers(16, len(TAKEN[name]) - 1))]

    # Only what stands behind a picture's end may be missing.
    whole = {"", *OWN} if name in {"two.jpg", "moving.jpg", "notes.jpg", "a.pdf"} else OWN
    assert refusal(content) in whole


def test_a_file_is_rewound_after_the_look() -> None:
    upload = BytesIO(TAKEN["a.jpg"])

    look(upload, "image/jpeg", len(TAKEN["a.jpg"]))

    assert upload.tell() == 0
