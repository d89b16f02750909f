"""Every kind of answer in ja, easy and en, for the stored examples of LINE messages; run as a module, it writes them anew."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from chatbot.dialogue.replies import (
    AskResolved,
    Call,
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
from portal.settings import ROOT
from portal.words import Catalogues, Words
from services.chat.rules import line_drawing

EXAMPLES = Path(__file__).parent / "examples"
LANGS = ("ja", "easy", "en")
BASE = "https://portal.city.hinata.example"
COLOUR = "#00605b"
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "move": ("引っ越してきた（転入）", "ひっこして きた", "Moving in"),
    "move_text": (
        "引っ越してから14日以内に、市民課か支所で届け出てください。\n前の市区町村の転出証明書が要ります。",
        "ひっこしてから 14日 までに 市役所《しやくしょ》に 来て ください。",
        "Report within 14 days of moving, at the Citizens' Division or a branch office.",
    ),
    "citizens": ("市民課", "しみんか", "Citizens' Division"),
    "reception": ("総合案内", "そうごう あんない", "General Information"),
    "hours": (
        "平日 8時30分から17時15分まで",
        "月曜日から 金曜日 8:30から 17:15まで",
        "Weekdays 8:30 to 17:15",
    ),
    "child": ("子どもの医療費の助成を受ける", "こどもの びょういんの お金", "Medical costs of children"),
    "costly": (
        "医療費が高くなったときの払い戻し（高額療養費）",
        "びょういんの お金が 高い とき",
        "Refund of high medical costs (kogaku ryoyohi)",
    ),
    "north": ("北地区", "北ちく", "North"),
    "south": ("南地区", "南ちく", "South"),
    "burnable": ("燃やすごみ", "もやす ごみ", "Burnable garbage"),
    "umbrella": ("傘", "かさ", "Umbrella"),
    "room": ("中央公民館 和室", "こうみんかん わしつ", "Central hall, Japanese room"),
    "free": (
        "10時から12時まで空いています。",
        "10時から 12時まで あいて います。",
        "Free from 10:00 to 12:00.",
    ),
    "where": ("どこから引っ越してきましたか", "どこから 来ましたか", "Where did you move from?"),
}


_MENU = tuple(
    Option(Phrase(code), action)
    for code, action in (
        ("bot_menu_days", "days:today:"),
        ("bot_menu_sorting", "sorting"),
        ("bot_menu_lives", "lives"),
        ("bot_menu_hours", "hours"),
        ("bot_menu_status", "status"),
        ("bot_menu_people", "people"),
    )
)


def kinds(lang: str) -> dict[str, tuple[Reply, ...]]:
    """One answer of each kind, in a language."""
    return {**_plain(lang), **_garbage(lang), **_urgent(lang), **_lives(lang)}


def _it(lang: str) -> Callable[[str], Passage]:
    return lambda key: Passage(_WORDS[key][LANGS.index(lang)], lang)


def _source(lang: str) -> Source:
    it = _it(lang)
    return Source(
        it("move").text, it("citizens").text, "/procedures/tennyu", date(2026, 10, 1), date(2027, 3, 31)
    )


def _plain(lang: str) -> dict[str, tuple[Reply, ...]]:
    it, source, resolved = _it(lang), _source(lang), AskResolved("faq:1")
    return {
        "text": (Text((Phrase("bot_thanks"),)),),
        "menu": (Text((Phrase("bot_hello"),)), Options(_MENU)),
        "fact": (
            Fact((it("move_text"),), (source,)),
            Link(Phrase("link_procedure"), "/procedures/tennyu"),
            Link(Phrase("link_page"), "https://www.city.hinata.example/転入.html"),
            resolved,
        ),
        "japanese_only": (
            Text((Phrase("bot_japanese_only"),)),
            Fact((Passage("市民課で受け付けます。"),), (source,)),
            resolved,
        ),
        "choices": (
            Text((Phrase("bot_which"),)),
            Options(
                (
                    Option(it("child"), "matter:faq:2"),
                    Option(it("costly"), "matter:faq:3"),
                    Option(Phrase("bot_none"), "none"),
                )
            ),
        ),
        "districts": (
            Text((Phrase("bot_which_district"),)),
            Options((Option(it("north"), "district:kita"), Option(it("south"), "district:minami"))),
        ),
    }


def _garbage(lang: str) -> dict[str, tuple[Reply, ...]]:
    it, resolved = _it(lang), AskResolved("faq:1")
    rules = Source("ごみの分け方と収集日", it("citizens").text)
    booking = Link(Phrase("link_booking"), "/reservations")
    return {
        "garbage": (
            Fact(
                (Phrase("bot_item_is", {"item": it("umbrella"), "kind": it("burnable")}), it("free")),
                (rules,),
            ),
            Options((Option(Phrase("bot_when_collected"), "days:next:moyasu"),)),
            resolved,
        ),
        "days": (
            Fact(
                (
                    Phrase("bot_in_district", {"district": it("north")}),
                    Phrase("bot_day_is", {"day": date(2026, 11, 24), "kinds": it("burnable")}),
                ),
                (rules,),
            ),
            Link(Phrase("link_calendar"), f"/chat/days/kita.ics?lang={lang}"),
            Options((Option(Phrase("bot_another_district"), "district:"),)),
            resolved,
        ),
        "several": tuple(
            one
            for place in ("room", "north")
            for one in (
                Fact((it(place), it("free")), (Source(it(place).text, it("citizens").text),)),
                booking,
            )
        ),
    }


def _urgent(lang: str) -> dict[str, tuple[Reply, ...]]:
    it = _it(lang)
    return {
        "call": (
            Text((Phrase("bot_urgent"), Phrase("bot_urgent_life"))),
            Call("119", Phrase("call_fire")),
            Call("0120-000-000", Phrase("call_life_day"), Phrase("call_until", {"time": time(22, 0)})),
        ),
        "people": (
            Text((Phrase("bot_unknown"),)),
            Handover(
                "sogo",
                it("reception"),
                "0999-00-1000",
                it("hours"),
                datetime(2026, 11, 23, 23, 30, tzinfo=UTC),
            ),
        ),
    }


def _lives(lang: str) -> dict[str, tuple[Reply, ...]]:
    it, source = _it(lang), _source(lang)
    return {
        "life_question": (
            Text((Phrase("bot_asks", {"question": it("where")}),)),
            Options((Option(it("north"), "choose:city"), Option(Phrase("bot_stop"), "stop"))),
        ),
        "life": (
            Fact((Phrase("bot_life_first", {"title": it("move")}), it("move_text")), (source,)),
            Text((Phrase("bot_life_matters"),)),
            Options((Option(it("child"), "matter:faq:2"), Option(Phrase("bot_none"), "none"))),
            Fact((Phrase("bot_life_elsewhere"), it("free")), (source,)),
            Link(Phrase("link_life"), "/window/tennyu"),
            AskResolved("life:tennyu"),
        ),
        "sign_in": (Text((Phrase("bot_sign_in"),)), Link(Phrase("link_requests"), "/applications/")),
    }


@cache
def words(lang: str) -> Words:
    """The words of a language."""
    return Catalogues(ROOT / "translations").words(lang)


def messages(lang: str) -> dict[str, list[dict[str, Any]]]:
    """Every kind as LINE messages."""
    return {
        name: line_drawing.drawn(replies, words(lang), BASE, "signed.{}".format, COLOUR)
        for name, replies in kinds(lang).items()
    }


def example(lang: str) -> Path:
    """Where the messages of a language are kept."""
    return EXAMPLES / f"line.{lang}.json"


if __name__ == "__main__":
    for one in LANGS:
        example(one).write_text(
            json.dumps(messages(one), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
