"""The guide for adding a procedure shows an example that really works, and names only keys and lists that exist."""

import re
from pathlib import Path

import pytest

from forms.kinds import KINDS
from portal.authoring.told import TOLD
from portal.pack import remedies, shapes
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


def test_the_guide_names_every_key_and_every_kind() -> None:
    keys = {
        key.partition(".")[2]
        for key in TOLD
        if key.startswith(("procedure.", "step.", "ask.", "computed.", "exit."))
    }

    assert {key for key in keys if not re.search(rf"(?<![a-z_]){key}(?![a-z_])", GUIDE)} == set()
    assert {kind for kind in KINDS if f"`{kind}`" not in GUIDE} == set()


def test_the_ten_faults_of_the_guide_are_told_and_mended_in_the_products_own_words() -> None:
    section = GUIDE.partition("### よくある十の間違い")[2].partition("## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE)[1:]
    told = {words.replace("{}", "…"): mend for words, mend in remedies.table().items()}

    assert len(rows) == 10
    assert {words: mend for words, mend in rows if told.get(words) != mend} == {}


def test_the_schemas_lie_where_the_guide_says() -> None:
    root = PACKS.parents[1]
    line = re.search(r"^#:schema (\S+)$", GUIDE, re.MULTILINE)

    assert line
    assert (PACKS / "hinata" / "procedures" / line[1]).resolve() == root / "docs/schema/procedure.json"
    assert "`docs/schema/fields.json`" in GUIDE
    assert (root / "docs/schema/fields.json").is_file()
