"""Where files lie: every kind of store behaves alike, and what is sealed cannot be changed unnoticed."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.db import new_id
from portal.files.store import CHUNK, Store, open_store, seal, unseal
from portal.vault import Unreadable

KEY = b"k" * 32
SIZES = [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17]


def sealed(content: bytes) -> list[bytes]:
    return list(seal(KEY, BytesIO(content)))


def opened(chunks: list[bytes], key: bytes = KEY) -> bytes:
    return b"".join(unseal(key, iter(chunks)))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens_to_the_same_bytes(size: int) -> None:
    content = os.urandom(size)

    chunks = sealed(content)

    assert opened(chunks) == content
    assert len(chunks) == -(-size // CHUNK)
    assert content[:1000] not in b"".join(chunks) or size < 8


def test_a_chunk_left_out_swapped_doubled_or_added_is_noticed() -> None:
    one, two, three = sealed(os.urandom(3 * CHUNK))

    for chunks in (
        [one, two],
        [one, three],
        [two, one, three],
        [one, one, two, three],
        [one, two, three, three],
        [],
        [three],
    ):
        with pytest.raises(Unreadable):
            opened(chunks)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Unreadable):
        opened(sealed(b"x"), key=b"l" * 32)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    chunks = sealed(b"content" * 100)
    whole = bytearray(chunks[0])
    whole[place % len(whole)] ^= change

    with pytest.raises(Unreadable):
        opened([bytes(whole)])


@pytest.fixture(params=["memory", "folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "s3":
        yield request.getfixturevalue("bucket")
        return
    yield open_store("memory:" if request.param == "memory" else (tmp_path / "町 の files").as_uri())


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A bucket on an S3 server of this machine."""
    from tests.harness import s3

    with s3.server() as address:
        for name, value in {
            "AWS_ENDPOINT": address, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "ap-northeast-1",
            "AWS_ACCESS_KEY_ID": "sample", "AWS_SECRET_ACCESS_KEY": "sample",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        s3.make_bucket(address, "town")
        yield open_store("s3://town/hinata/files")


def put(store: Store, content: bytes) -> UUID:
    file_id = new_id()
    store.put(file_id, seal(KEY, BytesIO(content)))
    return file_id


@pytest.mark.parametrize("size", [1, CHUNK, 3 * CHUNK + 17, 12 * 1024 * 1024])
def test_every_store_gives_back_what_was_put(store: Store, size: int) -> None:
    content = os.urandom(size)

    file_id = put(store, content)

    assert b"".join(unseal(KEY, store.get(file_id))) == content


def test_a_file_that_is_not_there_cannot_be_read_and_may_be_deleted(store: Store) -> None:
    file_id = new_id()

    store.delete(file_id)
    with pytest.raises(Unreadable):
        list(store.get(file_id))


def test_a_store_lists_its_files_with_their_age(store: Store) -> None:
    ids = {put(store, b"x") for _ in range(3)}
    gone = put(store, b"y")
    store.delete(gone)

    listed = dict(store.listed())

    assert set(listed) == ids
    assert all(abs(datetime.now(UTC) - at) < timedelta(minutes=1) for at in listed.values())


def broken() -> Iterator[bytes]:
    yield b"a" * CHUNK
    raise BufferError


def test_a_file_that_breaks_off_while_it_is_put_is_not_there(store: Store) -> None:
    with pytest.raises(BufferError):
        store.put(new_id(), broken())

    assert not list(store.listed())


def test_what_a_killed_process_left_in_a_folder_is_taken_away_when_it_is_old(tmp_path: Path) -> None:
    store, now = open_store(tmp_path.as_uri()), datetime.now(UTC)
    kept = put(store, b"x")
    (tmp_path / "ab").mkdir(exist_ok=True)
    for name in (f"{new_id()}#1", f"{new_id()}#12"):
        (tmp_path / "ab" / name).write_bytes(b"half")

    assert store.sweep_drafts(now - timedelta(hours=24)) == 0
    assert store.sweep_drafts(now + timedelta(hours=1)) == 2
    assert [file_id for file_id, _ in store.listed()] == [kept]


def test_what_is_not_ours_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    store = open_store(tmp_path.as_uri())
    (tmp_path / "README").write_text("an operator's note")

    assert list(store.listed()) == []


def test_only_the_owner_of_the_process_may_enter_the_folder(tmp_path: Path) -> None:
    open_store((tmp_path / "files").as_uri())

    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["", "http://files.example/", "/var/files"])
def test_an_address_that_is_no_store_stops_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="files lie in"):
        open_store(url)
