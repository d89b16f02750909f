"""How sure a find is: whether a question is one for this town at all, and whether the best that was found answers it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

# General numbers, from questions of two towns and texts that are no town's matter (benchmarks/confidence.py writes them).
FILE = Path(__file__).with_name("confidence.json")
# Below the first a question is handed over, from the second on its answer is given directly.
HAND_OVER, DIRECT = 0.45, 0.75
# How far the weights are held back, so that a few examples move them little.
_HELD, _STEPS = 3.0, 30


@dataclass(frozen=True)
class Logistic:
    """A logistic score over signals: their usual values, their spread, their weights, and the weight of being asked at all."""

    usual: Sequence[float]
    spread: Sequence[float]
    weights: Sequence[float]
    base: float

    def of(self, found: Any) -> Any:
        """The chance that it holds, from 0 to 1, for one row of signals or many."""
        standing = (found - np.asarray(self.usual)) / np.asarray(self.spread)
        return 1 / (1 + np.exp(-(standing @ np.asarray(self.weights) + self.base)))


@dataclass(frozen=True)
class Judge:
    """Two scores: `ours` says that a question is the town's to answer, `right` that the best find answers it."""

    ours: Logistic
    right: Logistic


def general() -> Judge:
    """The judge that ships, which belongs to no town."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return Judge(Logistic(**told["ours"]), Logistic(**told["right"]))


def fitted(found: Any, holds: Any, worth: Any | None = None) -> Logistic:
    """The score that tells examples where something holds from others, each counted by its worth."""
    usual, spread = found.mean(axis=0), found.std(axis=0) + 1e-6
    standing = np.c_[(found - usual) / spread, np.ones(len(found))]
    counts = np.ones(len(found)) if worth is None else worth
    held = np.eye(standing.shape[1]) * _HELD
    held[-1, -1] = 1e-3
    weights = np.zeros(standing.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-standing @ weights))
        slope = standing.T @ (counts * (chance - holds)) + held @ weights
        bend = (standing * (counts * chance * (1 - chance))[:, None]).T @ standing + held
        weights -= np.linalg.solve(bend, slope)
    return Logistic(usual.tolist(), spread.tolist(), weights[:-1].tolist(), float(weights[-1]))


def told(judge: Judge) -> Mapping[str, Mapping[str, Sequence[float] | float]]:
    """A judge as numbers for a file."""
    return {
        name: {key: _rounded(value) for key, value in vars(score).items()}
        for name, score in (("ours", judge.ours), ("right", judge.right))
    }


def _rounded(value: Sequence[float] | float) -> Sequence[float] | float:
    return round(value, 3) if isinstance(value, float) else [round(one, 3) for one in value]
