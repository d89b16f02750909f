"""Calls to the outside over real servers: bent names, redirects, slow and broken receivers, certificates."""

import ssl
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from services.connections.outside import Answer, Call, Wire, call
from services.connections.rules.addresses import Policy, policy
from tests.services.connections.certificates import authority
from tests.services.connections.receiver import Receiver, receiving

LOCAL = policy("127.0.0.0/8", "", plain=True)
PUBLIC = Policy(ports=frozenset(), plain=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A system that is told."""
    with receiving() as found:
        yield found


def port(receiver: Receiver) -> str:
    return receiver.address.rpartition(":")[2].partition("/")[0]


def send(url: str, allowed: Policy = LOCAL, *machines: str, wire: Wire | None = None) -> Answer:
    """One call, with names that lead to these machines."""
    asked: Sequence[str] = machines or ["127.0.0.1"]
    return call(Call(url, b"{}", {"Kurashi-Id": "1"}), allowed, wire or Wire(resolve=lambda *_: asked))


def test_the_machine_that_was_checked_is_the_one_that_is_called(receiver: Receiver) -> None:
    asked: list[str] = []

    def bent(host: str, _port: int) -> list[str]:
        # The second look-up of a bent name would lead inside.
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    answer = send(f"http://ryokin.example.jp:{port(receiver)}/hook?a=1", wire=Wire(resolve=bent))

    assert answer.code == ""
    assert asked == ["ryokin.example.jp"]
    assert receiver.got[0].headers["host"] == f"ryokin.example.jp:{port(receiver)}"
    assert receiver.got[0].path == "/hook?a=1"


@pytest.mark.parametrize(
    "machines", [("127.0.0.1",), ("8.8.8.8", "127.0.0.1"), ("::ffff:127.0.0.1",), ("64:ff9b::7f00:1",)]
)
def test_a_public_name_that_leads_inside_is_refused(receiver: Receiver, machines: tuple[str, ...]) -> None:
    answer = send(f"http://ryokin.example.jp:{port(receiver)}/", PUBLIC, *machines)

    assert answer.code == "webhook_private"
    assert receiver.got == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost", "017700000001"])
def test_other_spellings_of_this_machine_are_refused(receiver: Receiver, host: str) -> None:
    answer = call(Call(f"http://{host}:{port(receiver)}/", b"{}", {}), PUBLIC, Wire())

    assert answer.code in {"webhook_private", "host_unknown"}
    assert receiver.got == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    with receiving() as inside:
        receiver.answers[:], receiver.elsewhere = [status], inside.address

        answer = send(receiver.address)

    assert (answer.code, answer.status) == ("redirected", status)
    assert inside.got == []


@pytest.mark.parametrize(
    ("status", "code"), [(200, ""), (204, ""), (400, "status_400"), (410, "gone"), (500, "status_500")]
)
def test_a_status_is_told_by_its_code(receiver: Receiver, status: int, code: str) -> None:
    receiver.answers[:] = [status]

    assert send(receiver.address).code == code


@pytest.mark.parametrize("how", ["hang", "drip"])
def test_a_slow_receiver_is_given_up(receiver: Receiver, how: str) -> None:
    receiver.answers[:] = [how]
    began = time.monotonic()

    answer = send(receiver.address, wire=Wire(patience=0.5, whole=0.8))

    assert answer.code == "timeout"
    assert time.monotonic() - began < 2


def test_a_body_without_end_is_not_read(receiver: Receiver) -> None:
    receiver.answers[:] = ["endless"]
    began = time.monotonic()

    answer = send(receiver.address, wire=Wire(patience=0.5, whole=1.0))

    assert (answer.code, answer.status) == ("", 200)
    assert time.monotonic() - began < 2


def test_a_shut_port_and_an_unknown_name_are_told_apart() -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise OSError

    with receiving() as closed:
        address = closed.address

    assert send(address).code == "unreachable"
    assert send("http://nobody.example/", wire=Wire(resolve=nobody)).code == "host_unknown"
    assert send("http://nobody.example/", wire=Wire(resolve=lambda *_: [])).code == "webhook_private"


def test_plain_http_is_refused_in_production(receiver: Receiver) -> None:
    strict = policy("127.0.0.0/8", "", plain=False)

    assert send(receiver.address, strict).code == "webhook_https"
    assert receiver.got == []


def test_the_certificate_is_that_of_the_name_and_not_of_the_machine(tmp_path: Path) -> None:
    ours, theirs = authority(tmp_path, "ryokin.example.jp")
    with receiving(tls=theirs) as secure:
        place, trusting = port(secure), Wire(resolve=lambda *_: ["127.0.0.1"], tls=ours)

        fine = send(f"https://ryokin.example.jp:{place}/", wire=trusting)
        another = send(f"https://other.example.jp:{place}/", wire=trusting)
        unknown = send(
            f"https://ryokin.example.jp:{place}/",
            wire=Wire(resolve=lambda *_: ["127.0.0.1"], tls=ssl.create_default_context()),
        )

    assert (fine.code, another.code, unknown.code) == ("", "tls", "tls")
    assert len(secure.got) == 1
