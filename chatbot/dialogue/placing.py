"""A place of the town by its name: where it is, its telephone, its hours, and whether it is open now."""

import re
from dataclasses import replace

from chatbot.dialogue import hearing
from chatbot.dialogue.answering import RESOLVED, Turn, expired, foreign, offer, speaks, told
from chatbot.dialogue.replies import AskResolved, Fact, Option, Phrase, Say
from chatbot.dialogue.state import State
from chatbot.dialogue.world import Matter, World
from chatbot.places import Named, Places, plainly

# So many places of one kind are told at once; of more, one is chosen.
_FEW = 3
NOW, TOMORROW, DEFIBRILLATOR = "today", "tomorrow", "aed"
# The matter that lists what stands in many places.
EVERY_AED = "aed:all"
PARKING, WIFI, ACCESS = "parking", "wifi", "access"
# The matters that list every place of which something is told, with what that is.
_FEATURES = (PARKING, WIFI, ACCESS)
EVERY = {f"{one}:all": one for one in _FEATURES}
# What is told of a place, in this order, after what was asked.
LINES = (NOW, "hours", "note", "phone", "place", "access")
# What is asked of a place beside what is asked of any matter; the first that is heard counts.
_ASKED = (
    (DEFIBRILLATOR, "aed 自動体外式除細動器 除細動器|aeds?|defibrillators?"),
    (
        PARKING,
        (
            "駐車場は何台 何台 駐車場 ちゅうしゃじょう 駐車 車を停め 車を止め 車をとめ 車で行け 車で行き 車で"
            "|parking lots?|parking|car parks?|park my car|park a car"
        ),
    ),
    (
        WIFI,
        "公衆無線lan 無線lan wi-fi wifi ワイファイ わいふぁい フリーwi-fi フリーwifi ネットにつなが|free wi-?fi|wi-?fi|wireless",
    ),
    (
        ACCESS,
        "車椅子 車いす くるまいす バリアフリー スロープ 多目的トイレ トイレ といれ エレベーター|wheelchairs?|accessible|accessibility|toilets?|restrooms?",
    ),
    (TOMORROW, "明日 あした あす|tomorrow"),
    (NOW, "今日 きょう 本日 ほんじつ 今 いま 現在|now|today|tonight|right now|currently"),
    (
        "place",
        "住所 じゅうしょ 所在地 地図 ちず 行き方 いきかた アクセス|address|located|location|map|directions?",
    ),
    ("phone", "電話番号 でんわばんごう 番号 ばんごう 連絡 れんらく|tel|number"),
    (
        "hours",
        "何曜日が 何曜日 なんようび 休館日 定休日 休業日 休みの日 やすみの日 開館 閉館 開所 開園 閉園|closing|opening",
    ),
    (
        "weekend",
        "土日 土曜日 日曜日 土曜 日曜 休日 祝日 週末 どようび にちようび どにち|weekends?|saturdays?|sundays?|holidays?",
    ),
    ("hours", "休み やすみ|closed?"),
)
# What is said around parking and the like, and asks nothing more; of a gymnasium 「使えますか」 asks for a room in it.
_USING = (
    "使えますか つかえますか 使える つかえる 入れますか はいれますか 入れる 行けますか いけますか とめられますか 停められますか 止められますか "
    "られますか 利用できますか スペース|use|free|enter"
)
# What is said around a place and asks nothing.
_AROUND = (
    "やっています やっている やってます やってる やって 設置して 設置場所 設置 置いて 一覧 いちらん 近くの 近くに 近くで ちかくの 市内の 市内に 市立 町立 村立 "
    "について 情報 についておしえて|there|nearest|near|here|find|all|list|until|late|till|information|info|city|municipal|public|s"
)


def heard(state: State, text: str, world: World) -> Turn | None:
    """The places a question names, as far as it asks nothing but what a list of places knows."""
    places = world.places
    named = places.heard(text) if places else None
    asked = _asked(named.rest if named else plainly(text))
    if places is None or asked is None:
        return None
    keys = _keys(state, named, asked, places)
    if not keys:
        return None
    lang = speaks(state, world)
    matters = tuple(
        matter for key in keys if (matter := world.matter(key, lang)) and not expired(matter, world)
    )
    return _told(state, text, asked, matters, world) if matters else None


