"""How far a town may trust the general confidence: refitted from what people said of answers, and held to the general one."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

_FILE = "calibration.json"
# With fewer votes than this the general confidence stands.
ENOUGH = 50
# How far a town is expected to lie from the general one: its slope from 1, its base from 0, as usual deviations.
_SPREAD = np.array([0.25, 0.5])
# Nobody who presses はい a thousand times makes the bot surer than this, nor anybody with いいえ less sure.
_MOST = np.array([0.5, 1.0])
_STEPS = 30
_LITTLE = 1e-6


@dataclass(frozen=True)
class Calibration:
    """The chance that an answer is right, as it is in one town; without votes it is the general one."""

    slope: float = 1.0
    base: float = 0.0
    votes: int = 0

    def of(self, chance: Any) -> Any:
        """A general chance, or many, as it is here."""
        return 1 / (1 + np.exp(-(self.slope * _logit(chance) + self.base)))


def fitted(chances: Sequence[float], held: Sequence[bool]) -> Calibration:
    """What votes say of general chances: the likeliest slope and base, those of no town expected beforehand."""
    if len(chances) < ENOUGH:
        return Calibration()
    told = np.c_[_logit(np.array(chances)), np.ones(len(chances))]
    right, usual = np.array(held, dtype=float), np.array([1.0, 0.0])
    weights, hold = usual.copy(), np.diag(1 / _SPREAD**2)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-told @ weights))
        slope = told.T @ (chance - right) + hold @ (weights - usual)
        weights -= np.linalg.solve((told * (chance * (1 - chance))[:, None]).T @ told + hold, slope)
    slope_, base = np.clip(weights, usual - _MOST, usual + _MOST)
    return Calibration(round(float(slope_), 4), round(float(base), 4), len(chances))


def keep(folder: Path, found: Calibration) -> None:
    """Lay it beside the mind, whole before it is read; the general one is none."""
    place = folder / _FILE
    if not found.votes:
        place.unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".{_FILE}"
    new.write_text(json.dumps(asdict(found)), encoding="utf-8")
    new.replace(place)


def opened(folder: Path) -> Calibration:
    """What lies beside the mind."""
    place = folder / _FILE
    return Calibration(**json.loads(place.read_text(encoding="utf-8"))) if place.exists() else Calibration()


def _logit(chance: Any) -> Any:
    kept = np.clip(chance, _LITTLE, 1 - _LITTLE)
    return np.log(kept / (1 - kept))
