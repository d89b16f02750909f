"""A new procedure begins as a file that passes the check, asks with the keys there are, and replaces nothing."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.authoring.cli import group
from portal.pack import check, read
from tests.portal.pack.builder import town

DOG = ("--title", "犬の死亡の届出", "--division", "sogo")


def run(packs: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(group((), packs, "test_town"), ["new", *words], input=typed)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return town(tmp_path).parent


@pytest.mark.parametrize(
    "ways", [("online",), ("window", "post"), ("online", "window", "post"), ("elsewhere",)]
)
def test_a_new_file_passes_the_check_at_once_and_is_a_draft(ways: tuple[str, ...], packs: Path) -> None:
    options = [word for way in ways for word in ("--way", way)]

    done = run(packs, "inu_shibo", *DOG, "--ask", "氏名", "--ask", "doc_estimate", *options)

    assert done.exit_code == 0, done.output
    assert check.check(packs / "test_town") == []
    made = read(packs / "test_town").procedure("inu_shibo")
    assert made.state.value == "draft"
    assert [way.kind for way in made.ways] == list(ways)
    assert "# 根拠" in (packs / "test_town/procedures/inu_shibo.toml").read_text(encoding="utf-8")


def test_what_is_asked_in_a_clerks_words_is_led_to_the_key_there_is(packs: Path) -> None:
    typed = "犬の死亡の届出\n\n\n総合案内\n犬を飼っていた人\nonline window\nお名前\n1\n誕生日\n1\n犬の帽子の色\n0\n\n"

    done = run(packs, "inu_shibo", typed=typed)

    assert done.exit_code == 0, done.output
    assert [ask.key for ask in read(packs / "test_town").procedure("inu_shibo").asks] == [
        "name",
        "birth_date",
    ]
    assert "fields.toml に足してから" in done.output


def test_words_that_may_mean_several_keys_are_refused_with_those_keys(packs: Path) -> None:
    done = run(packs, "inu_shibo", *DOG, "--ask", "事業者の名前")

    assert done.exit_code == 1
    assert "care_plan_office" in done.output
    assert not (packs / "test_town/procedures/inu_shibo.toml").exists()


@pytest.mark.parametrize("key", ["juminhyo", "kept"])
def test_a_key_that_is_taken_is_refused_and_its_file_left_alone(key: str, packs: Path) -> None:
    run(packs, "kept", *DOG)
    before = {path: path.read_bytes() for path in packs.rglob("*.toml")}

    done = run(packs, key, *DOG)

    assert done.exit_code == 1
    assert "もうあります" in done.output
    assert {path: path.read_bytes() for path in packs.rglob("*.toml")} == before


@pytest.mark.parametrize("key", ["犬", "Inu", "../inu", "inu shibo"])
def test_a_key_that_cannot_be_an_address_is_refused(key: str, packs: Path) -> None:
    done = run(packs, key, *DOG)

    assert done.exit_code == 1
    assert "手続の名前に使えません" in done.output


def test_a_copy_has_its_own_title_number_and_division_and_is_a_draft(packs: Path) -> None:
    done = run(packs, "juminhyo_sokutatsu", *DOG, "--like", "juminhyo")

    assert done.exit_code == 0, done.output
    assert check.check(packs / "test_town") == []
    pack = read(packs / "test_town")
    copy, original = pack.procedure("juminhyo_sokutatsu"), pack.procedure("juminhyo")
    assert (copy.title.say("ja").text, copy.division, copy.state.value) == ("犬の死亡の届出", "sogo", "draft")
    assert copy.number != original.number
    assert [step.key for step in copy.steps] == [step.key for step in original.steps]


def test_a_copy_of_nothing_and_a_division_of_nowhere_are_refused(packs: Path) -> None:
    assert "写すもとの手続がありません" in run(packs, "x", *DOG, "--like", "none").output
    assert "divisions.csv にない部署です" in run(packs, "x", "--title", "x", "--division", "none").output
    assert "その市のフォルダーがありません" in run(packs, "x", *DOG, "--town", "none").output


def test_quotes_and_signs_in_a_title_stay_words(packs: Path) -> None:
    done = run(packs, "odd", "--title", 'a "b" \\ c\n[x]', "--division", "sogo")

    assert done.exit_code == 0, done.output
    mapping = tomllib.loads((packs / "test_town/procedures/odd.toml").read_text(encoding="utf-8"))
    assert mapping["title"]["ja"] == 'a "b" \\ c [x]'


def test_a_nationwide_file_is_written_beside_the_nationwide_ones(packs: Path) -> None:
    done = run(packs, "inu_shibo", *DOG, "--town", "common")

    assert done.exit_code == 0, done.output
    assert (packs / "common/procedures/inu_shibo.toml").is_file()
