"""What may be asked of the API: each shape reads what stands behind the question mark, strictly, and is its document."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

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


def _moment(typed: object) -> datetime:
    text = str(typed)
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


def _whole(typed: object) -> int:
    if not _WHOLE.fullmatch(str(typed)):
        raise ValueError("whole number")
    return int(str(typed))


def _id(typed: object) -> UUID:
    if not _ID.fullmatch(str(typed)):
        raise ValueError("UUID")
    return UUID(str(typed))


Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Id = Annotated[UUID, BeforeValidator(_id), WithJsonSchema({"type": "string", "format": "uuid"})]
Limit = Annotated[int, Field(ge=1, le=MOST), BeforeValidator(_whole)]
Key = Annotated[str, Field(min_length=1, max_length=60)]


class Question(BaseModel):
    """Parameters, of which no other is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseQuestion(Question):
    """Which requests to list; without anything all that the token covers."""

    state: Annotated[State | None, Field(description="いまの状態 / state now")] = None
    procedure: Annotated[Key | None, Field(description="手続きのキー / key of the procedure")] = None
    division: Annotated[Key | None, Field(description="課の番号 / id of the division")] = None
    changed_since: Annotated[
        Moment | None, Field(description="このときから後に動きがあったもの / something happened since")
    ] = None
    after: Annotated[Id | None, Field(description="前のページの next / `next` of the page before")] = None
    limit: Annotated[Limit, Field(description="一度に返す数 / how many at once")] = 50


class ChangeQuestion(Question):
    """From where on to tell what happened."""

    after: Annotated[Id | None, Field(description="前に受け取った next / `next` as last received")] = None
    limit: Annotated[Limit, Field(description="一度に返す数 / how many at once")] = MOST


Asked = TypeVar("Asked", bound=Question)


def read(shape: type[Asked], given: Mapping[str, list[str]]) -> Asked:
    """The question in an address; a parameter that is unknown, given twice or out of bounds is refused by its name."""
    twice = next((name for name, values in given.items() if len(values) != 1), None)
    if twice is not None:
        raise Wrong(twice)
    try:
        return shape.model_validate({name: values[0] for name, values in given.items()})
    except ValidationError as wrong:
        # The error's own text quotes what was sent, so only the name goes on.
        raise Wrong(str(wrong.errors(include_input=False)[0]["loc"][0])) from None


def parameters(shape: type[Question]) -> list[dict[str, Any]]:
    """The same as the parameters of an OpenAPI document."""
    schema = shape.model_json_schema()
    found = []
    for name, member in schema["properties"].items():
        said = {key: value for key, value in member.items() if key not in ("title", "description")}
        # An address knows no null: what is not asked for is left out.
        if "anyOf" in said:
            one = next(kind for kind in said.pop("anyOf") if kind.get("type") != "null")
            said = {**one, **{key: value for key, value in said.items() if value is not None}}
        if "$ref" in said:
            referred = schema["$defs"][said.pop("$ref").rpartition("/")[2]]
            said = {"type": referred["type"], "enum": referred["enum"], **said}
        found.append(
            {"name": name, "in": "query", "required": False, "description": member.get("description", ""), "schema": said}
        )  # fmt: skip
    return found
