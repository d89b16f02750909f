"""Credentials: secrets that the machine keeps sealed and hands over as files, so that they stand neither in a file of settings nor in the environment."""

import os
from pathlib import Path

# Where systemd (LoadCredentialEncrypted=) puts them, readable by the service alone; a container's platform may name its own.
FOLDER = "CREDENTIALS_DIRECTORY"


def handed(name: str) -> str | None:
    """The secret under a setting's whole name, if the machine has one; the end of its line is no part of it."""
    folder = os.environ.get(FOLDER, "")
    file = Path(folder, name)
    return file.read_text(encoding="utf-8").strip() if folder and file.is_file() else None
