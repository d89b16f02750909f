"""No kind of message goes without a stored example in ja, easy and en, and LINE takes each of them."""

import json
from inspect import getmembers, isfunction, signature
from typing import get_args

import pytest

from chatbot.dialogue.replies import Reply
from services.chat.outside.line import well_formed
from services.chat.rules import line_garbage, line_notices, preflight
from services.chat.rules.line_shapes import Json
from services.chat.rules.phrases import PHRASES
from services.notices.rules import shaping
from tests.harness.line.events import ALICE
from tests.harness.line.limits import faults
from tests.services.chat import line_kinds, line_notice_kinds
from tests.services.chat.line_kinds import LANGS


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_told_of_our_own_accord_is_the_stored_example(lang: str) -> None:
    stored = json.loads(line_notice_kinds.example(lang).read_text(encoding="utf-8"))

    told = line_notice_kinds.messages(lang)

    assert told == stored, "python -m tests.services.chat.line_notice_kinds writes them anew"
    for name, made in told.items():
        assert well_formed(made), name
        assert preflight.faults(made) == (), name
        assert faults("POST", "/v2/bot/message/push", {"to": ALICE, "messages": made}) == [], name


def test_every_builder_of_messages_has_an_example() -> None:
    kept = line_notice_kinds.messages("ja")
    builders = {
        name
        for module in (line_notices, line_garbage, shaping)
        for name, built in getmembers(module, isfunction)
        if built.__module__ == module.__name__
        and not name.startswith("_")
        and signature(built).return_annotation == list[Json]
    }
    named = {
        "notice": "notice_receipt", "coming": "garbage_evening", "changed": "garbage_changed", "messages": "to_many",
    }  # fmt: skip

    assert named.keys() < builders
    assert {one for one in builders if named.get(one, one) not in kept} == set()


def test_every_sense_of_a_notice_has_an_example() -> None:
    senses = {said for _, said in line_notices._KINDS} | {line_notices._OTHER}

    assert len(
        {str(line_notice_kinds.messages("ja")[f"notice_{one}"]) for one in line_notice_kinds.NOTICES}
    ) == len(senses)


def test_every_sort_of_reply_has_an_example() -> None:
    shown = {type(one) for replies in line_kinds.kinds("ja").values() for one in replies}

    assert shown == set(get_args(Reply))


def test_every_word_about_linking_has_an_example() -> None:
    stored = line_notice_kinds.example("ja").read_text(encoding="utf-8")
    words = line_kinds.words("ja")

    assert {
        key for key in PHRASES if key.startswith("line_") and words.text(PHRASES[key]) not in stored
    } == set()


def test_no_language_lacks_a_kind() -> None:
    kept = [
        json.loads(found.read_text(encoding="utf-8"))
        for lang in LANGS
        for found in (line_kinds.example(lang), line_notice_kinds.example(lang))
    ]
    ours, told = kept[0].keys(), kept[1].keys()

    assert all(one.keys() in (ours, told) for one in kept)
