"""Bodies of forms: read as the standard library reads them where they are right, and plainly refused where they are not."""

import time
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.bodies import MARK, pairs


def as_text(letters: str) -> str:
    return letters.encode("latin-1").decode("utf-8", "replace").replace("\0", MARK)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(st.lists(st.tuples(texts, texts), max_size=12))
def test_a_form_comes_back_as_it_was_written(fields: list[tuple[str, str]]) -> None:
    assert list(pairs(urlencode(fields).encode())) == fields


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_the_standard_library_reads_them(body: bytes) -> None:
    usual = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="latin-1")

    assert list(pairs(body)) == [(as_text(name), as_text(value)) for name, value in usual]


@given(st.integers(65_500, 65_560), st.sampled_from(["あ", "𠮷", "é", "%", "+", "%E3%81%82"]))
def test_a_letter_where_two_pieces_meet_stays_whole(before: int, letter: str) -> None:
    text = "a" * before + letter * 3

    assert list(pairs(urlencode({"note": text}).encode())) == [("note", text)]


@pytest.mark.parametrize("codec", ["shift_jis", "euc_jp", "cp932"])
def test_another_encoding_becomes_a_visible_mark_and_not_an_answer(codec: str) -> None:
    [(name, value)] = pairs(urlencode({"name": "見本 花子"}, encoding=codec).encode())

    assert name == "name"
    assert "\ufffd" in value
    assert "%" not in value


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%F4%90%80%80", "%C0%80", "%FF%FE", "%E3%81", "%00", "\0"])
def test_what_is_no_character_becomes_a_visible_mark(raw: str) -> None:
    [(_, value)] = pairs(f"name={raw}".encode())

    assert set(value) <= {"\ufffd", "\ufffe"}


@pytest.mark.parametrize("letters", ["あ", "aあ"])
def test_ten_million_bytes_take_a_moment(letters: str) -> None:
    text = letters * (10_000_000 // len(letters.encode()))
    body = b"note=" + urlencode({"": text})[1:].encode()
    begun = time.process_time()

    [(_, value)] = pairs(body)

    assert value == text
    assert time.process_time() - begun < 6
