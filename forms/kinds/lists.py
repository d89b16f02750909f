"""Answers that are lists: the people or things of a group, and the files of an attachment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.faults import Unfit
from forms.field import Field, Value
from forms.kind import Kind, Part, Parts

# Why a store may refuse an upload; the shell hands these on, since this library sees no file.
REFUSALS = frozenset(
    (
        "file_empty",
        "file_kind",
        "file_broken",
        "file_double",
        "file_points",
        "file_too_large",
        "file_infected",
        "file_not_scanned",
        "too_many_files",
    )
)
# What is kept of a file beside its content, which lies in the store under the id.
FILE_KEYS = ("id", "name", "type", "size")


def read_nothing(parts: Parts, field: Field, today: date) -> Value:
    """Nothing of a list is typed into one input: items have a page each, and files are uploaded."""
    return None


def split_nothing(value: Value) -> dict[str, str]:
    return {}


def files(value: Value, field: Field) -> list[dict[str, object]]:
    """The files of a stored answer; raises Unfit where it is no such list, or too long a one."""
    if not isinstance(value, list):
        raise Unfit("answer_stale")
    found: list[dict[str, object]] = []
    for one in value:
        if not isinstance(one, Mapping) or not all(one.get(key) for key in FILE_KEYS):
            raise Unfit("answer_stale")
        found.append(dict(one))
    if len(found) > (field.max or 1):
        raise Unfit("too_many_files", name="", count=field.max or 1)
    return found


KINDS = (
    Kind("group", (Part("value"),), read_nothing, split_nothing, blank="required_items"),
    Kind("file", (Part("value", type="file"),), read_nothing, split_nothing, blank="required_file"),
)
