"""The town's events of life as the dialogue talks them through: only what can be answered by choosing is asked."""

from collections.abc import Mapping
from datetime import date

from chatbot.dialogue.replies import Link, Passage, Phrase, Source
from chatbot.dialogue.world import Life, LifeGuide, LifeQuestion
from forms import events
from forms.events import Event
from forms.field import Value
from forms.steps import Ask
from forms.wording import Wording
from portal.pack import Pack
from services.chat.actions import sources

# A question with more choices than this is asked on its page, not in a talk.
_MOST = 11
_SEVERAL = "choices"


def every(pack: Pack, lang: str) -> tuple[Life, ...]:
    """All events, in the order of the cards."""
    return tuple(Life(event.key, _passage(event.title, lang)) for event in pack.events.values())


def go_on(
    pack: Pack, key: str, lang: str, told: Mapping[str, tuple[str, ...]], day: date
) -> LifeQuestion | LifeGuide | None:
    """The first question not answered yet, or what follows from the answers."""
    event = pack.events.get(key)
    if event is None:
        return None
    answers = _answers(told, event)
    for ask in events.asked(event, answers, day):
        if _can_be_chosen(ask) and not _is_over(ask, told):
            choices = tuple((one.value, _passage(one.label, lang)) for one in ask.field.choices)
            return LifeQuestion(ask.key, _passage(ask.label, lang), choices, ask.kind == _SEVERAL)
    return _guide(pack, event, answers, lang, day)


def _guide(pack: Pack, event: Event, answers: Mapping[str, Value], lang: str, day: date) -> LifeGuide:
    parts = [
        part.procedure for part in events.chosen(event, answers, day) if pack.offered(part.procedure, day)
    ]
    found = [pack.procedure(key) for key in parts]
    reception = pack.division(pack.town.reception, day)
    address = f"/window/{event.key}"
    title = _passage(event.title, lang)
    return LifeGuide(
        title=title,
        first=_passage(event.first, lang),
        matters=tuple((f"procedure:{one.key}", _passage(one.verb or one.title, lang)) for one in found),
        elsewhere=tuple(
            _joined(_passage(one.title, lang), _passage(one.text, lang))
            for one in events.elsewhere(event, answers, day)
        ),
        source=Source(
            title.text,
            _passage(reception.name, lang).text,
            address,
            checked_on=sources.oldest(pack.checked_on(one.key, day) for one in found),
        ),
        links=(Link(Phrase("link_life"), address),),
    )


def _can_be_chosen(ask: Ask) -> bool:
    return ask.kind in ("choice", _SEVERAL) and 0 < len(ask.field.choices) <= _MOST


def _is_over(ask: Ask, told: Mapping[str, tuple[str, ...]]) -> bool:
    """A question of several answers is over once an empty one says so."""
    given = told.get(ask.key, ())
    return "" in given if ask.kind == _SEVERAL else bool(given)


def _answers(told: Mapping[str, tuple[str, ...]], event: Event) -> dict[str, Value]:
    """What was chosen, as the event's conditions read it; what only a page can ask stays open."""
    kinds = {ask.key: ask.kind for ask in event.asks}
    found: dict[str, Value] = {}
    for key, given in told.items():
        chosen = [one for one in given if one]
        found[key] = chosen if kinds.get(key) == _SEVERAL else chosen[0] if chosen else None
    return found


def _joined(title: Passage, text: Passage) -> Passage:
    colon = ": " if text.lang == "en" else "："
    return Passage(f"{title.text}{colon}{text.text}", text.lang)


def _passage(wording: Wording, lang: str) -> Passage:
    said = wording.say(lang)
    return Passage(said.text, said.lang)
