"""文書分類: every shipped procedure names a class that the rules of records know, and a changed rule has its day."""

from datetime import date
from pathlib import Path

import pytest

from portal.pack import read
from portal.pack.classes import Filed
from tests.portal.pack.builder import AFTER, BEFORE, PACKS, TOWNS, built
from tests.portal.pack.class_cases import CLASSES

DAY = date(2026, 11, 20)


@pytest.mark.parametrize("code", TOWNS)
def test_every_procedure_is_kept_for_a_time_that_its_class_tells(code: str) -> None:
    pack = read(PACKS / code)

    missing = [
        key
        for key, one in pack.procedures.items()
        if (found := pack.document_class(one.document_class, DAY)) is None or not found.years
    ]

    assert len(pack.procedures) >= 57
    assert missing == []


def test_the_years_stand_in_the_class_and_nowhere_else() -> None:
    pack = read(PACKS / "hinata")

    assert [key for key, one in pack.procedures.items() if one.retention_years is not None] == []


def test_what_is_filed_by_itself_has_a_class() -> None:
    pack = read(PACKS / "hinata")

    found = {filed: pack.class_of(filed, DAY) for filed in Filed if filed}

    assert {filed: one.years for filed, one in found.items() if one} == {
        Filed.WITHDRAWN: 1,
        Filed.RETURNED: 3,
        Filed.DISPOSAL: 30,
    }


def test_a_register_in_use_is_kept_without_an_end() -> None:
    found = read(PACKS / "hinata").document_class("X2", DAY)

    assert found is not None
    assert found.years is None


def test_a_rule_that_changes_holds_from_its_day(tmp_path: Path) -> None:
    changed = CLASSES.replace(
        "A1,証明,しょうめい,Certificates,3年,,,", "A1,証明,しょうめい,Certificates,3年,,,2027-03-31"
    )
    pack = built(tmp_path, classes_csv=changed + "A1,証明,しょうめい,Certificates,5年,,2027-04-01,\n")

    years = [found.years for day in (BEFORE, AFTER) if (found := pack.document_class("A1", day))]

    assert years == [3, 5]
