"""Events of life, talked through: a question at a time, then what is to be done, by whom and with which pages."""

import re
from collections.abc import Mapping
from dataclasses import replace

from chatbot.dialogue.answering import RESOLVED, Turn, foreign, offer, say, speaks
from chatbot.dialogue.hearing import any_of, aspect, bare
from chatbot.dialogue.replies import MOST as WIDEST
from chatbot.dialogue.replies import AskResolved, Fact, Option, Options, Phrase, Reply, Text
from chatbot.dialogue.state import MOST, State
from chatbot.dialogue.world import LifeGuide, LifeQuestion, World
from chatbot.folding import joined

# What people say of an event, and which of the pack's events it may be; the first that is heard counts.
_EVENTS: Mapping[tuple[str, ...], str] = {
    ("tennyu",): "転入 引っ越してき 引越してき ひっこしてき|moved (?:here|in|to)|moving in(?:to)?",
    (
        "tenshutsu",
    ): "転出 市外へ 市外に ほかの市へ 引っ越していく|moving (?:out|away)|moved (?:out|away)|leaving the city",
    ("tenkyo",): "転居 市内で 市の中で|within the city",
    (
        "tennyu",
        "tenkyo",
        "tenshutsu",
    ): "引っ越し 引っ越す 引っ越し 引越し 引越 引っ越 ひっこし ひっこす|mov(?:e|ing)|relocat\\w+",
    (
        "shussei",
    ): "出産 生まれ 産まれ うまれ 出生 赤ちゃん あかちゃん|(?:had|having|have had) a baby|new ?born|gave birth|birth|baby",
    ("konin",): "結婚 けっこん 離婚 りこん 入籍 婚姻 名字が変わ 苗字が変わ|marri\\w+|divorc\\w+|wedding",
    (
        "shibou",
    ): "おくやみ お悔やみ 亡くなり 亡くなっ 亡くな なくなり なくなった 死亡 死んだ 逝去 家族が亡|passed away|died|death|bereave\\w+",
    (
        "taishoku",
    ): "退職 会社をやめ 会社を辞め 仕事をやめ 仕事を辞め 失業|(?:left|quit|lost|leaving|losing) (?:my |a |the )?job|retir\\w+|unemploy\\w+",
}
_GENERAL = re.compile(
    any_of(
        "何をすれば なにをすれば 何をしたら なにをしたら "
        "何をします なにをします 何をする なにをする 何が必要 手続き 手続 てつづき どうすれば どうしたら すること やること"
        r"|what (?:do|must|should|to do)|need to do|procedures?|what next|steps|how (?:do|to)"
    )
)
_TENSE = re.compile(
    "祖父|祖母|父|母|夫|妻|両親|親|主人|おじいさん|おばあさん|きました|きた|ました|します|しました|したら|した|する|たら|たい|って|家族|子ども|こども|うち|i|my|our|just|going"
)
_HEARD = {keys: re.compile(any_of(words)) for keys, words in _EVENTS.items()}
_DONE = Option(Phrase("bot_that_is_all"), "done")
_STOP = Option(Phrase("bot_stop"), "stop")