def meant(places: Places, text: str) -> tuple[str, ...]:
    """The keys of the places that a text asks for and of nothing else."""
    named = places.heard(text)
    asked = _asked(named.rest) if named else None
    return () if named is None or asked is None else named.keys


def _keys(state: State, named: Named | None, asked: str, places: Places) -> tuple[str, ...]:
    """The places meant: those named; of AEDs all; else the one spoken of last."""
    if named is not None:
        # 「公園」 alone may be the beginning of anything.
        return named.keys if asked or named.full else ()
    if asked == DEFIBRILLATOR:
        return (EVERY_AED,)
    if asked and state.topic in places:
        return (state.topic,)
    return (f"{asked}:all",) if f"{asked}:all" in EVERY else ()


def _asked(rest: str) -> str | None:
    """What is asked of a place; "" where only its name was said, None where something else is spoken of."""
    heard = next((name for name, ways in _HEARD if ways.search(rest)), "")
    plain = _APART.sub(" ", rest)
    if heard in _FEATURES:
        plain = _USED.sub(" ", plain)
    if not hearing.only_asks(plain):
        return None
    return heard or _of_any(plain)


def _of_any(plain: str) -> str | None:
    if not hearing.bare(plain):
        return ""
    found = hearing.aspect(plain)
    return found if found in ("phone", "hours", "place", "weekend") else None


def _told(state: State, text: str, asked: str, matters: tuple[Matter, ...], world: World) -> Turn:
    written = _written(state, text, asked, world)
    if written is not None:
        # Whoever wrote an answer to these very words knows better; whether it is open now nobody can write.
        return told(state, world, written, Fact((written.text,), (written.source,)), *_now(matters))
    if len(matters) > _FEW:
        options = [Option(one.title, f"matter:{one.key}") for one in matters]
        return offer(state, Phrase("bot_which_place"), options)
    if len(matters) > 1:
        return _several(state, asked, matters, world)
    return told(state, world, matters[0], _fact(matters[0], asked))


def _now(matters: tuple[Matter, ...]) -> tuple[Fact, ...]:
    """Whether each of a few places is open now, and its telephone."""
    found = [
        (one, [one.facts[name] for name in (NOW, "phone") if name in one.facts]) for one in matters[:_FEW]
    ]
    return tuple(
        Fact((Phrase("bot_about", {"title": one.title}), *said), (one.source,)) for one, said in found if said
    )


def _written(state: State, text: str, asked: str, world: World) -> Matter | None:
    key = world.titled(text) if asked else ""
    matter = world.matter(key, speaks(state, world)) if key else None
    return None if matter is None or expired(matter, world) else matter


def _several(state: State, asked: str, matters: tuple[Matter, ...], world: World) -> Turn:
    """Each of a few places of one kind, with what was asked and how to ask further."""
    facts = tuple(_fact(one, asked) for one in matters)
    then = replace(state, topic="", awaits=RESOLVED, then="", missed=0, offered=(), life="", answers=())
    return then, (*foreign(facts, speaks(state, world)), *facts, AskResolved(matters[0].key))


def _fact(matter: Matter, asked: str) -> Fact:
    if matter.key == EVERY_AED or matter.key in EVERY:
        return Fact((matter.text,), (matter.source,))
    return Fact((Phrase("bot_about", {"title": matter.title}), *_lines(matter, asked)), (matter.source,))


def _lines(matter: Matter, asked: str) -> tuple[Say, ...]:
    """What was asked first, then the rest; what no list knows is told to be asked there."""
    known = matter.facts.get(asked)
    first: tuple[Say, ...] = (known,) if known else (Phrase("bot_place_ask"),) if asked else ()
    if asked in _FEATURES:
        # Whoever asks where to park reads no opening hours.
        return (*first, *(matter.facts[line] for line in ("phone",) if line in matter.facts))
    hidden = {asked, NOW} if asked == TOMORROW else {asked}
    rest = (matter.facts.get(line) for line in LINES if line not in hidden)
    return (*first, *(one for one in rest if one))


_HEARD = tuple((name, re.compile(hearing.any_of(words))) for name, words in _ASKED)
_USED = re.compile(hearing.any_of(_USING))
_APART = re.compile("|".join(hearing.any_of(words) for words in (*(words for _, words in _ASKED), _AROUND)))
