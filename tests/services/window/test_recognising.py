"""文字認識: a made-up recogniser on this machine reads pictures of documents; whatever it answers is values or a refusal."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.cards import CardKind, CardValues, Unreadable
from forms.numbers import has_check_digit
from portal.refused import Refused
from portal.settings import Settings
from services.window.outside import LARGEST, Recogniser, recogniser

PICTURE = b"\xff\xd8\xff\xe0 a made-up picture"
SAID = {
    "name": "見本 太郎",
    "name_kana": "ミホン タロウ",
    "address": "ひなた市本町１－２",
    "birth_date": "1955-04-01",
}


@dataclass
class Ocr:
    """What the recogniser answers next, and what it was sent."""

    address: str = ""
    status: int = 200
    answer: bytes = b"{}"
    got: list[tuple[str, str, bytes]] = field(default_factory=list)


@pytest.fixture(scope="module")
def server() -> Iterator[Ocr]:
    told = Ocr()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((self.path, self.headers["Content-Type"], body))
            self.send_response(told.status)
            self.end_headers()
            self.wfile.write(told.answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
            """A test needs no log."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{made.server_port}/card"
    Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield told
    made.shutdown()
    made.server_close()


@pytest.fixture
def ocr(server: Ocr) -> Ocr:
    server.status, server.answer = 200, json.dumps(SAID).encode()
    server.got.clear()
    return server


def test_a_picture_is_read_by_the_citys_own_machine(ocr: Ocr) -> None:
    values = Recogniser(ocr.address)(PICTURE, CardKind.LICENCE)

    assert values == CardValues(
        CardKind.LICENCE, "見本 太郎", "ミホン タロウ", "ひなた市本町１－２", "1955-04-01"
    )
    assert ocr.got == [("/card?kind=licence", "image/jpeg", PICTURE)]


def test_without_an_address_there_is_no_recogniser() -> None:
    assert recogniser(Settings()) is None
    assert recogniser(Settings(card_ocr_url="http://127.0.0.1:9/card")) is not None


@pytest.mark.parametrize(
    "address",
    [
        "https://ocr.example/card",
        "http://8.8.8.8/card",
        "ftp://10.1.2.3",
        "10.1.2.3",
        "http://[::ffff:8.8.8.8]/",
    ],
)
def test_a_face_leaves_the_citys_network_for_nobody(address: str) -> None:
    with pytest.raises(ValueError, match="inside the city's network"):
        Settings(card_ocr_url=address)


@pytest.mark.parametrize("picture", [b"", b"GIF89a", b"%PDF-1.7", b"\xff\xd8\xff" + b"0" * LARGEST])
def test_what_is_no_picture_is_sent_nowhere(ocr: Ocr, picture: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        Recogniser(ocr.address)(picture, CardKind.LICENCE)

    assert caught.value.code == "picture_kind"
    assert ocr.got == []


@pytest.mark.parametrize(
    ("status", "answer", "code"),
    [
        (422, b"{}", "picture_unread"),
        (500, b"{}", "ocr_down"),
        (302, b"{}", "ocr_down"),
        (200, b"{", "ocr_down"),
        (200, b"[]", "ocr_down"),
        (200, b"\xff", "ocr_down"),
        (200, b'{"name": "' + b"a" * 70_000 + b'"}', "ocr_down"),
        (200, b"{}", "card_empty"),
        (200, b'{"name": 1}', "card_broken"),
        (200, b'{"name": "a", "birth_date": "1955"}', "date_wrong"),
        (200, b'{"name": "a", "kind": "myna", "number": "123456789018"}', ""),
    ],
)
def test_whatever_it_answers_is_values_or_a_refusal(ocr: Ocr, status: int, answer: bytes, code: str) -> None:
    ocr.status, ocr.answer = status, answer
    found = ""
    try:
        # The kind is the one that staff chose; a licence's own number may be twelve digits.
        assert Recogniser(ocr.address)(PICTURE, CardKind.LICENCE).kind is CardKind.LICENCE
    except (Unreadable, Refused) as said:
        found = said.code
    assert found == code


def test_a_recogniser_that_is_down_is_told_so() -> None:
    with pytest.raises(Refused) as caught:
        Recogniser("http://127.0.0.1:9/card")(PICTURE, CardKind.MYNA)

    assert caught.value.code == "ocr_down"


def test_planted_numbers_never_come_out_of_a_picture(ocr: Ocr) -> None:
    chosen = random.Random(5)  # noqa: S311 (made-up numbers)
    planted = [
        one for one in (f"{chosen.randrange(10**12):012}" for _ in range(1500)) if has_check_digit(one)
    ][:60]
    assert len(planted) == 60

    for place, digits in enumerate(planted):
        part = ("name", "address", "number", "name_kana")[place % 4]
        ocr.answer = json.dumps({**SAID, part: f"{digits[:4]} {digits[4:8]} {digits[8:]}"}).encode()
        with pytest.raises(Unreadable) as caught:
            Recogniser(ocr.address)(PICTURE, CardKind.MYNA)
        assert caught.value.code == "card_number"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answer=st.one_of(
        st.binary(max_size=60),
        st.dictionaries(st.sampled_from(sorted(SAID)), st.text(max_size=12)).map(
            lambda told: json.dumps(told).encode()
        ),
    )
)
def test_noise_is_values_or_a_refusal(ocr: Ocr, answer: bytes) -> None:
    ocr.answer = answer

    try:
        found = Recogniser(ocr.address)(PICTURE, CardKind.OTHER)
    except (Unreadable, Refused):
        return
    assert found.name
