"""Compiled forms kept from one start to the next: found again, never half read, and made anew where the folder fails."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.paper import Press
from portal.printing import Printer, Wanted
from tests.portal.cases import hinata
from tests.portal.pack.sheet_answers import residence_copy
from tests.portal.papers import words

AT = datetime(2026, 11, 21, 5, 3, tzinfo=UTC)
COPY = Wanted("juminhyo", residence_copy(applicant_kind="self"), "ja", "7K2M9QXP4C")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("blanks")
    Printer(hinata(), made).packet([COPY], "見本", AT)
    return made


def test_a_new_process_lays_nothing_out_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def laid_out(_press: Press, _html: str) -> None:
        pytest.fail("the blank was there")

    monkeypatch.setattr(Press, "blank", laid_out)

    assert "髙﨑𠮷神" in words(Printer(hinata(), folder).packet([COPY], "見本", AT))


def test_nothing_of_anybody_is_kept(folder: Path) -> None:
    for file in folder.iterdir():
        assert "髙﨑" not in words(file.read_bytes().partition(b"\n")[2])


def test_a_spoilt_file_is_made_anew(folder: Path) -> None:
    (file,) = folder.glob("*.blank")
    whole = file.read_bytes()
    file.write_bytes(b'{"pages": 1, "spots": [{"nobody": 1}]}\n%PDF')

    printed = Printer(hinata(), folder).packet([COPY], "見本", AT)

    assert "髙﨑𠮷神" in words(printed)
    assert file.read_bytes()[:60] == whole[:60]


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "blanks").write_text("a file stands where the folder should")

    assert "髙﨑𠮷神" in words(Printer(hinata(), tmp_path / "blanks").packet([COPY], "見本", AT))
