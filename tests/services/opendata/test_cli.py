"""The operator's commands: a strict look at a list, and a tolerant one that writes what it understood."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal import workbooks
from portal.pack.check import PACKS
from portal.pack.standard import Known
from services.opendata.cli import group
from services.opendata.rules.standing import SHEETS
from tests.services.opendata.test_tolerant import DAYS, OLD


def asked(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(group, list(arguments))
    return found.exit_code, found.output


def test_a_list_as_another_town_publishes_it_becomes_one_of_the_standard(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs.csv", tmp_path / "ours.csv"
    theirs.write_bytes(OLD.encode("cp932"))

    code, said = asked("read", str(theirs), "--as", "aed", "--out", str(ours))

    assert code == 0
    assert "4行目 小児対応設備の有無: 不明 × 読めません / lost" in said
    assert said.endswith("1 lost\n")
    assert asked("check", str(ours), "--as", "aed") == (0, "0 faults\n")


def test_a_workbook_is_read_like_a_list(tmp_path: Path) -> None:
    file, (header, line) = tmp_path / "theirs.xlsx", DAYS.replace('"1,200人"', "1200人").splitlines()
    row = dict(zip(header.split(","), line.split(","), strict=True))
    book = workbooks.write(tuple(row), [row], "見本", date(2026, 11, 22))
    file.write_bytes(book)

    code, said = asked("read", str(file), "--as", "events")

    assert code == 0
    assert "知らない列 / unknown column: 色" in said
    assert "1 rows" in said


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_our_own_list_is_not_published_as_it_stands_but_read_without_loss(name: str) -> None:
    # Our lists carry the days from which a row holds, which are no columns of the standard.
    file = str(PACKS / "hinata" / f"{name}.csv")

    code, said = asked("check", file, "--as", name)
    _, read = asked("read", file, "--as", name)

    assert (code, "適用開始日" in said) == (1, True)
    assert read.endswith(" 0 lost\n")


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"hello")

    assert asked("read", str(file), "--as", "aed")[0] == 1
    assert asked("check", str(file), "--as", "aed")[0] == 1


def test_two_rows_of_one_id_are_told(tmp_path: Path) -> None:
    names = SHEETS["aed"].names
    line = ",".join(
        {"ID": "a1", "全国地方公共団体コード": "990019", "名称": "a", "設置位置": "b"}.get(one, "")
        for one in names
    )
    file = tmp_path / "aed.csv"
    file.write_text("\r\n".join([",".join(names), line, line]), encoding="utf-8")

    assert asked("check", str(file), "--as", "aed") == (1, "3行目 ID: 同じIDが2つあります: a1\n1 faults\n")


def test_a_list_of_an_edition_without_the_later_columns_keeps_to_the_standard(tmp_path: Path) -> None:
    names = [one.name for one in SHEETS["childcare"].columns if one.known is Known.COMPARED]
    said = {"ID": "c1", "全国地方公共団体コード": "990019", "名称": "a", "種別": "児童館"}
    file = tmp_path / "childcare.csv"
    file.write_text(f"{','.join(names)}\r\n{','.join(said.get(one, '') for one in names)}", encoding="utf-8")

    assert asked("check", str(file), "--as", "childcare") == (0, "0 faults\n")
