"""What the dialogue answers with: values that a page, a LINE message or a clerk's screen each show in their own way."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

# What the narrowest door shows: so many things to press, each with so many characters on it.
MOST, SHORT = 13, 20


@dataclass(frozen=True)
class Passage:
    """Words of the town's own, in the language they are really in."""

    text: str
    lang: str = "ja"

    @property
    def short(self) -> str:
        """The same for something to press, where little fits."""
        text = " ".join(self.text.split())
        return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"

    def __bool__(self) -> bool:
        return bool(self.text)


Value = str | int | date | time | Passage


@dataclass(frozen=True)
class Phrase:
    """A sentence of the bot's own: a code for which the shell has the words, and what stands in it."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
    # The language it is said in, where that is not the page's.
    lang: str = ""


Say = Phrase | Passage


@dataclass(frozen=True)
class Source:
    """Where something stands, who answers for it, when they last looked at it and until when it holds."""

    title: str
    division: str
    address: str = ""
    checked_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class Text:
    """The bot speaks; nothing in it is a statement about the town."""

    say: tuple[Phrase, ...]


@dataclass(frozen=True)
class Fact:
    """What the town says, never without its source."""

    say: tuple[Say, ...]
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError("a statement needs its source")


@dataclass(frozen=True)
class Option:
    """Something to press; `Passage.short` of its words fits on the narrowest button."""

    say: Say
    action: str


@dataclass(frozen=True)
class Options:
    """A few things to choose from."""

    options: tuple[Option, ...]


@dataclass(frozen=True)
class Link:
    """A page that goes on from here: a path of the portal or an address elsewhere."""

    say: Say
    address: str


@dataclass(frozen=True)
class Call:
    """A number to call now; `note` says until when somebody answers where that is not always."""

    number: str
    say: Say
    note: Phrase | None = None


@dataclass(frozen=True)
class Handover:
    """People take over: which division, its telephone, when it is there, and whether a message can be left."""

    division: str
    name: Passage
    number: str
    hours: Passage
    # None while somebody is there.
    opens: datetime | None = None
    # Under which matter a message is filed; "" where nothing is known of it.
    topic: str = ""
    # Where the telephone and the hours stand.
    source: Source | None = None


@dataclass(frozen=True)
class AskResolved:
    """Was that what was needed? Asked once after an answer; the answer counts for this key."""

    key: str


Reply = Text | Fact | Options | Link | Call | Handover | AskResolved


def in_language(replies: tuple[Reply, ...], lang: str) -> tuple[Reply, ...]:
    """The same, the bot's own sentences said in a language."""
    return tuple(_spoken(one, lang) for one in replies) if lang else replies


def _spoken(reply: Reply, lang: str) -> Reply:
    match reply:
        case Text(say):
            return Text(tuple(replace(one, lang=lang) for one in say))
        case Fact(say):
            return replace(reply, say=tuple(_said(one, lang) for one in say))
        case Options(options):
            return Options(tuple(replace(one, say=_said(one.say, lang)) for one in options))
        case Link(say):
            return replace(reply, say=_said(say, lang))
        case Call(_, say, note):
            return replace(reply, say=_said(say, lang), note=replace(note, lang=lang) if note else None)
        case _:
            return reply


def _said(say: Say, lang: str) -> Say:
    return replace(say, lang=lang) if isinstance(say, Phrase) else say
