"""How the lines of a talk are kept: what the dialogue answered as JSON, and back again as the same values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from chatbot import dialogue
from chatbot.dialogue import replies
from chatbot.dialogue.replies import Reply

# A talk is not read back further than this, and nobody's talk grows without end.
MOST = 30
_KINDS: Mapping[str, type[Any]] = {
    one.__name__: one
    for one in vars(replies).values()
    if isinstance(one, type) and is_dataclass(one) and one.__module__ == replies.__name__
}
_KIND, _DAY, _MOMENT, _HOUR = "_", "_day", "_moment", "_hour"


@dataclass(frozen=True)
class Line:
    """One exchange: what somebody wrote (masked) or pressed, and what was answered in which language."""

    at: datetime
    said: str
    lang: str
    replies: tuple[Reply, ...]
    # The row that counts it, what was answered, and what was said of that.
    question: UUID | None = None
    key: str = ""
    vote: str = ""
    # What the door calls what was said, so that it can be taken back there; and the staged file, where it was a photo.
    mark: str = ""
    photo: str = ""

    def __repr__(self) -> str:
        return "Line(…)"


@dataclass(frozen=True)
class Lines:
    """A whole talk: where the dialogue stands, and what was said."""

    state: dialogue.State = field(default_factory=dialogue.State)
    lines: tuple[Line, ...] = ()

    def __repr__(self) -> str:
        return "Lines(…)"


def told(talk: Lines) -> dict[str, Any]:
    """A talk as JSON holds it; of a long one the end."""
    return {"state": dialogue.kept(talk.state), "lines": [_line(one) for one in talk.lines[-MOST:]]}


def taken_back(talk: Lines, meant: Line) -> Lines:
    """The talk without what was said in one of its lines, and without its photo."""
    lines = tuple(replace(one, said="", photo="") if one is meant else one for one in talk.lines)
    photos = tuple(one for one in talk.state.photos if one != meant.photo)
    return Lines(replace(talk.state, photos=photos), lines)


def read(kept: Mapping[str, Any]) -> Lines:
    """The talk that was kept; lines that another release kept otherwise are left out."""
    found = []
    for one in kept.get("lines", ()):
        try:
            found.append(_read_line(one))
        except (KeyError, TypeError, ValueError):
            continue
    return Lines(dialogue.restored(kept.get("state")), tuple(found))


def _line(line: Line) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "said": line.said,
        "lang": line.lang,
        "replies": [_packed(one) for one in line.replies],
        "question": line.question.hex if line.question else "",
        "key": line.key,
        "vote": line.vote,
        "mark": line.mark,
        "photo": line.photo,
    }


def _read_line(kept: Mapping[str, Any]) -> Line:
    return Line(
        at=datetime.fromisoformat(kept["at"]),
        said=kept["said"],
        lang=kept["lang"],
        replies=tuple(_opened(one) for one in kept["replies"]),
        question=UUID(kept["question"]) if kept["question"] else None,
        key=kept["key"],
        vote=kept["vote"],
        mark=kept.get("mark", ""),
        photo=kept.get("photo", ""),
    )


def _packed(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            _KIND: type(value).__name__,
            **{one.name: _packed(getattr(value, one.name)) for one in fields(value)},
        }
    if isinstance(value, Mapping):
        return {str(key): _packed(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_packed(one) for one in value]
    # A moment is a day as well, so it is asked for first.
    for kind, mark in ((datetime, _MOMENT), (date, _DAY), (time, _HOUR)):
        if isinstance(value, kind):
            return {mark: value.isoformat()}
    return value


def _opened(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_opened(one) for one in value)
    if not isinstance(value, dict):
        return value
    for kind, mark in ((datetime, _MOMENT), (date, _DAY), (time, _HOUR)):
        if mark in value:
            return kind.fromisoformat(value[mark])
    inner = {key: _opened(one) for key, one in value.items() if key != _KIND}
    return _KINDS[value[_KIND]](**inner) if _KIND in value else inner
