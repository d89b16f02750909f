"""Reports from the street: a photo, what is broken, where; the page of the portal ends what a talk has begun."""

from dataclasses import replace
from math import isfinite

from chatbot.dialogue import hearing
from chatbot.dialogue.answering import Turn, hand_over, say, speaks
from chatbot.dialogue.replies import MOST, Fact, Option, Options, Passage, Phrase, Reply, Text
from chatbot.dialogue.state import Placed, State
from chatbot.dialogue.world import Trouble, World

# The bot waits for a place.
PLACE = "place"
# So many photos go with a report; of more the last ones count.
PHOTOS = 3
# So many places are told at once.
_NEAR = 5
_STOP = Option(Phrase("bot_report_stop"), "unreport")


def pictured(state: State, ref: str, world: World) -> Turn:
    """A photo: of something broken, as far as the town takes reports."""
    if not world.troubles(speaks(state, world)):
        return say(state, "bot_photo_unread")
    kept = tuple(one for one in state.photos if one != ref)
    return _go_on(replace(state, photos=(*kept, ref)[-PHOTOS:]), world, Phrase("bot_photo_more"))


def placed(state: State, event: Placed, world: World) -> Turn:
    """A place: where something is broken, where a report is being made; else what is near."""
    if not (isfinite(event.lat) and abs(event.lat) <= 90 and isfinite(event.lon) and abs(event.lon) <= 180):
        return say(state, "bot_near_none")
    if state.photos or state.trouble or state.awaits == PLACE:
        return _go_on(replace(state, where=f"{event.lat:.6f},{event.lon:.6f}"), world)
    found = world.nearby(event.lat, event.lon, speaks(state, world))[:_NEAR]
    if not found:
        return say(state, "bot_near_none")
    replies: list[Reply] = [Text((Phrase("bot_near"),))]
    for one in found:
        replies += [Fact((one.title, one.text), (one.source,)), *one.links]
    return replace(_cleared(state), missed=0), tuple(replies)


def begin(state: State, _: str, world: World) -> Turn | None:
    """Somebody wants to report something and has no photo, or not yet."""
    return _kinds(_cleared(state), world, Phrase("bot_report_what"))


def chosen(state: State, kind: str, world: World) -> Turn | None:
    """What is broken."""
    if kind not in dict(world.troubles(speaks(state, world))):
        return None
    return _go_on(replace(state, trouble=kind), world)


def described(state: State, text: str, world: World) -> Turn:
    """The place in words; it is handed on and not kept here."""
    if hearing.small(text) == "again":
        return stopped(state)
    return handed_on(state, world, text)


def handed_on(state: State, world: World, place: str = "") -> Turn:
    """What was told becomes a page that is looked through and sent; nothing is sent from here."""
    lang = speaks(state, world)
    name = dict(world.troubles(lang)).get(state.trouble)
    link = world.report(_trouble(state, lang, place)) if name else None
    if link is None:
        return hand_over(_cleared(state), world)
    return _cleared(state), (Text((Phrase("bot_report_ready", {"kind": name or Passage("")}),)), link)


def stopped(state: State) -> Turn:
    """Nothing is reported; the photos are swept like all that nobody claims."""
    return say(_cleared(state), "bot_report_stopped")


def _go_on(state: State, world: World, first: Phrase | None = None) -> Turn:
    """The next of: what is broken, where, and the page that ends it."""
    name = dict(world.troubles(speaks(state, world))).get(state.trouble)
    if name is None:
        return _kinds(state, world, Phrase("bot_photo_of" if state.photos else "bot_report_what")) or say(
            _cleared(state), "bot_gone"
        )
    if state.where:
        return handed_on(state, world)
    options = (Option(Phrase("bot_report_later"), "noplace"), _STOP)
    then = replace(state, awaits=PLACE, then="", offered=tuple(one.action for one in options))
    asked = Phrase("bot_report_where", {"kind": name})
    return then, (Text((first, asked) if first else (asked,)), Options(options))


def _kinds(state: State, world: World, ask: Phrase) -> Turn | None:
    found = world.troubles(speaks(state, world))
    if not found:
        return None
    options = (*(Option(name, f"trouble:{key}") for key, name in found[: MOST - 1]), _STOP)
    then = replace(
        state, awaits="", then="", life="", answers=(), offered=tuple(one.action for one in options)
    )
    return then, (Text((ask,)), Options(options))


def _trouble(state: State, lang: str, place: str) -> Trouble:
    lat, _, lon = state.where.partition(",")
    try:
        point = (float(lat), float(lon))
    except ValueError:
        # A place that a stranger made up is none.
        return Trouble(state.trouble, lang, state.photos, None, place)
    return Trouble(state.trouble, lang, state.photos, point, place)


def _cleared(state: State) -> State:
    return replace(
        state, photos=(), trouble="", where="", awaits="", then="", offered=(), life="", answers=()
    )
