"""Writes a mapping as a TOML file of a town's folder, in the shapes that such files have: nothing more of TOML than that."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from forms.wording import LANGUAGES


def written(mapping: Mapping[str, object], head: str = "") -> str:
    """The file: what is simple first, then its tables, each list of tables in its order."""
    lines = [f"# {line}" for line in head.splitlines()]
    return "\n".join([*lines, *_table(mapping, "")]).strip() + "\n"


def _table(mapping: Mapping[str, object], path: str) -> list[str]:
    simple = [(key, value) for key, value in mapping.items() if not _below(value)]
    lines = [f"{key} = {_value(value)}" for key, value in simple if value not in ("", [], (), {}, None)]
    for key, value in mapping.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, Mapping) and _below(value):
            lines += ["", f"[{name}]", *_table(value, name)]
        elif isinstance(value, Sequence) and _below(value):
            for one in value:
                lines += ["", f"[[{name}]]", *_table(one, name)]
    return lines


def _below(value: object) -> bool:
    """Whether a value is a table or a list of tables of its own; words in several languages stand on one line."""
    if isinstance(value, Mapping):
        return not set(value) <= set(LANGUAGES)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return bool(value) and all(isinstance(one, Mapping) and _below(one) for one in value)
    return False


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{key} = {_value(one)}" for key, one in value.items() if one)
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    # A basic string of TOML has the escapes of JSON, whose reader has them all; DEL is the one that JSON lets stand.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
