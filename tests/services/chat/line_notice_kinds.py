"""What LINE is told of our own accord in ja, easy and en, for stored examples; run as a module, it writes them anew."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

from chatbot.dialogue.replies import Fact, Link, Option, Options, Passage, Phrase, Reply, Source, Text
from portal import garbage
from services.chat.rules import line_drawing, line_garbage, line_notices
from services.chat.rules.garbage_days import EVENING, MORNING, Change
from services.chat.rules.line_garbage import Speech
from services.notices.rules import shaping
from tests.portal.cases import hinata
from tests.services.chat.line_kinds import BASE, COLOUR, EXAMPLES, LANGS, words

DAY = date(2026, 11, 26)
# A template of each sense that a notice can have.
NOTICES = (
    "correction_requested", "payment_due", "queue_soon", "lottery_won", "wait_offer", "use_reminder", "receipt", "anything_else",
)  # fmt: skip


def messages(lang: str) -> dict[str, list[dict[str, Any]]]:
    """One of each kind, in a language."""
    said, page = words(lang), f"{BASE}/me"
    return {
        **{f"notice_{one}": line_notices.notice(one, said, page) for one in NOTICES},
        "greeting": line_notices.greeting(said),
        "greeting_in_a_disaster": line_notices.greeting_in_a_disaster(
            said, "見本：大雨の警報が出ています。", BASE
        ),
        "to_a_group": line_notices.to_a_group(said),
        "no_picture": line_notices.no_picture(said),
        "safe": line_notices.safe(said, page),
        "garbage_evening": line_garbage.coming(_speech(lang), EVENING, DAY, ("moyasu", "pla"), time(8, 30)),
        "garbage_morning": line_garbage.coming(_speech(lang), MORNING, DAY, ("moyasu",), time(8, 30)),
        "garbage_changed": line_garbage.changed(
            _speech(lang), (Change(DAY, "moyasu", new=False), Change(date(2026, 11, 27), "moyasu", new=True))
        ),
        **{f"to_many{name}": made for name, made in _to_many(lang).items()},
        **{
            name: line_drawing.drawn(replies, said, BASE, "signed.{}".format, COLOUR)
            for name, replies in _answers(lang).items()
        },
    }


def example(lang: str) -> Path:
    """Where the messages of a language are kept."""
    return EXAMPLES / f"notices.{lang}.json"


def _speech(lang: str) -> Speech:
    pack = hinata()
    district = pack.collections.districts[0]
    return Speech(words(lang), district.name, garbage.dictionary(pack, DAY).kinds, "signed.{}".format)


def _to_many(lang: str) -> dict[str, list[dict[str, Any]]]:
    """What the push desk sends: in the reader's own language, in another, in a disaster, and as a test to staff."""
    title = {"ja": "水道の工事", "easy": "すいどうの 工事", "en": "Water works"}
    body = {
        "ja": "あすの夜、北地区で水が止まります。",
        "easy": "あしたの夜、北ちくで 水が 出ません。",
        "en": "No water in the north tomorrow night.",
    }
    said, page = words(lang), f"{BASE}/notices/made-up?lang={lang}"
    whole = shaping.text(title, body, said)
    only = shaping.text({"ja": title["ja"]}, {"ja": body["ja"]}, said)
    return {
        "": shaping.messages(whole, said, page, COLOUR, urgent=False, test=False),
        "_only_japanese": shaping.messages(only, said, page, COLOUR, urgent=False, test=False),
        "_in_a_disaster": shaping.messages(whole, said, page, COLOUR, urgent=True, test=False),
        "_as_a_test": shaping.messages(whole, said, page, COLOUR, urgent=False, test=True),
    }


# What is said in one sentence.
_SIMPLE = (
    "line_linked", "line_linked_already", "line_link_failed", "line_not_linked", "line_unlinked",
    "line_tester", "line_tester_unknown", "line_wish_age", "line_wish_district", "line_wish_done",
)  # fmt: skip


def _answers(lang: str) -> dict[str, tuple[Reply, ...]]:
    """Answers about the account itself and about reminders."""
    begin = Link(Phrase("line_link_page"), "/line/link?linkToken=made-up")
    unlinked = (
        Text((Phrase("line_status_unlinked"),)),
        Link(Phrase("link_requests"), "/applications/"),
        Options((Option(Phrase("line_link_press"), "link"),)),
    )
    wishes = tuple(Option(Phrase(f"line_wish_{one}"), f"wish:{one}") for one in ("none", "enough"))
    return {
        "link_begin": (Text((Phrase("line_link_begin"),)), begin),
        "status_unlinked": unlinked,
        **{one: (Text((Phrase(one),)),) for one in _SIMPLE},
        "wish": (
            Text((Phrase("line_wish_category"),)),
            Options(wishes),
            Link(Phrase("line_wish_page"), f"{BASE}/notices/choose"),
        ),
        **_reminders(lang),
    }


def _reminders(lang: str) -> dict[str, tuple[Reply, ...]]:
    """Answers about being reminded of the garbage."""
    name = hinata().collections.districts[0].name
    place = Passage(name.get(lang, name["ja"]), lang)
    set_ = Phrase("bot_remind_set_evening", {"district": place, "time": time(19)})
    return {
        "remind_when": (
            Text((Phrase("bot_remind_when", {"district": place}),)),
            Options(
                (
                    Option(Phrase("bot_remind_evening", {"time": time(19)}), "remind:evening"),
                    Option(Phrase("bot_remind_morning", {"time": time(6, 30)}), "remind:morning"),
                )
            ),
        ),
        "remind_set": (
            Fact((set_,), (Source("", ""),)),
            Options((Option(Phrase("bot_remind_stop"), "remind:stop"),)),
        ),
        "remind_stopped": (Text((Phrase("bot_remind_stopped"),)),),
    }


if __name__ == "__main__":
    for one in LANGS:
        told = json.dumps(messages(one), ensure_ascii=False, indent=1)
        example(one).write_text(told + "\n", encoding="utf-8")
