"""One step of a dialogue; danger comes before everything, and nobody is left without a way on."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from chatbot.dialogue import disposing, following, guiding, hearing, placing, reminding, reporting
from chatbot.dialogue.answering import (
    RESOLVED,
    Turn,
    answer,
    hand_over,
    none_of_it,
    offer,
    say,
    speaks,
    tell,
)
from chatbot.dialogue.replies import (
    Call,
    Fact,
    Handover,
    Option,
    Options,
    Passage,
    Phrase,
    Reply,
    Say,
    Text,
    in_language,
)
from chatbot.dialogue.state import Event, Pictured, Placed, Pressed, Said, State
from chatbot.dialogue.world import Matter, SignIn, World
from chatbot.emergencies import Danger, Line

# So many requests or rooms are told at once.
_FEW = 5


def step(state: State, event: Event, world: World) -> Turn:
    """What to say to what happened, and where the dialogue stands then."""
    then, replies = _stepped(state, event, world)
    return then, in_language(replies, then.lang)


def _stepped(state: State, event: Event, world: World) -> Turn:
    if isinstance(event, Said):
        return _said(
            replace(state, lang=hearing.language(event.text, state.lang, world.locale)), event.text, world
        )
    if isinstance(event, Pressed):
        return _pressed(state, event.action, world)
    if isinstance(event, Pictured):
        return reporting.pictured(state, event.ref, world)
    if isinstance(event, Placed):
        return reporting.placed(state, event, world)
    return menu(State(lang=state.lang, district=state.district), world, "bot_hello")


def menu(state: State, world: World, code: str) -> Turn:
    """What can be asked, as far as this town has it."""
    lang = speaks(state, world)
    options = [
        (world.collections, Option(Phrase("bot_menu_days"), "days:today:")),
        (world.sorting, Option(Phrase("bot_menu_sorting"), "sorting")),
        (world.lives(lang), Option(Phrase("bot_menu_lives"), "lives")),
        (world.offices(lang), Option(Phrase("bot_menu_hours"), "hours")),
        (world.my_applications(lang), Option(Phrase("bot_menu_status"), "status")),
        (world.troubles(lang), Option(Phrase("bot_menu_report"), "report")),
    ]
    shown = [option for there, option in options if there]
    if not shown:
        return say(state, code)
    return offer(state, Phrase(code), [*shown, Option(Phrase("bot_menu_people"), "people")], none=False)


def _said(state: State, text: str, world: World) -> Turn:
    dangers = world.emergency(text)
    first = urgent(dangers, speaks(state, world))
    if dangers and not all(danger.also for danger in dangers):
        return state, first
    then, replies = _heard(state, text, world)
    if first and any(isinstance(reply, Handover) for reply in replies):
        # Whoever was just given the right number needs no other.
        return state, first
    return then, (*first, *replies)


def urgent(dangers: tuple[Danger, ...], lang: str) -> tuple[Reply, ...]:
    """Whom to call now, before anything else, and until when they answer."""
    lines: dict[str, Line] = {}
    for line in (line for danger in dangers for line in danger.lines):
        lines.setdefault(line.number, line)
    if not lines:
        return ()
    codes = [
        "bot_urgent",
        *(f"bot_urgent_{danger.key}" for danger in dangers if danger.key in ("life", "gas")),
    ]
    calls = (Call(line.number, _name(line, lang), _when(line)) for line in lines.values())
    return Text(tuple(map(Phrase, codes))), *calls


def _when(line: Line) -> Phrase | None:
    """When somebody answers there; of hours that nobody has looked up lately, that they have to be asked for."""
    if line.sure is False:
        return Phrase("call_ask")
    if line.until:
        return Phrase("call_until", {"time": line.until.time()})
    return Phrase("call_always") if line.sure else None


def _name(line: Line, lang: str) -> Say:
    """Who answers there: a town's own words, or those for the nationwide number."""
    own = line.name.get(lang) or line.name.get("ja")
    return Passage(own, lang if line.name.get(lang) else "ja") if own else Phrase(f"call_{line.key}")


def _heard(state: State, text: str, world: World) -> Turn:
    """What was written is taken as what it most surely is."""
    if hearing.wordless(text):
        return menu(state, world, "bot_wordless")
    if world.secret(text):
        return say(state, "bot_secret")
    if (number := world.number(text)) is not None:
        return tell(state, number, world) if number else hand_over(state, world, why="bot_number_unknown")
    pick = hearing.picked(text)
    if pick and state.offered:
        return (
            _pressed(state, state.offered[pick - 1], world)
            if pick <= len(state.offered)
            else say(state, "bot_pick")
        )
    if len(text) > hearing.LONGEST:
        return say(state, "bot_long")
    return _awaited(state, text, world) or _courteous(state, text, world) or _asked(state, text, world)


