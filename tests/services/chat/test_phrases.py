"""Every sentence of the dialogue's own has its words, so that no code ever reaches somebody who reads."""

import re
from pathlib import Path

import pytest

import chatbot
from chatbot import emergencies
from chatbot.dialogue.replies import SHORT
from portal.words import Catalogues
from services.chat.rules.phrases import PHRASES

_CODE = re.compile(r'"((?:bot|call|link)_[a-z_]*[a-z])"')
_ON_BUTTONS = re.compile(r'Option\(\s*Phrase\("([a-z_]+)"\)')
TRANSLATIONS = Path(__file__).parents[3] / "translations"


def sources() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in Path(str(chatbot.__file__)).parent.rglob("*.py")
    )


def test_every_code_of_the_dialogue_has_words() -> None:
    codes = set(_CODE.findall(sources()))

    assert len(codes) > 50
    assert codes - PHRASES.keys() == set()


def test_no_words_are_left_that_nobody_says() -> None:
    said = {code for code in PHRASES if code.startswith("bot_")} - set(_CODE.findall(sources()))

    # These are put together from what was heard: a danger, morning or evening.
    times = {f"{code}_{when}" for code in ("bot_remind", "bot_remind_set") for when in ("morning", "evening")}
    assert said == {"bot_urgent_life", "bot_urgent_gas", *times}


def test_every_number_to_call_has_words() -> None:
    lines = [line for alarm in emergencies.general().alarms for line in alarm.emergency.lines]

    assert {f"call_{line.key}" for line in lines} - PHRASES.keys() == set()


@pytest.mark.parametrize("lang", ["ja", "easy", "en"])
def test_what_stands_on_a_button_fits_on_the_narrowest_one(lang: str) -> None:
    words = Catalogues(TRANSLATIONS).words(lang)
    codes = _ON_BUTTONS.findall(sources())

    told = {code: words.text(PHRASES[code]) for code in codes}

    assert len(told) >= 10
    assert {code: text for code, text in told.items() if len(text) > SHORT} == {}
