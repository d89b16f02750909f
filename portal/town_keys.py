"""The keys of one town: from the settings, or made once and kept beside the database when not in production."""

import base64
import secrets
import tomllib
from pathlib import Path

from portal.settings import Settings

KEYS_FILE = "keys.toml"


class Secrets:
    """The keys of one town: from the settings, or made once and kept beside the database when not in production."""

    def __init__(self, settings: Settings) -> None:
        made = {} if settings.secret_key and settings.town_keys else _made(settings.home / KEYS_FILE)
        self.secret_key = base64.b64decode(settings.secret_key or made["secret_key"])
        listed = settings.town_keys or made["town_keys"]
        self.town_keys = {
            name.strip(): base64.b64decode(key)
            for name, _, key in (part.partition(":") for part in listed.split(","))
        }
        self.current_key = settings.current_key or list(self.town_keys)[-1]


def _made(path: Path) -> dict[str, str]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = [base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2)]
        text = f'secret_key = "{fresh[0]}"\ntown_keys = "first:{fresh[1]}"\n'
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(text, encoding="utf-8")
        # Two processes may start at once: the first link wins and both read the same keys.
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return tomllib.loads(path.read_text(encoding="utf-8"))
