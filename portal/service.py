"""Service: what a room hands to the shell, so that rooms meet without knowing one another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from portal.sightings import Sight

Hear = Callable[..., None]


@dataclass(frozen=True)
class MenuItem:
    """One entry of a menu: the words are a message id, `roles` are who sees it (nobody signed in: empty)."""

    endpoint: str
    words: str
    order: int = 50
    roles: frozenset[str] = frozenset()
    # Of these only a seat (with the town's pack) for which the page has something to show; for residents it is None.
    offered: Callable[[Any, Any], bool] | None = None
    # Whether it is a way to ask in one's own words, shown on the front page beside the search as well.
    asks: bool = False


@dataclass(frozen=True)
class Course:
    """How a case of a room stands, in the words of somebody for whom it is no request but a booking, a place, a seat."""

    # The state as a chip: its word and its tone, and what it means in a sentence.
    word: str
    tone: str
    means: str
    # Above the number in the first half hour; empty where it is no good news any more.
    greeting: str = ""
    # What its history is called, line by line; an empty word leaves a line out.
    words: Mapping[str, str] = field(default_factory=dict)
    # What is still to come.
    ahead: Sequence[str] = ()
    # What the receipt to print tells beside the answers, as label and value.
    facts: Sequence[tuple[str, str]] = ()
    # Whether 取下げ is offered beside what the room's own part of the page offers.
    withdraws: bool = False
    # Whether somebody decides, so that the day by which they answer is told.
    awaits: bool = True


@dataclass(frozen=True)
class Vacancy:
    """A bookable place that somebody asked for in their own words, and what of it is free, told in their language."""

    title: Any
    text: str
    division: str
    # Its page, and further ways on with their words.
    address: str
    ways: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class MyPage:
    """A page of a room's on マイページ: where it is, what it is called (a message id), its drawing, how it stands."""

    href: str
    words: str
    icon: str
    text: str = ""


@dataclass(frozen=True)
class News:
    """Something that a room has told everybody, for the front page on a day when that is what people look for."""

    title: Any
    href: str
    at: datetime


@dataclass(frozen=True)
class Figure:
    """A number of a room's for whoever watches the machine: its name there, what it is, its labels."""

    name: str
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


class Sender(Protocol):
    """Does the work of an outbox row of one kind; raising `portal.outbox.Later` or `Never` says how it failed."""

    def __call__(self, session: Session, row: Any) -> Any:
        """Do it once; a sender that stored the end of the row itself says so by `portal.outbox.Over`."""


@dataclass(frozen=True)
class Pace:
    """How a kind of the outbox is worked on where somebody waits for it in front of a screen."""

    # So many rows at the same time in each worker.
    hands: int = 1
    # After so long another worker takes over what this one began; longer than its sender ever takes.
    lease: timedelta = timedelta(minutes=5)
    # Whoever stores such a row rings (portal.bell), so that it is begun at once.
    bell: bool = False


@dataclass(frozen=True)
class Service:
    """A room: everything it offers, by name; the shell calls, the room never reaches out."""

    name: str
    blueprint: Any
    menu: tuple[MenuItem, ...] = ()
    staff_menu: tuple[MenuItem, ...] = ()
    take: Callable[[Any], object] | None = None
    on: Mapping[str, Hear] = field(default_factory=dict)
    fires: frozenset[str] = frozenset()
    case_panel: Callable[..., str | None] | None = None
    # Its part of the page on which a resident sees their own case.
    own_panel: Callable[..., str | None] | None = None
    # Its pages on マイページ, for the resident of a seat.
    my_pages: Callable[..., Sequence[MyPage]] | None = None
    # How a case of its own stands (session, case, words, now), where the usual words of a request do not fit.
    own_course: Callable[..., Course | None] | None = None
    search: Callable[..., Sequence[Any]] | None = None
    # What is free of the places that a question names (session, question, words, now); nothing where it names none.
    vacancies: Callable[..., Sequence[Vacancy]] | None = None
    senders: Mapping[str, Sender] = field(default_factory=dict)
    # Of its senders those that must not keep somebody waiting.
    paces: Mapping[str, Pace] = field(default_factory=dict)
    workers: Mapping[str, Callable[..., None]] = field(default_factory=dict)
    erase: Callable[[Session, UUID, datetime], None] | None = None
    # Its groups of commands.
    cli: Sequence[Any] = ()
    # Begins a report from the street out of a talk; the answer is the page on which whoever reports ends it.
    sighting: Sight | None = None
    # What it told everybody last (session, how many at most), the newest first.
    news: Callable[[Session, int], Sequence[News]] | None = None
    # What the room tells whoever watches the machine (session, now): numbers that name nobody.
    figures: Callable[[Session, datetime], Sequence["Figure"]] | None = None
    # What the room adds to a sample town: made-up people and requests, a line a thing for the terminal.
    sample: Callable[[Session, Any], Sequence[str]] | None = None


def course(
    services: Sequence[Service], session: Session, case: Any, words: Any, now: datetime
) -> Course | None:
    """How the room that a case belongs to tells of it; nothing where the usual words are right."""
    told = (one.own_course(session, case, words, now) for one in services if one.own_course)
    return next((found for found in told if found is not None), None)


def vacancies(
    services: Sequence[Service], session: Session, asked: str, words: Any, now: datetime
) -> tuple[Vacancy, ...]:
    """What every room knows to be free of the places that a question names."""
    rooms = (one.vacancies(session, asked, words, now) for one in services if one.vacancies)
    return tuple(found for told in rooms for found in told)


def sight(services: Sequence[Service]) -> Sight | None:
    """Who takes what was seen in the street, where any room does."""
    return next((one.sighting for one in services if one.sighting), None)


def news(services: Sequence[Service], session: Session, most: int) -> tuple[News, ...]:
    """What the rooms told everybody last, the newest first."""
    told = [one for room in services if room.news for one in room.news(session, most)]
    return tuple(sorted(told, key=lambda one: one.at, reverse=True)[:most])


def listeners(services: Sequence[Service]) -> dict[str, tuple[Hear, ...]]:
    """Who hears each event, in the order of the rooms."""
    heard: dict[str, tuple[Hear, ...]] = {}
    for service in services:
        for name, hear in service.on.items():
            heard[name] = (*heard.get(name, ()), hear)
    return heard


def fire(session: Session, event: str, **values: object) -> None:
    """Tell every room that listens, inside the same transaction as what happened."""
    for hear in session.info.get("hear", {}).get(event, ()):
        hear(session, **values)
