"""A town's own confidence: learned from votes, held to the general one, and never moved far by anybody."""

from pathlib import Path

import numpy as np
import pytest

from chatbot.mind import calibration
from chatbot.mind.calibration import ENOUGH, Calibration, fitted


def votes(count: int, town: Calibration, seed: int = 1) -> tuple[list[float], list[bool]]:
    """People of a town in which the general chances hold only as far as it says."""
    random = np.random.default_rng(seed)
    chances = random.beta(4, 2, count)
    return chances.tolist(), (random.random(count) < town.of(chances)).tolist()


def error(told: Calibration, town: Calibration) -> float:
    """How far the chances that are told lie from the true ones, on the whole."""
    chances = np.linspace(0.05, 0.95, 50)
    return float(np.abs(told.of(chances) - town.of(chances)).mean())


def test_few_votes_change_nothing() -> None:
    assert fitted(*votes(ENOUGH - 1, Calibration(1, -0.9))) == Calibration()


@pytest.mark.parametrize("town", [Calibration(1, -0.8), Calibration(1, 0.7), Calibration(0.7, -0.3)])
@pytest.mark.parametrize("seed", range(3))
def test_votes_bring_a_town_nearer_to_its_true_confidence(town: Calibration, seed: int) -> None:
    found = fitted(*votes(600, town, seed))

    assert error(found, town) < error(Calibration(), town) / 2


@pytest.mark.parametrize("seed", range(10))
def test_a_town_like_all_others_is_hardly_moved(seed: int) -> None:
    assert error(fitted(*votes(ENOUGH, Calibration(), seed)), Calibration()) < 0.09


def test_the_more_votes_the_more_they_count() -> None:
    town = Calibration(1, -0.8)

    off = [
        np.mean([error(fitted(*votes(count, town, seed)), town) for seed in range(8)])
        for count in (60, 300, 3000)
    ]

    assert off[0] > off[1] > off[2]
    assert off[2] < 0.03


@pytest.mark.parametrize("said", [True, False])
def test_nobody_moves_it_far_by_pressing_one_button(said: bool) -> None:
    chances, _ = votes(5000, Calibration())

    found = fitted(chances, [said] * len(chances))

    assert abs(found.base) <= 1
    assert 0.5 <= found.slope <= 1.5


def test_it_lies_beside_the_mind_and_goes_when_there_are_no_votes(tmp_path: Path) -> None:
    found = Calibration(0.9, -0.4, 200)
    calibration.keep(tmp_path, found)
    assert calibration.opened(tmp_path) == found

    calibration.keep(tmp_path, Calibration())

    assert calibration.opened(tmp_path) == Calibration()
