"""ごみの日のお知らせ: whoever asks is told before a collection, in the evening or in the morning, until they have enough of it."""

import re
from dataclasses import replace

from chatbot.dialogue import disposing
from chatbot.dialogue.answering import Turn, offer, say, speaks
from chatbot.dialogue.hearing import any_of
from chatbot.dialogue.replies import Option, Options, Passage, Phrase, Reply, Say, Text, Value
from chatbot.dialogue.state import State
from chatbot.dialogue.world import Reminders, World
from chatbot.folding import joined

# What the dialogue goes on with once it knows the district.
THEN = "remind:"
EVENING, MORNING, STOP, ANOTHER, TIME = "evening", "morning", "stop", "district", "time"
_GARBAGE = re.compile(any_of("ごみ 収集|garbage|trash|rubbish|collection"))
_TELL = re.compile(any_of("知らせ 通知 リマインド リマインダー|remind|reminder|notify|notification"))


def heard(state: State, text: str, world: World) -> Turn | None:
    """「ごみの日を知らせて」; None where nobody asks for that, or this door cannot."""
    plain = joined(text)
    if world.reminders is None or not (_GARBAGE.search(plain) and _TELL.search(plain)):
        return None
    places = world.collections.find(text) if world.collections else ()
    if len(places) == 1:
        state = replace(state, district=places[0].key)
    return pressed(state, "", world)


def pressed(state: State, what: str, world: World) -> Turn | None:
    """Something about reminders was pressed: to begin with, what is set already or what there is to choose."""
    known = world.reminders
    if known is None or world.collections is None:
        return None
    if what == STOP:
        known.stop()
        return say(replace(state, awaits="", then="", offered=()), "bot_remind_stopped")
    if what == ANOTHER:
        return disposing.ask_district(replace(state, district=""), THEN, world)
    if what in known.times:
        return _chosen(state, what, world, known)
    if what != TIME and (chosen := known.chosen()):
        return _told(state, chosen, world, known)
    return in_district(state, state.district, world)


def in_district(state: State, key: str, world: World) -> Turn:
    """The district is known; asks when they are to be told."""
    known, place = world.reminders, world.collections.district(key) if world.collections else None
    if known is None or place is None:
        return disposing.ask_district(replace(state, district=""), THEN, world)
    name = _name(key, world, speaks(state, world))
    options = [
        Option(Phrase(f"bot_remind_{when}", {"time": at}), f"{THEN}{when}")
        for when, at in known.times.items()
    ]
    another = Option(Phrase("bot_another_district"), f"{THEN}{ANOTHER}")
    asked = Phrase("bot_remind_when", {"district": name})
    return offer(replace(state, district=key, then="", awaits=""), asked, [*options, another], none=False)


def named(state: State, text: str, world: World) -> Turn | None:
    """A district written instead of pressed; None where it is none or several."""
    places = world.collections.find(text) if world.collections else ()
    return in_district(state, places[0].key, world) if len(places) == 1 else None


def _chosen(state: State, when: str, world: World, known: Reminders) -> Turn:
    if not state.district:
        return disposing.ask_district(state, THEN, world)
    if not known.choose(state.district, when):
        then, replies = _told(state, known.chosen(), world, known)
        return then, (Text((Phrase("bot_remind_full"),)), *replies)
    return _told(state, known.chosen(), world, known)


def _told(state: State, chosen: tuple[tuple[str, str], ...], world: World, known: Reminders) -> Turn:
    """What is set, the next days of it, and how to change it."""
    lang = speaks(state, world)
    said: list[Say] = []
    for district, when in chosen:
        values: dict[str, Value] = {"district": _name(district, world, lang), "time": known.times[when]}
        said += [Phrase(f"bot_remind_set_{when}", values), *disposing.coming(district, world, lang)]
    options = (
        Option(Phrase("bot_remind_time"), f"{THEN}{TIME}"),
        Option(Phrase("bot_remind_another"), f"{THEN}{ANOTHER}"),
        Option(Phrase("bot_remind_stop"), f"{THEN}{STOP}"),
    )
    district = state.district or chosen[0][0]
    then = replace(
        state, district=district, topic="", awaits="", then="", missed=0,
        offered=tuple(one.action for one in options),
    )  # fmt: skip
    fact = disposing.told(said, world, lang)
    replies: tuple[Reply, ...] = (fact, Options(options))
    return then, replies


def _name(district: str, world: World, lang: str) -> Passage:
    place = world.collections.district(district) if world.collections else None
    texts = place.name if place else {}
    return Passage(texts[lang], lang) if texts.get(lang) else Passage(texts.get("ja", district))
