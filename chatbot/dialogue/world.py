"""What the dialogue may know and do: facts and callables handed in by whoever runs it, so that it stays pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from chatbot.answers import Answer, Unknown
from chatbot.collection import Collections
from chatbot.dialogue.replies import Link, Option, Passage, Phrase, Say, Source
from chatbot.emergencies import Danger
from chatbot.garbage import Sorting
from chatbot.places import Places

UNSAID = Passage("")
_SIGN_IN = Phrase("bot_sign_in")


@dataclass(frozen=True)
class Matter:
    """Something the town has an answer for: a procedure or an answered question, in one language as far as it is there."""

    key: str
    title: Passage
    text: Passage
    source: Source
    # The division's id.
    division: str = ""
    links: tuple[Link, ...] = ()
    # What can be asked next: fee, place, online, hours, weekend, deadline, bring, who, days.
    facts: Mapping[str, Say] = field(default_factory=dict)
    # What stands below the text, a line each.
    lines: tuple[Say, ...] = ()


@dataclass(frozen=True)
class Contact:
    """A division or an office: how and when it is reached."""

    key: str
    name: Passage
    number: str = ""
    place: Passage = UNSAID
    hours: Passage = UNSAID
    # When it opens next; None while it is open.
    opens: datetime | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Life:
    """An event of life the town guides through."""

    key: str
    title: Passage


@dataclass(frozen=True)
class LifeQuestion:
    """What is asked next about an event: its choices by value; of `many`, none or several may hold."""

    key: str
    title: Passage
    choices: tuple[tuple[str, Passage], ...]
    many: bool = False


@dataclass(frozen=True)
class LifeGuide:
    """What follows from an event: what to know first, the matters to be done, what other offices do."""

    title: Passage
    first: Passage
    matters: tuple[tuple[str, Passage], ...]
    elsewhere: tuple[Passage, ...]
    source: Source
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Trouble:
    """What somebody wants to report from the street, as far as a talk asks for it."""

    kind: str
    lang: str
    photos: tuple[str, ...] = ()
    # Latitude and longitude, or the place in words.
    point: tuple[float, float] | None = None
    place: str = ""


@dataclass(frozen=True)
class SignIn:
    """Only whoever is signed in may know; here is where, and what the door says of it."""

    link: Link
    say: Phrase = _SIGN_IN
    # What can be pressed instead.
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Composed:
    """An answer somebody else put together from entries, checked against them; the keys are those it cites."""

    text: Passage
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Reminders:
    """ごみの日のお知らせ, at a door that can come back to somebody of its own accord."""

    # When somebody can be told, by what it is called: evening (of the day before), morning.
    times: Mapping[str, time]
    # The districts they chose, each with when they are told.
    chosen: Callable[[], tuple[tuple[str, str], ...]]
    # Adds a district and tells of all of theirs at that time; False where they have as many as there may be.
    choose: Callable[[str, str], bool]
    stop: Callable[[], None]


@dataclass(frozen=True)
class World:
    """A town at one moment, for one visitor; whatever is not handed in is simply not known here."""

    now: datetime
    locale: str = "ja"
    answer: Callable[[str], Answer] = lambda *_: Unknown()
    # The matter of a key (a document's, or a procedure's or an entry's) in a language.
    matter: Callable[[str, str], Matter | None] = lambda *_: None
    # The key of the answer whose very title or other name a text is; "" for most.
    titled: Callable[[str], str] = lambda *_: ""
    # The town's places by name; each has a matter under its key, whose facts are what can be asked of a place.
    places: Places | None = None
    # Whom to call first, at this hour; nobody for most questions.
    emergency: Callable[[str], tuple[Danger, ...]] = lambda *_: ()
    # The key of the matter a printed 広報番号 leads to; None where the text is no such number, "" where it leads nowhere.
    number: Callable[[str], str | None] = lambda *_: None
    # Whether a text holds a 個人番号.
    secret: Callable[[str], bool] = lambda *_: False
    # A division by its id, in a language; "" is the one that answers for everything.
    contact: Callable[[str, str], Contact | None] = lambda *_: None
    offices: Callable[[str], tuple[Contact, ...]] = lambda *_: ()
    lives: Callable[[str], tuple[Life, ...]] = lambda *_: ()
    # An event's next question or its end: key, language, the answers so far. One of many answers is over once they hold "".
    life: Callable[[str, str, Mapping[str, tuple[str, ...]]], LifeQuestion | LifeGuide | None] = lambda *_: (
        None
    )
    # The sorting dictionary, the collection days, and where both stand, in a language.
    sorting: Sorting | None = None
    collections: Collections | None = None
    garbage: Callable[[str], Source | None] = lambda *_: None
    # The page or calendar of a district's days, by its key and a language.
    calendar: Callable[[str, str], Link | None] = lambda *_: None
    # Being told before a collection; None at a door that only answers.
    reminders: Reminders | None = None
    # Bookable places a question names, with what is free: a matter each.
    vacancies: Callable[[str, str], tuple[Matter, ...]] = lambda *_: ()
    # One's own requests and how they stand.
    my_applications: Callable[[str], tuple[Matter, ...] | SignIn | None] = lambda *_: None
    # The nearest shelters and facilities to a place (latitude, longitude, language): a matter each, the nearest first.
    nearby: Callable[[float, float, str], tuple[Matter, ...]] = lambda *_: ()
    # What can be reported from the street, by key; nothing where the town takes no reports.
    troubles: Callable[[str], tuple[tuple[str, Passage], ...]] = lambda *_: ()
    # Begins a report: the page on which whoever reports ends it.
    report: Callable[[Trouble], Link | None] = lambda *_: None
    # Rephrases what was found; None keeps to the town's own words.
    compose: Callable[[str, tuple[Matter, ...], str], Composed | None] = lambda *_: None
