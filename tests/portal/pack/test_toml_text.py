"""What is written as a file of the town's folder is read as it was."""

from datetime import date
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from portal import facilities
from portal.pack import toml_text
from tests.portal.pack.builder import PACKS

FILES = sorted(PACKS.glob("*/buildings/*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}/{file.stem}")
def test_a_building_written_again_is_the_same_building(file: Path) -> None:
    said = file.read_text("utf-8")

    again = toml_text.written(tomli.loads(said), head="見本")

    assert facilities.read(file.stem, again) == facilities.read(file.stem, said)
    assert facilities.read(file.stem, again)[1] == []
    assert again.startswith("# 見本\n")


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(WORDS, WORDS, st.integers(), st.booleans(), st.dates(min_value=date(1900, 1, 1)))
def test_whatever_somebody_types_comes_back(one: str, two: str, number: int, flag: bool, day: date) -> None:
    body = {
        "title": {"ja": one, "zh-Hans": two}, "text": two, "raster": number, "closed_on_holidays": flag,
        "unit": [{"barrier_free": [{"ja": two}], "price": [{"valid_from": day, "yen": 3}]}],
    }  # fmt: skip

    assert tomli.loads(toml_text.written(body)) == body
