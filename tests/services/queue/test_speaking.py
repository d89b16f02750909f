"""Speech: what is said, clips made ahead by a program of the machine, and nothing where there is none."""

import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from portal.db import Database
from services.queue.actions import speaking
from services.queue.rules import spoken
from tests.services.queue import hall
from tests.services.queue.hall import MORNING, take

# Speaks as the real one does: a text on its input, a sound in the file it is told.
PROGRAM = """#!/bin/sh
while [ "$1" != "-w" ]; do shift; done
(printf 'RIFF'; /bin/cat) > "$2"
"""


@pytest.fixture
def session(database: Database, tmp_path: Path) -> Iterator[Session]:
    """A session on a hall with three counters, whose machine keeps its clips here."""
    hall.equip(database)
    database.info["settings"] = SimpleNamespace(home=tmp_path / "var")
    with database.session() as opened:
        yield opened


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which only this speech program is installed."""
    program = tmp_path / "bin" / "espeak-ng"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    return program


def test_a_call_is_said_in_japanese_and_in_english() -> None:
    assert spoken.whole("ja", "A", 12, 3) == "番号、エーの、12番の方。3番窓口へ、お越しください。"
    assert spoken.whole("en", "A", 12, 3) == "Number A 12, please come to counter 3."


@pytest.mark.parametrize(
    ("number", "sounds"),
    [
        (1, "いち"), (10, "じゅう"), (12, "じゅうに"), (40, "よんじゅう"), (100, "ひゃく"), (300, "さんびゃく"),
        (608, "ろっぴゃくはち"), (899, "はっぴゃくきゅうじゅうきゅう"), (1000, "せん"), (3456, "さんぜんよんひゃくごじゅうろく"),
    ],
)  # fmt: skip
def test_a_program_that_reads_no_kanji_is_given_the_sounds(number: int, sounds: str) -> None:
    assert spoken.reading(number) == sounds


@pytest.mark.parametrize("name", ["", "ja", "fr-A1", "ja-../keys", "ja-counter-", "ja-counter-123", "en-AA1"])
def test_a_name_that_is_no_clips_is_nobodys(name: str, session: Session) -> None:
    assert spoken.clip(name) is None
    assert speaking.find(session, name) is None


def test_clips_are_made_when_a_number_is_given_and_each_once(session: Session, voice: Path) -> None:
    take(session)

    made = [speaking.prepare(session, MORNING) for _ in range(3)]

    found = speaking.find(session, "ja-A1")
    assert found is not None
    assert found.read_bytes() == b"RIFF" + "ばんごう、エーの、いちばんのかた。".encode()
    assert speaking.find(session, "en-counter-3") is not None
    # The number and the three counters in two languages; at most ten at one look.
    assert made == [2 + 2 * 3, 0, 0]


def test_without_a_number_nothing_is_made(session: Session, voice: Path) -> None:
    assert speaking.prepare(session, MORNING) == 0


def test_where_no_program_is_installed_the_browser_speaks(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    take(session)

    assert speaking.prepare(session, MORNING) == 0
    assert speaking.find(session, "ja-A1") is None


def test_a_program_that_fails_leaves_no_half_a_clip(session: Session, voice: Path) -> None:
    voice.write_text("#!/bin/sh\nexit 3\n")
    take(session)

    assert speaking.prepare(session, MORNING) == 0
    assert list(speaking.folder(session).iterdir()) == []
