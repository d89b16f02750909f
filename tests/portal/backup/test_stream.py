"""The sealed stream: whatever is changed, cut, swapped or added is noticed, and nothing can be read without the key."""

import io
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.backup.stream import BLOCK, MAGIC, Broken, Writer, records

KEY = secrets.token_bytes(32)
RECORDS = some.lists(some.tuples(some.sampled_from([b"T", b"R"]), some.binary(max_size=2000)), max_size=20)


def written(said: list[tuple[bytes, bytes]]) -> bytes:
    out = io.BytesIO()
    writer = Writer(out, KEY)
    for kind, content in said:
        writer.record(kind, content)
    writer.close()
    return out.getvalue()


@given(RECORDS)
def test_what_is_written_is_read(said: list[tuple[bytes, bytes]]) -> None:
    assert list(records(io.BytesIO(written(said)), KEY)) == said


@pytest.mark.parametrize("size", [BLOCK - 5, BLOCK, 3 * BLOCK + 1])
def test_records_may_be_larger_than_a_block(size: int) -> None:
    said = [(b"C", secrets.token_bytes(size)), (b"E", b"")]

    assert list(records(io.BytesIO(written(said)), KEY)) == said


@given(RECORDS, some.data())
def test_a_changed_byte_is_noticed(said: list[tuple[bytes, bytes]], data: some.DataObject) -> None:
    whole = bytearray(written(said))
    whole[data.draw(some.integers(0, len(whole) - 1))] ^= 1 << data.draw(some.integers(0, 7))

    with pytest.raises(Broken):
        list(records(io.BytesIO(bytes(whole)), KEY))


@pytest.mark.parametrize("cut", [0, 5, len(MAGIC) + 3, BLOCK + 100, 2 * BLOCK + 32 + len(MAGIC) + 16])
def test_a_stream_that_was_cut_short_is_noticed(cut: int) -> None:
    whole = written([(b"C", bytes(3 * BLOCK))])

    with pytest.raises(Broken):
        list(records(io.BytesIO(whole[:cut]), KEY))


def test_swapped_blocks_are_noticed() -> None:
    whole, begin, size = written([(b"C", secrets.token_bytes(3 * BLOCK))]), len(MAGIC) + 16, BLOCK + 16
    swapped = whole[:begin] + whole[begin + size : begin + 2 * size] + whole[begin : begin + size]

    with pytest.raises(Broken):
        list(records(io.BytesIO(swapped + whole[begin + 2 * size :]), KEY))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Broken, match="wrong_key"):
        list(records(io.BytesIO(written([(b"C", b"x")])), secrets.token_bytes(32)))


def test_two_backups_of_the_same_have_nothing_in_common() -> None:
    said = [(b"C", bytes(1000))]

    assert written(said)[len(MAGIC) :] != written(said)[len(MAGIC) :]
