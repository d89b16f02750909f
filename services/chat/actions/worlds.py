"""The town as the dialogue is told of it: what can be found today, who answers, when they are there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chatbot.answers import Answer
from chatbot.dialogue.placing import EVERY, EVERY_AED
from chatbot.dialogue.replies import Link, Passage, Phrase, Source
from chatbot.dialogue.world import Composed, Contact, Matter, Reminders, SignIn, Trouble, World
from chatbot.emergencies import Danger
from forms.numbers import find_individual_numbers
from forms.procedure import Procedure
from forms.wording import Wording
from portal import opening, site_words
from portal.finding import PROCEDURE, Entry, Finder, printed_number
from portal.masking import masked
from portal.opening import today
from portal.pack import Pack
from portal.pack.rows import Division, Office
from portal.service import Vacancy
from portal.words import Words
from services.chat.actions import facts, lives, places, sources, streets


@dataclass(frozen=True)
class Town:
    """What a world is made from."""

    pack: Pack
    finder: Finder
    words: Callable[[str], Words]
    now: datetime
    # The town's language model, where it has one.
    complete: Callable[[str, str], str | None] | None = None
    # The mind, where a process has one; the light search of the front page, which offers more than it says, where not.
    mind: Callable[[Finder, str], Answer] | None = None
    # The requests of whoever asks; nothing where a door knows nobody.
    requests: Callable[[str], tuple[Matter, ...] | SignIn | None] = lambda _: None
    # What is free of the places a question names; nothing where no room lets any.
    vacant: Callable[[str, Words], Sequence[Vacancy]] = lambda *_: ()
    # Begins a report from the street; None at a door that cannot.
    report: Callable[[Trouble], Link | None] | None = None
    # Being told before a collection, at a door that can come back to whoever asks.
    reminders: Reminders | None = None

    @property
    def day(self) -> date:
        """Today in Japan."""
        return today(self.now)


def world(town: Town, locale: str) -> World:
    """The town at this moment, for one visitor."""
    return World(
        now=town.now,
        locale=locale,
        answer=lambda question: (
            town.mind(town.finder, question) if town.mind else town.finder.answer(question)
        ),
        matter=lambda key, lang: matter(town, key, lang),
        titled=town.finder.titled,
        places=town.finder.places,
        emergency=lambda question: _dangers(town, question),
        number=lambda text: _number(town, text),
        secret=lambda text: bool(find_individual_numbers(text)),
        contact=lambda division, lang: contact(town, division, lang),
        offices=lambda lang: _offices(town, lang),
        lives=lambda lang: lives.every(town.pack, lang),
        life=lambda key, lang, told: lives.go_on(town.pack, key, lang, told, town.day),
        sorting=town.finder.sorting,
        collections=town.pack.collections,
        garbage=lambda lang: _garbage(town, lang),
        calendar=lambda district, lang: Link(
            Phrase("link_calendar"), f"/chat/days/{district}.ics?lang={lang}"
        ),
        reminders=town.reminders,
        vacancies=lambda question, lang: _vacancies(town, question, lang),
        my_applications=town.requests,
        nearby=lambda lat, lon, lang: streets.nearby(town.pack, town.words(lang), town.day, (lat, lon)),
        troubles=lambda lang: streets.troubles(town.pack, town.day, lang) if town.report else (),
        report=town.report or (lambda _: None),
        compose=lambda question, matters, lang: _composed(town, question, matters, lang),
    )


def passage(wording: Wording | None, lang: str) -> Passage:
    """Words of the pack in a language, or in the one that stands in for it."""
    if wording is None:
        return Passage("")
    said = wording.say(lang)
    return Passage(said.text, said.lang)


def matter(town: Town, key: str, lang: str) -> Matter | None:
    """A procedure or an answered question, as the dialogue tells of it."""
    if key == EVERY_AED:
        return places.every_aed(town.pack, town.words(lang), town.now)
    if what := EVERY.get(key):
        return places.every(town.pack, town.finder.sites, what, town.words(lang), town.now)
    if key in town.finder.sites:
        return places.matter(town.pack, town.finder.sites[key], town.words(lang), town.now)
    found = town.finder.matters.get(key) or town.finder.matters.get(f"{PROCEDURE}:{key}")
    if isinstance(found, Procedure):
        return _procedure(town, found, lang)
    return None if found is None else _entry(town, found, lang)


def contact(town: Town, division: str, lang: str) -> Contact | None:
    """Who answers, by which number, and when today; the reception where no division is named."""
    try:
        found = town.pack.division(division or town.pack.town.reception, town.day)
        office = town.pack.office(found.office, town.day)
    except LookupError:
        return None
    begins = opening.next_opening(town.pack, office.id, town.now)
    return Contact(
        key=found.id,
        name=passage(found.name, lang),
        number=found.phone or office.phone,
        place=passage(found.place, lang),
        hours=Passage(site_words.office_hours(office, town.day, town.words(lang)), lang),
        opens=None if begins <= town.now else begins,
        source=sources.of_division(town.pack, town.words(lang), found, town.day),
    )


def _composed(town: Town, question: str, matters: tuple[Matter, ...], lang: str) -> Composed | None:
    """What the town's model makes of what was found, where it has one; what tells who asks stays here."""
    if town.complete is None:
        return None
    from chatbot import generation

    return generation.composed(question, matters, lang, town.complete, masked)


