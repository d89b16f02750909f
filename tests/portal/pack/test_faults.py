"""Every fault a town's folder can have is named by file, line and key, all together, and nothing half-loads."""

from pathlib import Path

import pytest

from portal.pack import PackFaults, read
from tests.portal.pack import (
    appointment_fault_cases,
    building_fault_cases,
    class_cases,
    collecting_fault_cases,
    crematorium_fault_cases,
    draws_cases,
    farewell_cases,
    fault_cases,
    group_fault_cases,
    kpi_fault_cases,
    line_fault_cases,
    queue_fault_cases,
    standard_fault_cases,
)
from tests.portal.pack.builder import FEES, faults, town
from tests.portal.pack.fault_cases import PROCEDURE

CASES = {
    **appointment_fault_cases.CASES,
    **building_fault_cases.CASES,
    **fault_cases.CASES,
    **class_cases.CASES,
    **collecting_fault_cases.CASES,
    **crematorium_fault_cases.CASES,
    **draws_cases.CASES,
    **farewell_cases.CASES,
    **group_fault_cases.CASES,
    **line_fault_cases.CASES,
    **kpi_fault_cases.CASES,
    **queue_fault_cases.CASES,
    **standard_fault_cases.CASES,
}


def test_the_town_the_faults_are_planted_in_has_none(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize("name", CASES)
def test_a_fault_names_its_file_line_and_key(name: str, tmp_path: Path) -> None:
    files, (file, line, key, words) = CASES[name]

    found = faults(tmp_path, **files)

    hits = [
        fault for fault in found if (fault.file, fault.line, fault.key) == (f"test_town/{file}", line, key)
    ]
    assert hits, found
    assert any(words in fault.message for fault in hits), hits


def test_a_town_with_a_fault_is_not_read_at_all(tmp_path: Path) -> None:
    # The check above is told what this raises, and adds only papers that are none.
    with pytest.raises(PackFaults):
        read(town(tmp_path, **CASES["a fee that is no figure"][0]))


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    names = ("the town's kind is unknown", "a fee that is no figure", "hours of a kind nobody knows")
    files = {key: text for name in names for key, text in CASES[name][0].items()}

    found = {(fault.file, fault.key) for fault in faults(tmp_path, **files)}

    assert found >= {
        ("test_town/town.toml", "kind"),
        ("test_town/fees.csv", "金額"),
        ("test_town/hours.csv", "種別"),
    }


def test_a_broken_field_does_not_make_the_sound_ones_look_missing(tmp_path: Path) -> None:
    own = '[bad]\nkind = "wish"\n[good]\nkind = "text"\nlabel = { ja = "a", easy = "b", en = "c" }\n'

    found = faults(
        tmp_path, fields_toml=own, procedures__todoke_toml=PROCEDURE.replace('["name"]', '["name", "good"]')
    )

    assert {fault.file for fault in found} == {"test_town/fields.toml"}


def test_a_folder_that_is_no_town_says_so(tmp_path: Path) -> None:
    folder = town(tmp_path)
    (folder / "town.toml").unlink()

    with pytest.raises(PackFaults, match=r"test_town/town.toml 1行目 : このファイルがありません"):
        read(folder)


@pytest.mark.parametrize("needed", ["divisions.csv", "offices.csv"])
def test_a_needed_list_that_is_missing_is_told(needed: str, tmp_path: Path) -> None:
    folder = town(tmp_path)
    (folder / needed).unlink()

    with pytest.raises(PackFaults) as raised:
        read(folder)

    assert f"test_town/{needed}" in {fault.file for fault in raised.value.faults}


def test_a_fault_reads_as_one_line_and_one_more_says_how_to_mend_it(tmp_path: Path) -> None:
    found = faults(tmp_path, fees_csv=FEES.replace("300", "三百円"))

    first, mend = str(found[0]).splitlines()
    assert first == "test_town/fees.csv 2行目 金額: 円の金額を数字で書いてください"
    assert mend == "    直し方: 300 のように書いてください（300円、1,000 でも読めます）。"
