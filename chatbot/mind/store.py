"""The mind's files: arrays that are mapped into memory and a page of words; a new one stands whole before it is read."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

_CURRENT, _TOLD = "current", "told.json"
# So many that were read before are kept, for workers that have not looked again yet.
_KEPT = 2


@dataclass(frozen=True)
class Kept:
    """What lies in a folder: arrays by name, and everything else."""

    arrays: Mapping[str, Any]
    told: Mapping[str, Any]


def version(folder: Path) -> str:
    """Which mind lies in a folder; empty where none does."""
    file = folder / _CURRENT
    name = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    return name if name and (folder / name).is_dir() else ""


def discard(folder: Path, name: str) -> None:
    """Throw one away."""
    shutil.rmtree(folder / name, ignore_errors=True)


def keep(folder: Path, name: str, arrays: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    """Write everything beside what lies there, then turn the folder's page to it."""
    folder.mkdir(parents=True, exist_ok=True)
    new = Path(mkdtemp(prefix=".new-", dir=folder))
    for key, array in arrays.items():
        np.save(new / f"{key}.npy", array)
    (new / _TOLD).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    if (folder / name).exists():
        shutil.rmtree(new)
    else:
        new.rename(folder / name)
    page = folder / f".{_CURRENT}-{os.getpid()}"
    page.write_text(name, encoding="utf-8")
    page.replace(folder / _CURRENT)
    _forget(folder, name)


def opened(folder: Path) -> Kept:
    """What lies in a folder now; the arrays stay on disk until they are looked at, shared by all who look."""
    place = folder / version(folder)
    # As plain arrays, which still are the file's pages, since numpy looks twice at each part of a mapped one.
    arrays = {
        file.stem: np.load(file, mmap_mode="r").view(np.ndarray) for file in sorted(place.glob("*.npy"))
    }
    return Kept(arrays, json.loads((place / _TOLD).read_text(encoding="utf-8")))


def _forget(folder: Path, name: str) -> None:
    before = [place for place in folder.iterdir() if place.is_dir() and place.name != name]
    before.sort(key=lambda place: place.stat().st_mtime, reverse=True)
    for place in before[_KEPT:]:
        shutil.rmtree(place, ignore_errors=True)
