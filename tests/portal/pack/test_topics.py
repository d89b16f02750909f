"""The headings of the list of all procedures: declared once in every language, and every one that is used is there."""

from pathlib import Path

from tests.portal.pack.builder import built, faults
from tests.portal.pack.fault_cases import PROCEDURE


def test_a_town_adds_its_own_heading_after_the_nationwide_ones(tmp_path: Path) -> None:
    heading = '[festival]\ntitle = { ja = "祭り", easy = "まつり", en = "Festival" }\n'

    pack = built(tmp_path, topics_toml=heading)

    assert list(pack.topics)[-1] == "festival"
    assert pack.topics["festival"].say("en").text == "Festival"
    assert {one.topic for one in pack.procedures.values()} <= set(pack.topics)


def test_a_heading_lacking_a_language_is_told_with_its_place(tmp_path: Path) -> None:
    found = faults(tmp_path, topics_toml='[extra]\ntitle = { ja = "a", easy = "b" }\n')

    assert [(one.file, one.line, one.key) for one in found] == [
        ("test_town/topics.toml", 2, "extra.title.en")
    ]


def test_a_procedure_under_a_heading_that_is_not_there_is_told(tmp_path: Path) -> None:
    lost = PROCEDURE.replace('number = "7001"', 'topic = "hose"')

    found = faults(tmp_path, procedures__todoke_toml=lost)

    assert [(one.file, one.line, one.key) for one in found] == [
        ("test_town/procedures/todoke.toml", 3, "topic")
    ]
