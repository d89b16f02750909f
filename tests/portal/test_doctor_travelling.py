"""doctor names what travels in the clear, a certificate that browsers refuse, and a list of passwords that cannot be looked up."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from socket import create_server
from typing import Any

import pytest

from portal.doctor import State, around, travelling
from portal.house import House
from portal.settings import Settings
from tests.harness import live
from tests.harness.live import Clock
from tests.services.connections.certificates import authority


def settings(**more: Any) -> Settings:
    return Settings(**more)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"database_url": "sqlite:////srv/kurashi/town.db"},
        {"database_url": "postgresql+psycopg:///town?host=/run/postgresql"},
        {"database_url": "postgresql+psycopg://town@127.0.0.1/town"},
        {"database_url": "postgresql+psycopg://town@db.example/town?sslmode=verify-full"},
        {"redis_url": "rediss://counts.example:6379/0"},
        {"redis_url": "redis://[::1]:6379/0"},
        {"clamd_address": "/run/clamav/clamd.sock"},
        {"smtp_host": "mail.example", "smtp_tls": "starttls"},
    ],
)
def test_what_stays_here_or_travels_encrypted_is_not_named(more: dict[str, str]) -> None:
    assert travelling.in_the_clear(settings(**more)) == []
    assert travelling.look(settings(**more)).state is State.FINE


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"database_url": "postgresql+psycopg://town:pw@db.example/town"}, "KURASHI_DATABASE_URL"),
        # Encrypted, but with whoever answers under that name.
        ({"database_url": "postgresql+psycopg://db.example/town?sslmode=require"}, "KURASHI_DATABASE_URL"),
        ({"database_url": "postgresql+psycopg:///town?host=/run/pg,10.1.2.3"}, "KURASHI_DATABASE_URL"),
        ({"replica_url": "postgresql+psycopg://10.1.2.4/town"}, "KURASHI_REPLICA_URL"),
        ({"redis_url": "redis://:pw@10.1.2.3:6379/0"}, "KURASHI_REDIS_URL"),
        ({"smtp_host": "mail.example"}, "KURASHI_SMTP_HOST"),
        ({"clamd_address": "10.1.2.3:3310"}, "KURASHI_CLAMD_ADDRESS"),
        ({"card_ocr_url": "http://10.1.2.3:8080/card"}, "KURASHI_CARD_OCR_URL"),
    ],
)
def test_what_travels_in_the_clear_is_named_without_its_address(more: dict[str, str], named: str) -> None:
    found = travelling.look(settings(**more))

    assert found.state is State.THINK
    assert named in found.said
    assert not any(secret in str(found) for secret in ("pw", "10.1.2", "example"))


@contextmanager
def shown(context: ssl.SSLContext) -> Iterator[int]:
    """A server that shows its certificate to whoever comes, and nothing else."""
    with create_server(("127.0.0.1", 0)) as door:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    wire, _ = door.accept()
                    with suppress(OSError), context.wrap_socket(wire, server_side=True) as told:
                        told.recv(1)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield door.getsockname()[1]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found: House = live.make_app(tmp_path / "var", Clock(datetime.now(UTC))).extensions["house"]
    yield found
    found.db.dispose()


def at(house: House, address: str) -> House:
    return replace(house, settings=replace(house.settings, base_url=address))


def test_a_certificate_is_looked_at_as_a_browser_would(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, server = authority(tmp_path, "localhost")
    with shown(server) as port:
        town = at(house, f"https://localhost:{port}")

        stranger = around.certificate(town)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "shown.txt"))
        ending = around.certificate(town)
        monkeypatch.setattr(around, "SOON", 0)
        known = around.certificate(town)
    gone = around.certificate(at(house, "https://localhost:9"))

    assert (stranger.state, "do not trust" in stranger.said) == (State.WRONG, True)
    assert (ending.state, "days left" in ending.said) == (State.WRONG, True)
    assert known.state is State.FINE
    assert gone.state is State.THINK


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"%040X:7\r\n" % 4711, State.FINE),
        (b"%032X:7\r\n" % 4711, State.WRONG),
        (b"", State.WRONG),
        (None, State.WRONG),
    ],
)
def test_a_list_of_passwords_is_there_and_of_the_kind_that_is_looked_up(
    house: House, tmp_path: Path, content: bytes | None, state: State
) -> None:
    if content is not None:
        (tmp_path / "list.txt").write_bytes(content)
    with_list = replace(house.settings, breached_passwords=tmp_path / "list.txt")

    assert around.passwords(replace(house, settings=with_list)).state is state
    assert around.passwords(house).state is State.FINE
