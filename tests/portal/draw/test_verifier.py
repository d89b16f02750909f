"""The verifier as a resident runs it: a process of its own that agrees, and says so when a byte was changed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portal import draw
from tests.portal.draw.rounds import ENTROPY, SECRET, big, by_chance

LIST, COMMITMENT, SEED = "応募の一覧", "受付開始の約束", "抽選の種"
ORDER, RESULTS, FALLS = "抽選の順番", "結果", "繰り上げ"


def run(*words: str | Path) -> tuple[int, str]:
    """Run the file alone, away from the project, with nothing but the standard library."""
    told = subprocess.run(
        [sys.executable, "-I", draw.__file__, *map(str, words)],
        check=False, capture_output=True, text=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert not told.stderr
    return told.returncode, told.stdout


def wrong(said: str) -> set[str]:
    return {
        name
        for name in (LIST, COMMITMENT, SEED, ORDER, RESULTS, FALLS)
        if f"違います / WRONG  {name}" in said
    }


def written(place: Path, round_: dict[str, Any]) -> Path:
    file = place / "round.json"
    file.write_text(json.dumps(round_, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def round_() -> dict[str, Any]:
    return draw.drawn(by_chance(8, 30, 3), SECRET, ENTROPY)


@pytest.mark.parametrize("people", [1_000, 20_000])
def test_it_agrees_on_many_people_with_ten_wishes(tmp_path: Path, people: int) -> None:
    file = written(tmp_path, draw.drawn(big(people), SECRET, ENTROPY))

    code, said = run(file, "K00017")

    assert (code, said.count("正しい / right")) == (0, 6)
    assert said.count("K00017-") == 10


def test_a_changed_wish_is_found(tmp_path: Path, round_: dict[str, Any]) -> None:
    round_["entries"][3]["wishes"][0]["claims"][0][2] += 1

    code, said = run(written(tmp_path, round_))

    assert code == 1
    assert {LIST, SEED} <= wrong(said)
    assert COMMITMENT not in wrong(said)


def test_an_added_person_is_found(tmp_path: Path, round_: dict[str, Any]) -> None:
    round_["entries"].append({**round_["entries"][0], "who": "K99999"})
    round_["results"]["K99999"] = round_["results"]["K00000"]

    assert LIST in wrong(run(written(tmp_path, round_))[1])


def test_a_changed_result_is_found(tmp_path: Path, round_: dict[str, Any]) -> None:
    told = round_["results"]["K00004"][0]
    told[2] += 1

    code, said = run(written(tmp_path, round_))

    assert (code, wrong(said)) == (1, {RESULTS})


def test_a_changed_order_is_found(tmp_path: Path, round_: dict[str, Any]) -> None:
    first = round_["order"][0]
    first[0], first[1] = first[1], first[0]

    assert wrong(run(written(tmp_path, round_))[1]) == {ORDER}


def test_another_secret_is_found(tmp_path: Path, round_: dict[str, Any]) -> None:
    round_["secret"] = "5e" + SECRET[2:]

    assert {COMMITMENT, SEED, ORDER} <= wrong(run(written(tmp_path, round_))[1])


def test_another_public_number_is_found(tmp_path: Path, round_: dict[str, Any]) -> None:
    round_["entropy"] = ENTROPY.replace("5", "6")

    assert {SEED, ORDER, RESULTS} <= wrong(run(written(tmp_path, round_))[1])


def test_a_whole_other_round_is_found_by_the_hash_one_wrote_down(
    tmp_path: Path, round_: dict[str, Any]
) -> None:
    noted = round_["list_hash"]
    other = draw.drawn(by_chance(9, 30, 3), SECRET, ENTROPY)

    assert run(written(tmp_path, round_), "--noted", noted, round_["commitment"])[0] == 0
    code, said = run(written(tmp_path, other), "--noted", noted)

    assert code == 1
    assert f"違います / WRONG  控えたハッシュ値 / the hash you wrote down: {noted}" in said


def test_a_list_that_is_not_drawn_yet_is_checked_as_far_as_it_goes(tmp_path: Path) -> None:
    listed = by_chance(8, 30, 3)

    code, said = run(written(tmp_path, {**listed, "list_hash": draw.list_hash_of(listed)}))

    assert (code, said.count("正しい / right"), said.count("\n")) == (0, 1, 1)


def test_somebody_learns_what_was_won_and_why_not(tmp_path: Path, round_: dict[str, Any]) -> None:
    said = run(written(tmp_path, round_), "K00003")[1].splitlines()[6:]

    assert len(said) == 3
    assert all("当選:" in line or "落選:" in line for line in said)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"entries": 3}', '{"list_hash": "x", "entries": [1]}'])
def test_what_is_no_round_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "round.json"
    file.write_text(text)

    code, said = run(file)

    assert code == 2
    assert said.startswith("読めません / cannot be read")


def test_without_a_file_it_says_so() -> None:
    assert run()[0] == 2


@pytest.mark.parametrize(
    "change",
    [
        {"format": "kurashi-draw-2"}, {"round": 5}, {"rules": {"cap": 0}}, {"rules": {"cap": True}}, {"taken": [[0, 5, 5]]},
        {"taken": [[0, 4, 6], [0, 5, 7]]}, {"entries": [{"who": "", "tier": 0, "tickets": 1, "wishes": []}]},
        {"entries": [{"who": "K1", "tier": 0, "tickets": 17, "wishes": []}]},
        {"entries": [{"who": "K1", "tier": 0, "tickets": 1, "wishes": [{"wish": "w", "claims": []}]}]},
        {"entries": [{"who": "K1", "tier": 0, "tickets": 1, "wishes": [{"wish": "w", "claims": [[0, 1, 2.5]]}]}]},
        {"entries": [{"who": "K1", "tier": 0, "tickets": 1, "wishes": [{"wish": "w", "claims": [[0, 1, 2]]}] * 2}]},
        {"entries": [{"who": "K1", "tier": 0, "tickets": 1, "wishes": []}] * 2},
    ],
)  # fmt: skip
def test_a_round_that_is_not_whole_is_not_drawn(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        draw.drawn({**by_chance(8, 3, 1), **change}, SECRET, ENTROPY)
