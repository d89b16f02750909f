"""What is asked next about the matter at hand: its price, its place, its hours; without a matter, of what."""

from dataclasses import replace

from chatbot.dialogue.answering import RESOLVED, Turn, hand_over, offer, say, source_of, speaks, told
from chatbot.dialogue.replies import AskResolved, Fact, Option, Phrase, Say, Source
from chatbot.dialogue.state import State
from chatbot.dialogue.world import Contact, World
from chatbot.folding import joined

# What a division's own hours and telephone answer where the matter itself says nothing.
_OF_DIVISION = frozenset({"hours", "weekend", "phone", "place"})


def follow(state: State, asked: str, world: World) -> Turn:
    """The aspect of a matter that somebody asks for."""
    lang = speaks(state, world)
    matter = world.matter(state.topic, lang) if state.topic else None
    if matter is None:
        return of_what(state, asked, world)
    if known := matter.facts.get(asked):
        about = Phrase("bot_about", {"title": matter.title})
        return told(state, world, matter, Fact((about, known), (matter.source,)))
    contact = world.contact(matter.division, lang)
    if contact is not None and asked in _OF_DIVISION:
        fact = Fact(_of(contact), (source_of(contact),))
        return told(state, world, matter, fact)
    return hand_over(state, world, matter.division, "bot_not_written")


def of_what(state: State, asked: str, world: World) -> Turn:
    """No matter is at hand: whose hours, or what it is about."""
    offices = world.offices(speaks(state, world)) if asked in _OF_DIVISION else ()
    if len(offices) == 1:
        return office(state, offices[0])
    if offices:
        options = [Option(one.name, f"office:{one.key}") for one in offices]
        return offer(state, Phrase("bot_which_office"), options)
    return say(state, "bot_about_what")


def pressed(state: State, key: str, world: World) -> Turn:
    """An office was chosen."""
    found = next((one for one in world.offices(speaks(state, world)) if one.key == key), None)
    return office(state, found) if found else say(state, "bot_gone")


def named(state: State, text: str, world: World) -> Turn | None:
    """An office written instead of pressed; None where none was asked for, or several are meant."""
    if not any(action.startswith("office:") for action in state.offered):
        return None
    plain = joined(text)
    fits = [one for one in world.offices(speaks(state, world)) if plain and plain in joined(one.name.text)]
    return office(state, fits[0]) if len(fits) == 1 else None


def office(state: State, contact: Contact) -> Turn:
    """When an office is there."""
    source: Source = source_of(contact)
    said = Phrase("bot_open_hours", {"name": contact.name})
    then = replace(state, topic="", awaits=RESOLVED, then="", missed=0, offered=())
    return then, (Fact((said, *_told(contact)), (source,)), AskResolved(f"office:{contact.key}"))


def _of(contact: Contact) -> tuple[Say, ...]:
    """What a division says of itself."""
    return (Phrase("bot_office", {"name": contact.name}), *_told(contact))


def _told(contact: Contact) -> tuple[Say, ...]:
    said: tuple[Say, ...] = tuple(one for one in (contact.place, contact.hours) if one)
    return (*said, Phrase("bot_phone", {"number": contact.number})) if contact.number else said
