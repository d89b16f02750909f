"""Garbage: how a thing is sorted, and when what is collected where somebody lives."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from chatbot.dialogue.answering import RESOLVED, Turn, hand_over, offer, say, speaks
from chatbot.dialogue.hearing import any_of, bare
from chatbot.dialogue.replies import AskResolved, Fact, Option, Options, Passage, Phrase, Reply, Say, Source
from chatbot.dialogue.state import State
from chatbot.dialogue.world import World
from chatbot.folding import joined
from chatbot.garbage import Item, Kind, speaks_of_disposal, without_disposal
from chatbot.japan import day_of

# The bot waits for a district, for a thing.
DISTRICT, ITEM = "district", "item"
TODAY, TOMORROW, WEEK, NEXT = "today", "tomorrow", "week", "next"
_WEEK = 7
# Within so many days the next two collections are told.
_MONTHS = timedelta(days=62)
_DAYS = {
    TODAY: any_of("今日 きょう 本日|today"),
    TOMORROW: any_of("明日 あした あす|tomorrow"),
    WEEK: any_of("今週 こんしゅう 一週間|this week"),
}
_DAY = {name: re.compile(ways) for name, ways in _DAYS.items()}
_GARBAGE = re.compile(any_of("ごみ 収集 回収|garbage|trash|rubbish|collection|collected|recycling|waste"))
_WHEN = re.compile(
    any_of(
        "いつ 何曜日 なん曜日 なんようび 曜日 収集日 ごみの日 ごみ出しの日 次の収集 日程 カレンダー"
        "|when|which days?|what days?|schedule|calendar"
    )
)
_ANOTHER = Option(Phrase("bot_another_district"), "district:")
_REMIND = Option(Phrase("bot_remind"), "remind:")


def sorted_out(state: State, text: str, world: World, *, waited: bool = False) -> Turn | None:
    """How a thing is thrown away; None where nobody asks that."""
    if world.sorting is None:
        return None
    found, kind = world.sorting.find(text), world.sorting.kind(text)
    asked = waited or speaks_of_disposal(text)
    if found.sure and (asked or _alone(found.items[0], text)):
        return of_item(state, found.items[0], world)
    if not asked:
        return None
    if kind is not None:
        return of_kind(state, kind, world)
    if found.items:
        options = [Option(_in(one.name, speaks(state, world)), f"item:{one.key}") for one in found.items]
        return offer(state, Phrase("bot_which_item"), options)
    nothing = not waited and not bare(without_disposal(joined(text)))
    return what_item(state) if nothing else _not_listed(state, world)


def what_item(state: State) -> Turn:
    """Asks what is to be thrown away."""
    return say(replace(state, awaits=ITEM, then="", offered=()), "bot_what_item")


def of_item(state: State, item: Item, world: World) -> Turn:
    """One thing: its kind, what to mind, how it is put out, and its next day where the district is known."""
    lang, kind = speaks(state, world), world.sorting.kinds.get(item.kind) if world.sorting else None
    if kind is None:
        return _not_listed(state, world)
    is_kind = Phrase("bot_item_is", {"item": _in(item.name, lang), "kind": _in(kind.name, lang)})
    said: list[Say] = [is_kind, *_written(item.note, lang)]
    return _of(state, kind, said, f"garbage:{item.key}", world)


def of_kind(state: State, kind: Kind, world: World) -> Turn:
    """One kind of garbage."""
    lang = speaks(state, world)
    return _of(
        state, kind, [Phrase("bot_kind", {"kind": _in(kind.name, lang)})], f"garbage:{kind.key}", world
    )


def _of(state: State, kind: Kind, said: list[Say], key: str, world: World) -> Turn:
    lang = speaks(state, world)
    days, today = world.collections, day_of(world.now)
    said += _written(kind.how, lang)
    options: list[Option] = []
    if days is not None and state.district and (day := days.next(state.district, kind.key, today)):
        said.append(Phrase("bot_next_day", {"kind": _in(kind.name, lang), "day": day}))
    elif (
        days is not None
        and not state.district
        and any(rule.kind == kind.key and rule.when for rule in days.rules)
    ):
        options.append(Option(Phrase("bot_when_collected"), f"days:{NEXT}:{kind.key}"))
    if kind.procedure and (matter := world.matter(kind.procedure, lang)):
        options.append(Option(matter.title, f"matter:{matter.key}"))
    then = replace(
        state, topic="", awaits=RESOLVED, then="", missed=0, offered=tuple(one.action for one in options)
    )
    replies: tuple[Reply, ...] = (Fact(tuple(said), (_source(world, lang, _in(kind.name, lang).text),)),)
    return then, (*replies, *((Options(tuple(options)),) if options else ()), AskResolved(key))


def _not_listed(state: State, world: World) -> Turn:
    """The dictionary does not hold it: whoever keeps the dictionary knows."""
    then, replies = hand_over(
        state, world, world.sorting.division if world.sorting else "", "bot_item_unknown"
    )
    return then, replies


# ------------------------------------------------------------------------------------------------------- when and where


def collected(state: State, text: str, world: World) -> Turn | None:
    """When garbage is collected; None where nobody asks that."""
    plain = joined(text)
    if world.collections is None or not world.collections.districts:
        return None
    kind = world.sorting.kind(text) if world.sorting else None
    day = next((name for name, ways in _DAY.items() if ways.search(plain)), "")
    of_garbage = bool(kind or _GARBAGE.search(plain))
    if not of_garbage or not (day or _WHEN.search(plain)):
        return None
    places = world.collections.find(text)
    if len(places) == 1:
        state = replace(state, district=places[0].key)
    return days(state, day or (NEXT if kind else WEEK), kind.key if kind else "", world)


def days(state: State, what: str, kind: str, world: World) -> Turn:
    """The days of a district, which is asked for once."""
    known = world.collections
    if known is None:
        return say(state, "bot_gone")
    place = known.district(state.district)
    if place is None:
        return ask_district(state, f"{what}:{kind}", world)
    options = (_ANOTHER, *((_REMIND,) if world.reminders else ()))
    offered = tuple(one.action for one in options)
    then = replace(state, topic="", awaits=RESOLVED, then="", missed=0, offered=offered)
    lang, today = speaks(state, world), day_of(world.now)
    if what == NEXT and kind:
        said = _next(state.district, kind, today, world, lang)
    elif what in (TODAY, TOMORROW):
        said = _on(state.district, today + timedelta(days=what == TOMORROW), world, lang)
    else:
        said = _week(state.district, today, world, lang)
    name = _in(place.name, lang)
    begun = Phrase("bot_in_district", {"district": name})
    fact = Fact((begun, *said), (_source(world, lang, name.text),))
    link = world.calendar(place.key, lang)
    more: tuple[Reply, ...] = (link,) if link else ()
    return then, (fact, *more, Options(options), AskResolved(f"days:{kind or what}"))


def ask_district(state: State, then: str, world: World) -> Turn:
    """Where somebody lives, by district, postcode or quarter."""
    known = world.collections
    places = known.districts if known else ()
    options = [Option(_in(one.name, speaks(state, world)), f"district:{one.key}") for one in places]
    asked, replies = offer(state, Phrase("bot_which_district"), options, none=False)
    return replace(asked, awaits=DISTRICT, then=then), replies


def in_district(state: State, key: str, world: World) -> Turn:
    """The district was told; what was asked before is answered now."""
    if not key or world.collections is None or world.collections.district(key) is None:
        return ask_district(replace(state, district=""), state.then, world)
    what, _, kind = state.then.partition(":")
    return days(replace(state, district=key), what or WEEK, kind, world)


def named_district(state: State, text: str, world: World) -> Turn | None:
    """A district written instead of pressed; None where it is none or several."""
    places = world.collections.find(text) if world.collections else ()
    return in_district(state, places[0].key, world) if len(places) == 1 else None


def told(said: list[Say], world: World, lang: str) -> Fact:
    """Something about collections, with where it stands."""
    return Fact(tuple(said), (_source(world, lang, ""),))


def coming(district: str, world: World, lang: str) -> list[Say]:
    """The next days of a district, as somebody is told who asks to be reminded."""
    return _week(district, day_of(world.now), world, lang)[:2]


def _next(district: str, kind: str, today: date, world: World, lang: str) -> list[Say]:
    name, notes = _kind_name(kind, world, lang), _notes(district, kind, world, lang)
    known = world.collections.between(district, today, today + _MONTHS) if world.collections else ()
    soon = [day for of, day in known if of == kind][:2]
    if len(soon) > 1:
        return [Phrase("bot_next_days", {"kind": name, "day": soon[0], "after": soon[1]}), *notes]
    day = soon[0] if soon else world.collections.next(district, kind, today) if world.collections else None
    return [
        Phrase("bot_next_day", {"kind": name, "day": day}) if day else Phrase("bot_no_days", {"kind": name}),
        *notes,
    ]


def _on(district: str, day: date, world: World, lang: str) -> list[Say]:
    known = world.collections
    kinds = known.on(district, day) if known else ()
    if kinds:
        return [Phrase("bot_day_is", {"day": day, "kinds": _listed(kinds, world, lang)})]
    said: list[Say] = [Phrase("bot_day_none", {"day": day})]
    stops = (
        [known.stopped(district, kind, day) for kind in world.sorting.kinds]
        if known and world.sorting
        else []
    )
    reason = next((stop.reason for stop in stops if stop and stop.reason), None)
    return [*said, *((Phrase("bot_day_off", {"reason": _in(reason, lang)}),) if reason else ())]


def _week(district: str, today: date, world: World, lang: str) -> list[Say]:
    known = world.collections
    found: dict[date, list[str]] = {}
    for kind, day in known.between(district, today, today + timedelta(days=_WEEK)) if known else ():
        found.setdefault(day, []).append(kind)
    lines = [
        Phrase("bot_day_is", {"day": day, "kinds": _listed(kinds, world, lang)})
        for day, kinds in found.items()
    ]
    return list(lines) or [Phrase("bot_week_none")]


def _notes(district: str, kind: str, world: World, lang: str) -> list[Say]:
    rules = world.collections.rules if world.collections else ()
    notes = [
        one
        for rule in rules
        if (rule.district, rule.kind) == (district, kind)
        for one in _written(rule.note, lang)
    ]
    return list(dict.fromkeys(notes))


def _listed(kinds: Iterable[str], world: World, lang: str) -> Passage:
    names = [_kind_name(kind, world, lang) for kind in kinds]
    return Passage((", " if lang == "en" else "、").join(one.text for one in names), names[0].lang)


def _kind_name(kind: str, world: World, lang: str) -> Passage:
    found = world.sorting.kinds.get(kind) if world.sorting else None
    return _in(found.name, lang) if found else Passage(kind)


def _in(texts: Mapping[str, str], lang: str) -> Passage:
    """Words of the town's lists in a language, or in Japanese."""
    return Passage(texts[lang], lang) if texts.get(lang) else Passage(texts.get("ja", ""))


def _written(texts: Mapping[str, str], lang: str) -> list[Passage]:
    return [_in(texts, lang)] if texts.get("ja") else []


def _source(world: World, lang: str, title: str) -> Source:
    """Where it stands: the page about garbage, or the list itself with whoever keeps it."""
    if (source := world.garbage(lang)) is not None:
        return source
    contact = world.contact(world.sorting.division if world.sorting else "", lang)
    return Source(title, contact.name.text if contact else title)


def _alone(item: Item, text: str) -> bool:
    """Whether somebody wrote the thing's name and nothing else."""
    plain = joined(text)
    there = [name for text in (*item.name.values(), *item.names) if (name := joined(text)) in plain]
    return bool(there) and not bare(plain.replace(max(there, key=len), " "))
