"""A small town as the dialogue is told of it, made up for tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from chatbot import emergencies
from chatbot.answers import Answer, Choices, Sure, Unknown
from chatbot.collection import Collections, District, Rule
from chatbot.collection_cells import read
from chatbot.dialogue import Pressed, Said, State, step
from chatbot.dialogue.replies import (
    Fact,
    Handover,
    Link,
    Option,
    Options,
    Passage,
    Phrase,
    Reply,
    Source,
    Text,
)
from chatbot.dialogue.world import Contact, Life, LifeGuide, LifeQuestion, Matter, World
from chatbot.documents import Document
from chatbot.garbage import Item, Kind, Sorting, sorting

# A Tuesday, eleven in the morning.
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
SOURCE = Source("よくある質問", "市民課", "/procedures/juminhyo", date(2026, 10, 1), date(2027, 3, 31))
ANSWERS: Mapping[str, Answer] = {
    "住民票": Sure(Document("faq:juminhyo", "faq", ("住民票",)), 9.0),
    "residence": Sure(Document("faq:juminhyo", "faq", ("住民票",)), 9.0),
    "医療費": Choices(tuple(Document(f"faq:{key}", "faq", (key,)) for key in ("kodomo", "kogaku"))),
    "古い": Sure(Document("faq:old", "faq", ("古い",)), 9.0),
}
TITLES = {
    "faq:juminhyo": ("住民票の写し", "A copy of the residence record"),
    "faq:kodomo": ("子どもの医療費の助成", ""),
    "faq:kogaku": ("医療費が高いときの払い戻し", ""),
    "faq:old": ("古い案内", ""),
    "procedure:sodai": ("粗大ごみを出したい", "Large items"),
}
FACTS = {"fee": "1通 300円", "online": "オンラインでできます。"}


def matter(key: str, lang: str) -> Matter | None:
    if key not in TITLES:
        return None
    ja, en = TITLES[key]
    english = lang == "en" and bool(en)
    said = Passage(en, "en") if english else Passage(ja)
    expires = date(2026, 1, 1) if key == "faq:old" else date(2027, 3, 31)
    facts = {name: Passage(text) for name, text in FACTS.items()} if key == "faq:juminhyo" else {}
    source = replace(SOURCE, expires_on=expires)
    return Matter(
        key, said, said, source, "shimin", (Link(Phrase("link_procedure"), "/procedures/x"),), facts
    )


def contact(division: str, lang: str) -> Contact | None:
    names = {"": "総合案内", "shimin": "市民課", "kankyo": "環境課"}
    return (
        Contact(division or "sogo", Passage(names[division]), "0000-00-1000") if division in names else None
    )


def life(key: str, lang: str, told: Mapping[str, tuple[str, ...]]) -> LifeQuestion | LifeGuide | None:
    if key not in ("tennyu", "tenkyo", "shibou"):
        return None
    if key == "tennyu" and not told.get("from"):
        return LifeQuestion(
            "from", Passage("どこから"), (("city", Passage("市外")), ("abroad", Passage("外国")))
        )
    if key == "tennyu" and "" not in told.get("who", ()):
        choices = (("child", Passage("子ども")), ("dog", Passage("犬")))
        return LifeQuestion("who", Passage("だれが"), choices, many=True)
    matters = (("faq:juminhyo", Passage("住民票の写し")),)
    return LifeGuide(Passage(key), Passage("先にすること"), matters, (Passage("電気の会社"),), SOURCE)


def a_thing(key: str, ja: str, en: str, kind: str, *names: str) -> Item:
    return Item(key, {"ja": ja, "easy": ja, "en": en}, kind, names=names)


@cache
def a_dictionary() -> Sorting:
    kinds = (
        Kind(
            "moyasu",
            {"ja": "燃やすごみ", "en": "Burnable garbage"},
            {"ja": "週2回", "en": "Twice a week"},
            ("燃えるごみ",),
        ),
        Kind(
            "sodai",
            {"ja": "粗大ごみ", "en": "Large items"},
            {"ja": "申し込む", "en": "Apply"},
            (),
            "procedure:sodai",
        ),
    )
    items = (
        a_thing("cap", "ペットボトルのふた", "PET bottle caps", "moyasu", "キャップ"),
        a_thing("kasa", "傘", "Umbrellas", "moyasu", "かさ"),
        a_thing("egg", "卵パック", "Egg cartons", "moyasu"),
        a_thing("milk", "牛乳パック", "Milk cartons", "moyasu"),
        a_thing("sofa", "ソファー", "Sofas", "sodai"),
    )
    return sorting(kinds, items, "kankyo")


@cache
def some_days() -> Collections:
    north = District("kita", {"ja": "北地区", "en": "North district"}, ("北町", "000-0002"))
    south = District("minami", {"ja": "南地区", "en": "South district"}, ("南町", "000-0003"))
    when, months = read("月 木")
    rules = (
        Rule("kita", "moyasu", when, months),
        Rule("minami", "moyasu", read("火 金")[0]),
        Rule("kita", "sodai", ()),
    )
    return Collections((north, south), rules)


def a_world(**changed: Any) -> World:
    alarms = emergencies.general()
    world = World(
        now=NOW,
        answer=lambda text: next((found for word, found in ANSWERS.items() if word in text), Unknown()),
        matter=matter,
        emergency=lambda text: alarms.answering(text, NOW, {}, lambda day: day.weekday() > 4),
        number={"1021": "faq:juminhyo", "9999": ""}.get,
        secret=lambda text: "123456789018" in text,
        contact=contact,
        offices=lambda *_: (
            Contact("honcho", Passage("本庁"), hours=Passage("8:30〜17:15")),
            Contact("kita", Passage("北支所")),
        ),
        lives=lambda *_: tuple(Life(key, Passage(key)) for key in ("tennyu", "tenkyo", "shibou")),
        life=life,
        sorting=a_dictionary(),
        collections=some_days(),
    )
    return replace(world, **changed)


def talk(
    *happened: str, world: World | None = None, state: State | None = None
) -> tuple[State, tuple[Reply, ...]]:
    """What is answered last, after each of these was written or, with > before it, pressed."""
    now, replies = state or State(), tuple[Reply, ...]()
    for one in happened:
        event = Pressed(one[1:]) if one.startswith(">") else Said(one)
        now, replies = step(now, event, world or a_world())
    return now, replies


def codes(replies: tuple[Reply, ...]) -> list[str]:
    """The bot's own sentences, in their order."""
    said = [one for reply in replies if isinstance(reply, Text | Fact) for one in reply.say]
    return [one.code for one in said if isinstance(one, Phrase)]


def told(replies: tuple[Reply, ...]) -> list[str]:
    """The town's own sentences."""
    said = [one for reply in replies if isinstance(reply, Fact) for one in reply.say]
    return [one.text for one in said if isinstance(one, Passage)]


def actions(replies: tuple[Reply, ...]) -> list[str]:
    return [option.action for option in options(replies)]


def options(replies: tuple[Reply, ...]) -> list[Option]:
    return [option for reply in replies if isinstance(reply, Options) for option in reply.options]


def people(replies: tuple[Reply, ...]) -> list[str]:
    return [reply.division for reply in replies if isinstance(reply, Handover)]