def _vacancies(town: Town, question: str, lang: str) -> tuple[Matter, ...]:
    words = town.words(lang)
    return tuple(_vacancy(town, found, lang) for found in town.vacant(question, words))


def _vacancy(town: Town, found: Vacancy, lang: str) -> Matter:
    title, division = passage(found.title, lang), town.pack.division(found.division, town.day)
    return Matter(
        key=f"place:{found.address}",
        title=title,
        text=Passage(found.text, lang),
        # Read out of the bookings themselves, now.
        source=Source(
            title.text,
            passage(division.name, lang).text,
            found.address,
            checked_on=town.day,
            expires_on=town.day,
        ),
        division=division.id,
        links=tuple(Link(Passage(said, lang), address) for said, address in found.ways),
    )


def _offices(town: Town, lang: str) -> tuple[Contact, ...]:
    """The buildings people go to."""
    return tuple(_office(town, one, lang) for one in town.pack.offices(town.day))


def _office(town: Town, office: Office, lang: str) -> Contact:
    begins = opening.next_opening(town.pack, office.id, town.now)
    return Contact(
        key=office.id,
        name=passage(office.name, lang),
        number=office.phone,
        place=passage(office.address, lang),
        hours=Passage(site_words.office_hours(office, town.day, town.words(lang)), lang),
        opens=None if begins <= town.now else begins,
        source=sources.of_office(town.pack, town.words(lang), office, town.day),
    )


def _garbage(town: Town, lang: str) -> Source:
    """Where the sorting and the days stand, and who keeps them."""
    return sources.of_garbage(town.pack, town.words(lang), town.finder.sorting.division, town.day)


def _dangers(town: Town, question: str) -> tuple[Danger, ...]:
    pack = town.pack
    return town.finder.alarms.answering(question, town.now, pack.on_call, lambda day: day in pack.closed_days)


def _number(town: Town, text: str) -> str | None:
    number = printed_number(text)
    if not number:
        return None
    found = town.pack.by_number(number)
    return f"{PROCEDURE}:{found.key}" if found and town.pack.offered(found.key, town.day) else ""


def _procedure(town: Town, found: Procedure, lang: str) -> Matter:
    division = town.pack.owner(found.key, town.day)
    links = [Link(Phrase("link_procedure"), f"/procedures/{found.key}")]
    bookings = dict.fromkeys(way.link for way in found.ways if way.link.startswith("/"))
    links += [Link(Phrase("link_booking"), address) for address in bookings]
    return Matter(
        key=f"{PROCEDURE}:{found.key}",
        title=passage(found.verb or found.title, lang),
        text=passage(found.summary, lang),
        source=Source(
            passage(found.title, lang).text,
            passage(division.name, lang).text,
            f"/procedures/{found.key}",
            checked_on=(checked_on := town.pack.checked_on(found.key, town.day)),
            expires_on=sources.holds_until(town.pack, town.pack.holds_until(found.key, town.day), checked_on),
        ),
        division=division.id,
        links=tuple(links),
        facts=facts.of_procedure(town.pack, found, town.day, town.words(lang)),
    )


def _entry(town: Town, found: Entry, lang: str) -> Matter:
    division: Division = found.division
    links = []
    if found.procedure is not None:
        links.append(
            Link(
                passage(found.procedure.verb or found.procedure.title, lang),
                f"/procedures/{found.procedure.key}",
            )
        )
    if found.link:
        links.append(Link(Phrase("link_page"), found.link))
    return Matter(
        key=f"faq:{found.key}",
        title=passage(found.question, lang),
        text=passage(found.answer, lang),
        source=Source(
            passage(found.question, lang).text,
            passage(division.name, lang).text,
            checked_on=found.checked_on,
            expires_on=sources.holds_until(town.pack, found.expires_on, found.checked_on),
        ),
        division=division.id,
        links=tuple(links),
        facts=facts.of_procedure(town.pack, found.procedure, town.day, town.words(lang))
        if found.procedure
        else {},
    )
