"""Every sentence of the dialogue's own has its words, so that no code ever reaches somebody who reads."""

import re
from pathlib import Path

import chatbot
from chatbot import emergencies
from services.chat.rules.phrases import PHRASES

_CODE = re.compile(r'Phrase\(\s*"([a-z_]+)"')


def test_every_code_of_the_dialogue_has_words() -> None:
    sources = Path(str(chatbot.__file__)).parent.rglob("*.py")
    codes = {code for path in sources for code in _CODE.findall(path.read_text(encoding="utf-8"))}

    assert codes
    assert codes - PHRASES.keys() == set()


def test_every_number_to_call_has_words() -> None:
    keys = {f"call_{alarm.emergency.key}" for alarm in emergencies.general().alarms}

    assert keys - PHRASES.keys() == set()
