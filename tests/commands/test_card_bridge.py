"""The counter PC's bridge: whom it answers, what it says, and that it keeps nothing."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from commands import card_bridge
from commands.card_bridge import Bridge, Paired, origin, pairing_code
from commands.card_reader import SAMPLES, SimulatedReader, read_image
from commands.say import Stop
from commands.serve import card_reader
from forms.cards import CardKind, ask
from forms.cards.values import from_mapping
from tests.harness import card_images
from tests.harness.card_images import PIN, PIN_1, PLANTED

PORTAL, CODE = "https://mado.city.example", "0123456789abcdef0123456789abcdef"
OURS = {"Origin": PORTAL, "Authorization": f"Bearer {CODE}"}
JSON = {**OURS, "Content-Type": "application/json"}


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    made = Bridge(SimulatedReader(card_images.myna_card()), Paired(PORTAL, CODE), 0)
    thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def asked(
    bridge: Bridge, method: str, path: str, headers: Mapping[str, str], body: object = None
) -> tuple[int, Mapping[str, str], dict[str, Any]]:
    line = http.client.HTTPConnection("127.0.0.1", bridge.server_port, timeout=5)
    raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    line.request(method, path, raw, dict(headers))
    answer = line.getresponse()
    said = answer.read()
    line.close()
    return answer.status, dict(answer.headers), json.loads(said) if said else {}


def read(bridge: Bridge, kind: str, secret: str) -> tuple[int, dict[str, Any]]:
    status, _, said = asked(bridge, "POST", "/read", JSON, {"kind": kind, "secret": secret})
    return status, said


def test_a_card_is_read_for_the_portals_page(bridge: Bridge) -> None:
    status, headers, said = asked(bridge, "POST", "/read", JSON, {"kind": "myna", "secret": PIN})

    assert status == 200
    assert from_mapping(said["values"]).name == "見本 花子"
    assert headers["Access-Control-Allow-Origin"] == PORTAL
    assert headers["Cache-Control"] == "no-store"
    assert PLANTED not in json.dumps(said)


def test_the_browser_is_told_that_the_page_may_ask_this_machine(bridge: Bridge) -> None:
    wanted = {
        "Origin": PORTAL,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Private-Network": "true",
    }
    status, headers, _ = asked(bridge, "OPTIONS", "/read", wanted)

    assert status == 204
    assert headers["Access-Control-Allow-Private-Network"] == "true"
    assert headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"{PORTAL}.evil.example"},
        {"Origin": PORTAL.replace("https", "http")},
        {"Origin": PORTAL, "Host": "evil.example"},
        {"Origin": PORTAL, "Host": "localhost:1"},
    ],
)
@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
def test_other_pages_are_told_nothing(bridge: Bridge, method: str, headers: dict[str, str]) -> None:
    status, said, _ = asked(bridge, method, "/read", {"Authorization": f"Bearer {CODE}", **headers})

    assert status == 403
    assert not [name for name in said if name.startswith("Access-Control")]


@pytest.mark.parametrize("code", ["", "Bearer", "Bearer 0", f"Basic {CODE}", f"Bearer {CODE}0"])
def test_a_page_without_the_code_is_refused_before_the_card_hears_anything(bridge: Bridge, code: str) -> None:
    status, _, said = asked(
        bridge, "POST", "/read", {**JSON, "Authorization": code}, {"kind": "myna", "secret": PIN}
    )

    assert (status, said["code"]) == (401, "pairing_wrong")
    assert card(bridge).heard == []


def card(bridge: Bridge) -> Any:
    assert isinstance(bridge.reader, SimulatedReader)
    return bridge.reader.lying


def test_a_wrong_secret_tells_the_tries_that_are_left_and_never_uses_the_last(bridge: Bridge) -> None:
    said = [read(bridge, "myna", "9999") for _ in range(4)]

    assert [(status, one["code"], one["left"]) for status, one in said] == [
        (422, "pin_wrong", 2),
        (422, "pin_wrong", 1),
        (422, "pin_last", 1),
        (422, "pin_last", 1),
    ]


def test_an_empty_reader_says_so(bridge: Bridge) -> None:
    assert isinstance(bridge.reader, SimulatedReader)
    bridge.reader.lying = None

    assert read(bridge, "myna", PIN) == (422, {"code": "card_none", "left": None})


def test_what_a_driver_throws_goes_no_further(bridge: Bridge) -> None:
    def thrown(command: bytes) -> bytes:
        raise RuntimeError("見本 花子")

    card(bridge).send = thrown

    assert read(bridge, "myna", PIN) == (422, {"code": "card_refuses", "left": None})


def test_a_second_page_waits_for_its_turn(bridge: Bridge) -> None:
    with bridge.talking:
        assert read(bridge, "myna", PIN) == (409, {"code": "reader_busy"})

    assert read(bridge, "myna", PIN)[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        {"kind": "myna"},
        {"kind": "library", "secret": ""},
        {"kind": ["myna"], "secret": ""},
        {"kind": "myna", "secret": 1},
        {"kind": "myna", "secret": "1" * 600},
    ],
)
def test_whatever_else_is_sent_is_refused(bridge: Bridge, body: object) -> None:
    status, _, said = asked(bridge, "POST", "/read", JSON, body)

    assert (status, said["code"]) == (400, "card_refuses")
    assert card(bridge).heard == []


@pytest.mark.parametrize(("path", "status"), [("/here", 200), ("/", 404), ("/read", 404)])
def test_a_page_finds_out_whether_somebody_is_here(bridge: Bridge, path: str, status: int) -> None:
    assert asked(bridge, "GET", path, OURS)[0] == status


def test_it_listens_on_this_machine_alone(bridge: Bridge) -> None:
    assert bridge.server_address[0] == "127.0.0.1"


def test_it_says_nothing_about_anybody_on_its_terminal(
    bridge: Bridge, capfd: pytest.CaptureFixture[str]
) -> None:
    read(bridge, "myna", PIN)
    with socket.create_connection(("127.0.0.1", bridge.server_port)) as line:
        line.sendall(b"POST /read HTTP/1.1\r\n")

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "kind", "secret"),
    [("myna", "myna", PIN), ("licence", "licence", PIN_1), ("licence-gaiji", "licence", PIN_1)],
)
def test_a_sample_card_is_the_one_that_was_built(name: str, kind: str, secret: str) -> None:
    file = SAMPLES / f"{name}.json"

    assert file.read_text(encoding="utf-8") == card_images.image(card_images.SAMPLES[name]) + "\n"
    assert ask(CardKind(kind), secret, read_image(file).send).name in {"見本 花子", "見本 太郎", "〓木 花子"}
    assert PLANTED.encode().hex() not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "found"),
    [("https://Mado.City.example/staff", PORTAL), ("http://127.0.0.1:8000", "http://127.0.0.1:8000")],
)
def test_the_portal_is_named_by_its_origin(address: str, found: str) -> None:
    assert origin(address) == found


@pytest.mark.parametrize(
    "address", ["mado.city.example", "ftp://mado.city.example", "http://mado.city.example", ""]
)
def test_a_portal_without_encryption_is_not_answered(address: str) -> None:
    with pytest.raises(Stop):
        origin(address)


def test_the_code_is_made_once_and_readable_by_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "code"

    first, made = pairing_code(path, new=False)
    again, made_again = pairing_code(path, new=False)
    other, _ = pairing_code(path, new=True)

    assert (made, made_again, first == again, first == other) == (True, False, True, False)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(first) == 32


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--sample", "nobody"], "licence, licence-gaiji, myna"), ([], "requirements/counter.txt")],
)
def test_what_is_missing_is_said_in_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert card_bridge.main(["--portal", PORTAL, *words]) == 1
    assert said in capsys.readouterr().err


def test_it_needs_nothing_but_python() -> None:
    # -S leaves the installed packages out.
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import commands.card_bridge"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""


@pytest.mark.parametrize(
    ("port", "portal", "runs"),
    [
        ("47600", "http://127.0.0.1:8000", True),
        ("", "http://127.0.0.1:8000", False),
        ("0", "http://127.0.0.1:8000", False),
        ("47600", "https://mado.city.example", False),
    ],
)
def test_the_sample_town_has_a_reader_where_its_port_is_set(
    tmp_path: Path, port: str, portal: str, runs: bool
) -> None:
    children = card_reader({"KURASHI_CARD_BRIDGE_PORT": port}, portal, tmp_path)

    assert [child.command[-8:] for child in children] == (
        [["--portal", portal, "--port", port, "--sample", "myna", "--code-file", str(tmp_path / "card-code")]]
        if runs
        else []
    )
