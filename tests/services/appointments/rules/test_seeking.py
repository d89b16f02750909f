"""Looking for something to book by a word that people write in more than one way."""

import pytest

from services.appointments.rules import seeking
from tests.portal.cases import hinata
from tests.services.appointments.builders import CANCER


@pytest.mark.parametrize(
    "word", ["がん検診", "がん健診", "肺がん", "がんのけんしん", "Ｓｃｒｅｅｎｉｎｇ", ""]
)
def test_a_word_finds_it_however_it_is_written(word: str) -> None:
    assert seeking.answers(hinata().appointments[CANCER], word)


def test_every_word_must_stand_there() -> None:
    assert not seeking.answers(hinata().appointments[CANCER], "がん 料理")
