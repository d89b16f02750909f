"""Writes the README's table of settings from the settings themselves: `.venv/bin/python docs/settings.py`."""

import sys
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from portal.settings import PREFIX, Settings  # noqa: E402 (the root must be known first)

BEGIN, END = "<!-- settings -->\n", "<!-- /settings -->"


def table() -> str:
    """Every setting with its default and its sentence."""
    rows = ["| 設定 / setting | はじめの値 / default | 何か / what |", "|---|---|---|"]
    for field in fields(Settings):
        default = "" if field.default is None else str(field.default)
        shown = Path(default).relative_to(ROOT) if default.startswith(str(ROOT)) else default
        rows.append(
            f"| `{PREFIX}{field.name.upper()}` | {f'`{shown}`' if default else ''} | {field.metadata['says']} |"
        )
    return "\n".join(rows) + "\n"


def written(readme: str) -> str:
    """The README with the table as it is now."""
    before, _, rest = readme.partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
