"""What the API answers with: each shape checks the answer on its way out and is the document's schema at once."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from portal.states import State

Moment = Annotated[datetime, Meta(tz=True)]
# As the vault keeps an answer: text, number, yes or no, several choices, an address, a list of people or files.
Value = str | int | bool | list[str | dict[str, Any]] | dict[str, str] | None


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """A JSON object with exactly these members."""


class Words(Shape, frozen=True):
    """The same words in Japanese, easy Japanese and English; what is not translated stands in Japanese."""

    ja: str
    easy: str
    en: str


class ProcedureLine(Shape, frozen=True):
    """One procedure that the town offers today."""

    key: str
    title: Words
    division: Annotated[str, Meta(description="担当課の番号 / id of the division")]
    ways: list[str]
    page: Annotated[str, Meta(description="住民むけの案内 / the page for residents")]


class Procedures(Shape, frozen=True):
    """Every procedure that the town offers today."""

    items: list[ProcedureLine]


class Choice(Shape, frozen=True):
    """One thing that can be chosen, as it stands among the answers and in words."""

    value: str
    label: Words


class Question(Shape, frozen=True):
    """One question; `key` is the key of its answer in every case of every procedure."""

    key: str
    kind: str
    label: Words
    choices: list[Choice]


class ProcedurePage(ProcedureLine, frozen=True):
    """One procedure with its questions."""

    summary: Words
    law: str
    processing_days: int | None
    form: Annotated[str, Meta(description="いまの様式の版 / version of the form as it is now")]
    questions: list[Question]


class CaseLine(Shape, frozen=True):
    """One request, without anything personal."""

    id: UUID
    receipt_no: str
    procedure: str
    division: str
    state: State
    channel: str
    way: str
    arrived_at: Moment
    accepted_at: Moment | None
    decided_at: Moment | None
    closed_at: Moment | None
    due_on: date | None
    version: Annotated[int, Meta(description="変わるたびに増える / grows with every change")]
    shielded: Annotated[
        bool, Meta(description="支援措置: 住所や連絡先を知られてはならない人 / must not be found")
    ]


class Cases(Shape, frozen=True):
    """A page of requests, in the order in which they arrived; `next` is the `after` of the next page."""

    items: list[CaseLine]
    next: UUID | None


class CasePage(CaseLine, frozen=True):
    """One request; `answers` is null where the token does not include them or they were erased."""

    form: Annotated[str, Meta(description="申し込んだときの様式の版 / version of the form it was made with")]
    answers: dict[str, Value] | None
    withheld: Annotated[
        list[str], Meta(description="支援措置のため渡さない項目 / keys withheld to protect the person")
    ]
    erased: bool


class Line(Shape, frozen=True):
    """One line of a request's history."""

    id: UUID
    at: Moment
    kind: str
    state: State
    by: Annotated[str, Meta(description="resident, staff, house")]
    public: Annotated[bool, Meta(description="住民にも見える / the resident sees it too")]


class History(Shape, frozen=True):
    """A request's history, oldest first; notes are never among it."""

    items: list[Line]


class FileLine(Shape, frozen=True):
    """One file of a request; `name` is null where the token does not include answers."""

    id: UUID
    field: str
    media_type: str
    size: int
    name: str | None


class Files(Shape, frozen=True):
    """The files of a request; null where they are withheld to protect the person."""

    items: list[FileLine] | None


class Change(Shape, frozen=True):
    """Something happened to a request."""

    id: UUID
    at: Moment
    kind: str
    state: State
    case: UUID
    receipt_no: str
    procedure: str
    division: str


class Changes(Shape, frozen=True):
    """A page of what happened, oldest first; `next` is the `after` of the next question, for good; while there is `more`, ask on, even after an empty page."""

    items: list[Change]
    next: UUID | None
    more: bool


class Problem(Shape, frozen=True):
    """What was wrong (RFC 9457)."""

    type: Annotated[str, Meta(extra_json_schema={"format": "uri-reference"})]
    title: str
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: str
