"""One step of a dialogue; danger comes before everything, and nobody is left without a way on."""

from dataclasses import replace

from chatbot.answers import Choices, Sure
from chatbot.dialogue.replies import (
    AskResolved,
    Call,
    Fact,
    Handover,
    Option,
    Options,
    Passage,
    Phrase,
    Reply,
    Text,
)
from chatbot.dialogue.state import Event, Pressed, Said, State
from chatbot.dialogue.world import Matter, World

Turn = tuple[State, tuple[Reply, ...]]


def step(state: State, event: Event, world: World) -> Turn:
    """What to say to what happened, and where the dialogue stands then."""
    if isinstance(event, Said):
        return _said(state, event.text, world)
    if isinstance(event, Pressed):
        return _pressed(state, event.action, world)
    return State(), (Text((Phrase("bot_hello"),)),)


def _said(state: State, text: str, world: World) -> Turn:
    dangers = world.emergency(text)
    first = tuple(
        Call(line.number, Phrase(f"call_{line.key}")) for danger in dangers for line in danger.lines
    )
    if dangers and not all(danger.also for danger in dangers):
        return state, first
    then, replies = _answered(state, text, world)
    return then, (*first, *replies)


def _answered(state: State, text: str, world: World) -> Turn:
    match world.answer(text):
        case Sure(document) if matter := world.matter(document.key, world.locale):
            return _told(state, matter)
        case Choices(documents):
            found = [matter for one in documents if (matter := world.matter(one.key, world.locale))]
            options = [Option(one.title, f"matter:{one.key}") for one in found]
            return _offer(state, Phrase("bot_which"), [*options, Option(Phrase("bot_none"), "none")])
        case _:
            return hand_over(state, world, "")


def _pressed(state: State, action: str, world: World) -> Turn:
    verb, _, key = action.partition(":")
    if verb == "matter" and (matter := world.matter(key, world.locale)):
        return _told(state, matter)
    if verb == "none" and not state.missed:
        return replace(state, missed=1, offered=()), (Text((Phrase("bot_rephrase"),)),)
    return hand_over(state, world, "")


def _told(state: State, matter: Matter) -> Turn:
    then = replace(state, topic=matter.key, missed=0, offered=())
    return then, (Fact((matter.text,), (matter.source,)), *matter.links, AskResolved(matter.key))


def _offer(state: State, ask: Phrase, options: list[Option]) -> Turn:
    then = replace(state, offered=tuple(option.action for option in options))
    return then, (Text((ask,)), Options(tuple(options)))


def hand_over(state: State, world: World, division: str) -> Turn:
    """People take over."""
    contact = world.contact(division, world.locale) or world.contact("", world.locale)
    said = Text((Phrase("bot_unknown"),))
    then = replace(state, missed=0, offered=())
    if contact is None:
        return then, (said,)
    hours = contact.hours or Passage("")
    return then, (
        said,
        Handover(contact.key, contact.name, contact.number, hours, contact.opens, state.topic),
    )
