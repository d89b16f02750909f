"""What an uploaded file really is, what it may be called, and what the scanner says of it."""

import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.checks import SUFFIXES, Scanner, file_name, media_type
from portal.refused import Refused
from tests.harness.scanner import Daemon

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 100
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"x" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00" + b"x" * 100
VIRUS = b"%PDF-1.7 this stands for something harmful"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (HEIC, "image/heic"),
        (b"\x00\x00\x00\x1cftypmif1", "image/heic"),
        (b"GIF89a", "image/gif"),
        (b"II*\x00", "image/tiff"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypmp42", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<html><script>", None),
        (b"<svg xmlns=", None),
        (b"PK\x03\x04", None),
        (b"MZ\x90\x00", None),
        (b"GIF8" + PDF, None),
        (b"\n" + PDF, None),
        (b"PK\x03\x04" + PDF, None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content: bytes, kind: str | None) -> None:
    assert media_type(content[:16]) == kind


@pytest.mark.parametrize(
    ("given_name", "kind", "shown"),
    [
        ("住民票.pdf", "application/pdf", "住民票.pdf"),
        ("写真.JPEG", "image/jpeg", "写真.jpg"),
        ("bill.pdf.exe", "application/pdf", "bill.pdf.pdf"),
        ("../../etc/passwd", "image/png", "passwd.png"),
        ("C:\\Users\\hanako\\運転免許証.png", "image/png", "運転免許証.png"),
        ("cod\u202egpj.exe", "image/png", "codgpj.png"),
        ("a\r\nSet-Cookie: x", "image/png", "aSet-Cookie x.png"),
        ("", "image/heic", "file.heic"),
        ("...", "image/heic", "file.heic"),
        ("髙﨑𠮷.heic", "image/heic", "髙﨑𠮷.heic"),
        ("長" * 300, "application/pdf", "長" * 100 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_mislead(given_name: str, kind: str, shown: str) -> None:
    assert file_name(given_name, kind) == shown


@given(st.text(max_size=300), st.sampled_from(sorted(SUFFIXES)))
def test_any_name_ends_as_a_plain_file_name(given_name: str, kind: str) -> None:
    shown = file_name(given_name, kind)

    assert shown.endswith(SUFFIXES[kind])
    assert len(shown) <= 105
    assert not set('/\\\r\n\0"<>:') & set(shown)
    assert not shown.startswith(".")


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    running = Daemon(socket.create_server(("127.0.0.1", 0)))
    yield running
    running.stop()


def at(daemon: Daemon, **named: str) -> Scanner:
    return Scanner(f"127.0.0.1:{daemon.bound.getsockname()[1]}", **named)  # type: ignore[arg-type]


def test_a_clean_file_passes_and_is_looked_at_whole(daemon: Daemon) -> None:
    content = PDF + b"y" * 200_000

    at(daemon).check(BytesIO(content))

    assert daemon.got == [content]


def test_what_the_scanner_finds_is_refused(daemon: Daemon) -> None:
    with pytest.raises(Refused, match="file_infected"):
        at(daemon, when_down="accept").check(BytesIO(VIRUS))


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: broken ERROR\0"])
def test_a_scanner_that_cannot_tell_is_treated_as_down(daemon: Daemon, answer: bytes) -> None:
    daemon.answer = answer

    at(daemon, when_down="accept").check(BytesIO(PDF))
    with pytest.raises(Refused, match="file_not_scanned"):
        at(daemon).check(BytesIO(PDF))


def test_a_scanner_that_is_down_refuses_or_accepts_as_the_town_chose() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"

    Scanner(address, "accept").check(BytesIO(PDF))
    with pytest.raises(Refused, match="file_not_scanned") as refused:
        Scanner(address, "refuse").check(BytesIO(PDF))
    assert refused.value.status == 503


def test_a_scanner_that_says_nothing_does_not_hold_the_visitor_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        scanner = Scanner(f"127.0.0.1:{silent.getsockname()[1]}", patience=0.2)

        with pytest.raises(Refused, match="file_not_scanned"):
            scanner.check(BytesIO(PDF))


def test_a_scanner_may_listen_on_a_socket_file(tmp_path: Path) -> None:
    path = tmp_path / "clamd.ctl"
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    bound.bind(str(path))
    bound.listen()
    running = Daemon(bound)
    try:
        Scanner(str(path)).check(BytesIO(PDF))
        with pytest.raises(Refused, match="file_infected"):
            Scanner(str(path)).check(BytesIO(VIRUS))
    finally:
        running.stop()
    with pytest.raises(Refused, match="file_not_scanned"):
        Scanner(str(tmp_path / "none.ctl")).check(BytesIO(PDF))


def test_without_an_address_nothing_is_scanned() -> None:
    Scanner().check(BytesIO(VIRUS))