def heard(state: State, text: str, world: World) -> Turn | None:
    """The guide for an event, where somebody speaks of one and asks what is to be done; None for anything else."""
    lives = {life.key: life for life in world.lives(speaks(state, world))}
    plain = joined(text)
    found = next(((keys, ways) for keys, ways in _HEARD.items() if ways.search(plain)), None)
    if not lives or found is None or aspect(found[1].sub(" ", plain)):
        return None
    rest = bare(_TENSE.sub(" ", _GENERAL.sub(" ", found[1].sub(" ", plain))))
    if rest and not (_GENERAL.search(plain) and len(rest) <= len(plain) // 3):
        return None
    known = [lives[key] for key in found[0] if key in lives]
    if len(known) == 1:
        return begin(state, known[0].key, world)
    options = [Option(life.title, f"life:{life.key}") for life in known]
    return offer(state, Phrase("bot_which_life"), options) if known else None


def every(state: State, world: World) -> Turn:
    """All events the town guides through."""
    options = [Option(life.title, f"life:{life.key}") for life in world.lives(speaks(state, world))]
    return offer(state, Phrase("bot_which_life"), options) if options else say(state, "bot_gone")


def begin(state: State, key: str, world: World) -> Turn:
    """The first question about an event."""
    return _go_on(replace(state, life=key, answers=(), missed=0), world)


def choose(state: State, value: str, world: World) -> Turn:
    """An answer to the question at hand; of several that may hold, one more of them."""
    asked = _asked(state, world)
    if not isinstance(asked, LifeQuestion) or value not in {one for one, _ in asked.choices}:
        return say(replace(state, life="", answers=()), "bot_gone")
    chosen = tuple(dict.fromkeys((*state.answers, f"{asked.key}={value}")))[:MOST]
    then = replace(state, answers=chosen)
    return _ask(then, asked) if asked.many else _go_on(then, world)


def done(state: State, world: World) -> Turn:
    """Nothing more holds of the question at hand."""
    asked = _asked(state, world)
    if not isinstance(asked, LifeQuestion):
        return say(replace(state, life="", answers=()), "bot_gone")
    return _go_on(replace(state, answers=(*state.answers, f"{asked.key}=")[:MOST]), world)


def named(state: State, text: str, world: World) -> str:
    """The choice somebody wrote instead of pressing it; "" where it is none."""
    asked, plain = _asked(state, world), joined(text)
    choices = asked.choices if isinstance(asked, LifeQuestion) else ()
    fits = [value for value, title in choices if plain and plain == joined(title.text)]
    return fits[0] if len(fits) == 1 else ""


def _asked(state: State, world: World) -> LifeQuestion | LifeGuide | None:
    """The question at hand: one of many answers stays at hand until it is said that this is all."""
    return world.life(state.life, speaks(state, world), _settled(state)) if state.life else None


def _settled(state: State) -> dict[str, tuple[str, ...]]:
    """The answers so far; a question of which several may hold says with an empty one that it is over."""
    answers: dict[str, tuple[str, ...]] = {}
    for told in state.answers:
        question, _, value = told.partition("=")
        answers[question] = (*answers.get(question, ()), value)
    return answers


def _go_on(state: State, world: World) -> Turn:
    asked = _asked(state, world)
    if isinstance(asked, LifeQuestion):
        return _ask(state, asked)
    if isinstance(asked, LifeGuide):
        return _lead(state, asked, speaks(state, world))
    return say(replace(state, life="", answers=()), "bot_gone")


def _ask(state: State, asked: LifeQuestion) -> Turn:
    held = set(state.answers)
    options = [
        Option(title, f"choose:{value}")
        for value, title in asked.choices
        if f"{asked.key}={value}" not in held
    ]
    last = (_DONE, _STOP) if asked.many else (_STOP,)
    code = "bot_asks_many" if asked.many else "bot_asks"
    then, replies = offer(state, Phrase(code, {"question": asked.title}), options, none=False)
    listed = (*options[: WIDEST - len(last)], *last)
    return replace(then, offered=tuple(one.action for one in listed)), (replies[0], Options(listed))


def _lead(state: State, guide: LifeGuide, lang: str) -> Turn:
    """What follows: what to know first, what to do at the city, what elsewhere."""
    facts = [
        Fact(
            (Phrase("bot_life_first", {"title": guide.title}), *((guide.first,) if guide.first else ())),
            (guide.source,),
        )
    ]
    if guide.elsewhere:
        facts.append(Fact((Phrase("bot_life_elsewhere"), *guide.elsewhere), (guide.source,)))
    replies: tuple[Reply, ...] = (*foreign(facts, lang), facts[0])
    then = replace(state, offered=())
    if guide.matters:
        options = [Option(title, f"matter:{key}") for key, title in guide.matters]
        then, offered = offer(state, Phrase("bot_life_matters"), options)
        replies = (*replies, *offered)
    then = replace(then, life="", answers=(), awaits=RESOLVED)
    return then, (*replies, *facts[1:], *guide.links, AskResolved(f"life:{state.life}"))


def stopped(state: State) -> Turn:
    """The guide is left."""
    return replace(state, life="", answers=(), offered=()), (Text((Phrase("bot_stopped_guide"),)),)
