"""What may be asked of the API: each shape reads what stands behind the question mark, strictly, and is its document."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar, get_args
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import fields

from portal.states import State

MOST = 100
# No case is older than the product; a moment before this, or beyond the calendar, means the same as this.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
END = datetime(9000, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Wrong(Exception):
    """A question that cannot be read; `name` is the parameter at fault."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _moment(text: str) -> datetime:
    if not _MOMENT.fullmatch(text):
        raise ValueError("RFC 3339")
    # A leap second is the last of its minute; Python's clock has none.
    whole = re.sub(r":60(?=[.Zz+-])", ":59", text.upper().replace("Z", "+00:00"), count=1)
    if whole.startswith("0000"):
        return BEGINNING
    moment = datetime.fromisoformat(_micro(whole))
    naive = moment.replace(tzinfo=UTC)
    if not BEGINNING <= naive <= END:
        return BEGINNING if naive < BEGINNING else END
    return max(BEGINNING, moment.astimezone(UTC))


def _micro(text: str) -> str:
    """Six digits of a second's fraction are as fine as anything is kept."""
    return re.sub(r"\.(\d+)", lambda found: "." + found[1][:6].ljust(6, "0"), text)


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError("whole number")
    return int(text)


def _id(text: str) -> UUID:
    if not _ID.fullmatch(text):
        raise ValueError("UUID")
    return UUID(text)


# What is written in more ways than one is read by us, strictly; a state or a key is what it looks like.
_READ: Mapping[type, Callable[[str], object]] = {datetime: _moment, int: _whole, UUID: _id}
Moment = Annotated[datetime, Meta(tz=True)]
Limit = Annotated[int, Meta(ge=1, le=MOST)]
Key = Annotated[str, Meta(min_length=1, max_length=60)]


class Question(Struct, frozen=True):
    """Parameters, of which no other is known."""


class CaseQuestion(Question, frozen=True):
    """Which requests to list; without anything all that the token covers."""

    state: Annotated[State | None, Meta(description="いまの状態 / state now")] = None
    procedure: Annotated[Key | None, Meta(description="手続きのキー / key of the procedure")] = None
    division: Annotated[Key | None, Meta(description="課の番号 / id of the division")] = None
    changed_since: Annotated[
        Moment | None, Meta(description="このときから後に動きがあったもの / something happened since")
    ] = None
    after: Annotated[UUID | None, Meta(description="前のページの next / `next` of the page before")] = None
    limit: Annotated[Limit, Meta(description="一度に返す数 / how many at once")] = 50


class ChangeQuestion(Question, frozen=True):
    """From where on to tell what happened."""

    after: Annotated[UUID | None, Meta(description="前に受け取った next / `next` as last received")] = None
    limit: Annotated[Limit, Meta(description="一度に返す数 / how many at once")] = MOST


Asked = TypeVar("Asked", bound=Question)


def read(shape: type[Asked], given: Mapping[str, list[str]]) -> Asked:
    """The question in an address; a parameter that is unknown, given twice or out of bounds is refused by its name."""
    known, found = {one.name: one.type for one in fields(shape)}, {}
    for name, values in given.items():
        if name not in known or len(values) != 1:
            raise Wrong(name)
        try:
            found[name] = msgspec.convert(_READ.get(_kind(known[name]), str)(values[0]), known[name])
        except ValueError:
            # The error's own text quotes what was sent, so only the name goes on.
            raise Wrong(name) from None
    return shape(**found)


def parameters(shape: type[Question]) -> list[dict[str, Any]]:
    """The same as the parameters of an OpenAPI document."""
    (_, defined) = msgspec.json.schema_components([shape])
    found = []
    for name, member in defined[shape.__name__]["properties"].items():
        said = {key: value for key, value in member.items() if key != "description"}
        # An address knows no null: what is not asked for is left out.
        if "anyOf" in said:
            one = next(kind for kind in said.pop("anyOf") if kind.get("type") != "null")
            said = {**one, **{key: value for key, value in said.items() if value is not None}}
        if "$ref" in said:
            referred = defined[said.pop("$ref").rpartition("/")[2]]
            said = {"type": "string", "enum": referred["enum"], **said}
        found.append(
            {"name": name, "in": "query", "required": False, "description": member.get("description", ""), "schema": said}
        )  # fmt: skip
    return found


def _kind(declared: Any) -> type:
    """The one type that a parameter has, whatever is said of it and whether it may be left out."""
    while hasattr(declared, "__metadata__"):
        declared = declared.__origin__
    kinds = [_kind(one) for one in get_args(declared) if one is not type(None)]
    return kinds[0] if kinds else declared