def _awaited(state: State, text: str, world: World) -> Turn | None:
    """What the bot has asked for, where this is it."""
    agreed = hearing.agreed(text)
    if state.awaits == RESOLVED and agreed is not None:
        return resolved(state, world) if agreed else none_of_it(state, world)
    if state.awaits == disposing.DISTRICT:
        named = reminding.named if state.then == reminding.THEN else disposing.named_district
        return named(state, text, world)
    if state.awaits == reporting.PLACE:
        return reporting.described(state, text, world)
    if state.awaits == disposing.ITEM:
        return disposing.sorted_out(state, text, world, waited=True)
    if state.life and (value := guiding.named(state, text, world)):
        return guiding.choose(state, value, world)
    return following.named(state, text, world)


def resolved(state: State, world: World) -> Turn:
    """It was what was needed."""
    return say(replace(state, awaits="", missed=0), "bot_glad")


def _courteous(state: State, text: str, world: World) -> Turn | None:
    code = hearing.small(text)
    if code == "again":
        return menu(State(lang=state.lang, district=state.district), world, "bot_hello")
    if code in ("bot_hello", "bot_help", "bot_who"):
        return menu(state, world, code)
    if code:
        return say(state, code)
    if hearing.abuse(text):
        return hand_over(state, world, why="bot_calm")
    if hearing.wants_person(text):
        return hand_over(state, world, why="bot_people")
    return None


def _asked(state: State, text: str, world: World) -> Turn:
    """A question: about the matter at hand, about garbage, events, requests, rooms, or anything the town has written."""
    if asked := hearing.aspect(text):
        return following.follow(state, asked, world)
    fresh = replace(state, awaits="", then="", life="", answers=(), offered=())
    found = (
        reminding.heard(fresh, text, world)
        or disposing.collected(fresh, text, world)
        or _vacant(fresh, text, world)
        or placing.heard(fresh, text, world)
        or disposing.sorted_out(fresh, text, world)
        or _requests(fresh, text, world)
        or guiding.heard(fresh, text, world)
    )
    return found or answer(fresh, text, world)


def _requests(state: State, text: str, world: World) -> Turn | None:
    return status(state, world) if hearing.asks_status(text) else None


def status(state: State, world: World) -> Turn | None:
    """How one's own requests stand; only whoever is signed in may know."""
    found = world.my_applications(speaks(state, world))
    if found is None:
        return None
    if isinstance(found, SignIn):
        more = (Options(found.options),) if found.options else ()
        return state, (Text((found.say,)), found.link, *more)
    return _listed(state, found) if found else say(state, "bot_no_requests")


def _vacant(state: State, text: str, world: World) -> Turn | None:
    found = world.vacancies(text, speaks(state, world)) if hearing.asks_vacancy(text) else ()
    return _listed(state, found) if found else None


def _listed(state: State, matters: tuple[Matter, ...]) -> Turn:
    """Several matters at once, each with its source and its pages."""
    shown, replies = matters[:_FEW], list[Reply]()
    for one in shown:
        replies += [Fact((one.title, one.text), (one.source,)), *one.links]
    return replace(state, topic=shown[0].key if len(shown) == 1 else "", missed=0), tuple(replies)


# ------------------------------------------------------------------------------------------------------ what was pressed


def _pressed(state: State, action: str, world: World) -> Turn:
    """An option of this dialogue or of an older one; what nobody offered is told to be gone."""
    verb, _, rest = action.partition(":")
    take = _ACTIONS.get(verb)
    return (take(state, rest, world) if take else None) or say(replace(state, offered=()), "bot_gone")


def _item(state: State, key: str, world: World) -> Turn | None:
    item = world.sorting.item(key) if world.sorting else None
    return disposing.of_item(state, item, world) if item else None


def _days(state: State, rest: str, world: World) -> Turn | None:
    what, _, kind = rest.partition(":")
    return disposing.days(state, what, kind, world)


_ACTIONS: Mapping[str, Callable[[State, str, World], Turn | None]] = {
    "matter": tell,
    "none": lambda state, _, world: none_of_it(state, world),
    "yes": lambda state, _, world: resolved(state, world),
    "no": lambda state, _, world: none_of_it(state, world),
    "people": lambda state, _, world: hand_over(state, world, why="bot_people"),
    "status": lambda state, _, world: status(state, world),
    "office": following.pressed,
    "hours": lambda state, _, world: following.of_what(replace(state, topic=""), "hours", world),
    "item": _item,
    "sorting": lambda state, *_: disposing.what_item(state),
    "days": _days,
    "district": lambda state, key, world: (
        reminding.in_district if state.then == reminding.THEN else disposing.in_district
    )(state, key, world),
    "remind": reminding.pressed,
    "report": reporting.begin,
    "trouble": reporting.chosen,
    "noplace": lambda state, _, world: reporting.handed_on(state, world),
    "unreport": lambda state, *_: reporting.stopped(state),
    "lives": lambda state, _, world: guiding.every(state, world),
    "life": guiding.begin,
    "choose": guiding.choose,
    "done": lambda state, _, world: guiding.done(state, world),
    "stop": lambda state, *_: guiding.stopped(state),
}
