"""The three ways to answer: with one matter, with a few to choose from, by people."""

from collections.abc import Iterable
from dataclasses import replace

from chatbot.answers import Choices, Sure
from chatbot.dialogue import hearing
from chatbot.dialogue.replies import (
    MOST,
    AskResolved,
    Fact,
    Handover,
    Option,
    Options,
    Passage,
    Phrase,
    Reply,
    Say,
    Source,
    Text,
)
from chatbot.dialogue.state import State
from chatbot.dialogue.world import Contact, Matter, World
from chatbot.japan import day_of

Turn = tuple[State, tuple[Reply, ...]]
NONE = Option(Phrase("bot_none"), "none")
_LABELS = {
    "fee": "bot_told_fee",
    "bring": "bot_told_bring",
    "deadline": "bot_told_deadline",
    "who": "bot_told_who",
    "days": "bot_told_days",
    "place": "bot_told_place",
}
# The bot waits for yes or no, for other words.
RESOLVED, REPHRASE = "resolved", "rephrase"


def speaks(state: State, world: World) -> str:
    """The language to answer in."""
    return state.lang or world.locale


def say(state: State, *codes: str) -> Turn:
    """The bot says something of its own."""
    return state, (Text(tuple(Phrase(code) for code in codes)),)


def answer(state: State, text: str, world: World) -> Turn:
    """What the town has written about it, or a few things to choose from, or people."""
    lang, found = speaks(state, world), world.answer(text)
    if isinstance(found, Sure):
        key = found.document.key
        return composed(state, text, world, (key,)) or tell(state, key, world, hearing.asked_beside(text))
    if isinstance(found, Choices):
        keys = [one.key for one in found.documents]
        matters = [
            matter for key in keys if (matter := world.matter(key, lang)) and not expired(matter, world)
        ]
        if matters:
            then, replies = composed(state, text, world, tuple(one.key for one in matters)) or (state, ())
            options = [Option(one.title, f"matter:{one.key}") for one in matters]
            asked, offered = offer(then, Phrase("bot_or_which" if replies else "bot_which"), options)
            return asked, (*replies, *offered)
    return hand_over(state, world)


def tell(state: State, key: str, world: World, asked: Iterable[str] = ()) -> Turn:
    """One matter, with where it stands and what was asked of it; a matter that is gone or no longer holds goes to people."""
    matter = world.matter(key, speaks(state, world))
    if matter is None:
        return say(replace(state, offered=()), "bot_gone")
    if expired(matter, world):
        return hand_over(state, world, matter.division, "bot_expired")
    # 「粗大ごみはいくらですか」 is no question about how it is collected.
    beside = (_labelled(name, said) for name in asked if (said := matter.facts.get(name)))
    return told(state, world, matter, Fact((matter.text, *beside, *matter.lines), (matter.source,)))


def _labelled(name: str, said: Say) -> Say:
    """What was asked under its name, where it is no sentence of its own."""
    return Phrase(_LABELS[name], {"told": said}) if name in _LABELS and isinstance(said, Passage) else said


def told(state: State, world: World, matter: Matter, *facts: Fact) -> Turn:
    """Statements about a matter, then its pages, then whether that was it."""
    note = foreign(facts, speaks(state, world))
    then = replace(
        state, topic=matter.key, awaits=RESOLVED, then="", missed=0, offered=(), life="", answers=()
    )
    return then, (*note, *facts, *matter.links, AskResolved(matter.key))


def composed(state: State, text: str, world: World, keys: tuple[str, ...]) -> Turn | None:
    """What somebody else put together from the entries, marked as such; None where nobody does."""
    lang = speaks(state, world)
    matters = tuple(one for key in keys if (one := world.matter(key, lang)) and not expired(one, world))
    made = world.compose(text, matters, lang) if matters else None
    by_key = {one.key: one for one in matters}
    cited = [by_key[key] for key in made.cites if key in by_key] if made else []
    if made is None or not cited:
        return None
    fact = Fact((Phrase("bot_composed"), made.text), tuple(one.source for one in cited))
    return told(state, world, cited[0], fact)


def offer(state: State, ask: Phrase, options: Iterable[Option], *, none: bool = True) -> Turn:
    """A few things to choose from, never more than the narrowest door shows."""
    listed = (*tuple(options)[: MOST - none], *((NONE,) if none else ()))
    then = replace(state, offered=tuple(option.action for option in listed), awaits="", then="")
    return then, (Text((ask,)), Options(listed))


def none_of_it(state: State, world: World) -> Turn:
    """Nothing fitted: other words once, then people."""
    if state.missed:
        return hand_over(state, world, why="bot_people")
    return say(replace(state, missed=1, offered=(), awaits=REPHRASE, then=""), "bot_rephrase")


def hand_over(state: State, world: World, division: str = "", why: str = "bot_unknown") -> Turn:
    """People take over: the division of the matter at hand, else the one that answers for everything."""
    lang = speaks(state, world)
    topic = world.matter(state.topic, lang) if state.topic and why in ("bot_people", "bot_calm") else None
    contact = world.contact(division or (topic.division if topic else ""), lang) or world.contact("", lang)
    then = replace(state, missed=0, offered=(), awaits="", then="", life="", answers=())
    said = Text((Phrase(why),))
    return then, (said, people(contact, topic.key if topic else "")) if contact else (said,)


def people(contact: Contact, topic: str = "") -> Handover:
    """Who answers, and when."""
    source = contact.source if contact.number or contact.hours else None
    return Handover(contact.key, contact.name, contact.number, contact.hours, contact.opens, topic, source)


def source_of(contact: Contact) -> Source:
    """A division or an office as the source of what is said of itself."""
    return contact.source or Source(contact.name.text, contact.name.text)


def foreign(facts: Iterable[Fact], lang: str) -> tuple[Reply, ...]:
    """Says so where the town has not written it in the language spoken; やさしい日本語 is Japanese."""
    spoken = {"ja" if lang == "easy" else lang, lang}
    texts = [one for fact in facts for one in fact.say if not isinstance(one, Phrase)]
    return (Text((Phrase("bot_japanese_only"),)),) if any(one.lang not in spoken for one in texts) else ()


def expired(matter: Matter, world: World) -> bool:
    """Whether what was written no longer holds."""
    ends = matter.source.expires_on
    return ends is not None and ends < day_of(world.now)
