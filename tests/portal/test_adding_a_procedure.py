"""The guide for adding a procedure shows an example that really works, and names only keys and lists that exist."""

import re
from pathlib import Path

import pytest

from portal.pack import shapes
from tests.portal.pack.builder import DIVISIONS, PACKS, built

GUIDE = (PACKS.parents[1] / "docs" / "adding-a-procedure.md").read_text(encoding="utf-8")
EXAMPLE, CONDITIONS, *_MORE = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_example_of_the_guide_is_a_procedure(tmp_path: Path) -> None:
    divisions = DIVISIONS + "kankyo,honcho,環境課,環境課,Environment,,,,,,,\n"

    pack = built(tmp_path, divisions_csv=divisions, procedures__inu_shibo_toml=EXAMPLE)

    assert pack.procedure("inu_shibo").title.say("ja").text == "犬の死亡の届出"
    assert pack.procedure("inu_shibo").asks[0].key == "name"


@pytest.mark.parametrize("when", re.findall(r"when = \{.*?\}(?= +#)", CONDITIONS))
def test_every_condition_of_the_guide_is_understood(when: str, tmp_path: Path) -> None:
    step = '[[step]]\nkey = "last"\ntitle = { ja = "a", easy = "b", en = "c" }\nask = ["note"]\n'
    asks = 'ask   = ["applicant_kind", "purpose", "copies",'
    divisions = DIVISIONS + "kankyo,honcho,環境課,環境課,Environment,,,,,,,\n"

    procedure = EXAMPLE.replace("ask   = [", asks) + step + when + "\n"
    pack = built(tmp_path, divisions_csv=divisions, procedures__inu_shibo_toml=procedure)

    assert pack.procedure("inu_shibo").steps[-1].when


def test_the_guide_shows_four_kinds_of_conditions() -> None:
    assert len(re.findall(r"when = \{.*?\}(?= +#)", CONDITIONS)) == 4


def test_the_guide_names_every_list_a_town_may_keep() -> None:
    lists = {shape.file for shape in (*shapes.TYPED, *shapes.HANDED_ON)} - {"national_holidays.csv"}

    assert {name for name in lists if f"`{name}`" not in GUIDE} == set()
