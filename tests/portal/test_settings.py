"""Settings: what the environment says, what it may leave empty, and refusals that name a setting and quote no secret."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest

from portal.settings import PREFIX, ROOT, Settings


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that says nothing yet."""
    for one in fields(Settings):
        monkeypatch.delenv(PREFIX + one.name.upper(), raising=False)
    return monkeypatch


def test_what_the_environment_says_has_the_type_of_its_setting(say: pytest.MonkeyPatch) -> None:
    for name, value in {
        "VAR": "/srv/town", "SMTP_PORT": "2525", "PRODUCTION": "0", "LOG_REQUESTS": "true", "CHAT_MODEL_SECONDS": "2.5"
    }.items():  # fmt: skip
        say.setenv(PREFIX + name, value)

    found = Settings.of_environment()

    assert (found.var, found.smtp_port, found.production) == (Path("/srv/town"), 2525, False)
    assert (found.log_requests, found.chat_model_seconds) == (True, 2.5)


def test_a_number_a_file_or_a_choice_left_empty_is_not_said_and_a_text_is(say: pytest.MonkeyPatch) -> None:
    for name in ("SMTP_PORT", "TOWNS_FILE", "SMTP_TLS", "MAP_TILES"):
        say.setenv(PREFIX + name, "")

    found = Settings.of_environment()

    assert (found.smtp_port, found.towns_file, found.smtp_tls, found.map_tiles) == (25, None, "none", "")


def test_a_secret_may_be_handed_over_as_a_file_and_then_stands_before_the_environment(
    say: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    say.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    say.setenv("KURASHI_TOWN_KEYS", "")
    say.setenv("KURASHI_SECRET_KEY", "of the environment")
    for name in ("KURASHI_TOWN_KEYS", "KURASHI_SECRET_KEY", "KURASHI_TOWN"):
        (tmp_path / name).write_text(f"sealed {name}\n", encoding="utf-8")

    found = Settings.of_environment()

    assert (found.town_keys, found.secret_key) == ("sealed KURASHI_TOWN_KEYS", "sealed KURASHI_SECRET_KEY")
    # What is no secret is told where everybody looks for it.
    assert found.town == "hinata"
    assert "sealed" not in repr(found)


def test_without_sealed_secrets_the_environment_is_all_there_is(
    say: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    say.setenv("KURASHI_SECRET_KEY", "of the environment")
    for folder in ("", str(tmp_path), str(tmp_path / "none")):
        say.setenv("CREDENTIALS_DIRECTORY", folder)

        assert Settings.of_environment().secret_key == "of the environment"


def test_the_shipped_unit_hands_over_what_production_needs() -> None:
    lines = (ROOT / "deploy" / "secrets.conf").read_text(encoding="utf-8").splitlines()
    named = [
        line.removeprefix("LoadCredentialEncrypted=").split(":") for line in lines if line.startswith("Load")
    ]

    secrets = {PREFIX + one.name.upper() for one in fields(Settings) if not one.repr}
    assert {"KURASHI_SECRET_KEY", "KURASHI_TOWN_KEYS"} <= {name for name, _ in named} <= secrets
    assert all(Path(path).name == name for name, path in named)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_PORT", "a port"), ("CARD_BRIDGE_PORT", "70000"), ("LINE_RESERVE", "-1"), ("PRODUCTION", "perhaps"),
        ("CHAT_MODEL_SECONDS", "0"), ("SCANNER_DOWN", "shrug"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_the_settings_name(
    say: pytest.MonkeyPatch, name: str, value: str
) -> None:
    say.setenv(PREFIX + name, value)
    say.setenv("KURASHI_SECRET_KEY", "the key itself")

    with pytest.raises(ValueError, match=PREFIX + name) as refused:
        Settings.of_environment()

    assert "the key itself" not in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"webhook_ports": "https"}, "between 1 and 65535"), ({"webhook_networks": "everywhere"}, "IPv4 or IPv6"),
        ({"map_tiles": "http://tiles.example/{z}/{x}/{y}.png"}, "tiles"), ({"chat_rerank_name": "r"}, "CHAT_MODEL_URL"),
        ({"card_ocr_url": "https://ocr.example.com"}, "its number"), ({"production": True}, "KURASHI_SECRET_KEY"),
    ],
)  # fmt: skip
def test_the_rules_hold_for_settings_made_in_the_program_too(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Settings(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=told):
        Settings.read(wrong)


def test_settings_can_be_written_down_and_read_again() -> None:
    one = Settings(var=Path("x"), towns_file=Path("towns.toml"), chat_model_seconds=1)

    assert Settings.read(asdict(one)) == one


def test_no_secret_shows_where_settings_are_printed() -> None:
    secret = {
        name: f"hide-{name}" for name in (
            "secret_key", "town_keys", "backup_key", "smtp_password", "stripe_secret_key", "stripe_webhook_secret",
            "database_url", "replica_url", "redis_url", "chat_model_key", "line_token", "line_secret",
        )
    }  # fmt: skip

    assert "hide-" not in repr(Settings.read(secret))
