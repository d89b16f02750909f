"""The pictures of every form as it ought to look; `python -m tests.portal.pack.golden` takes them anew."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from forms.field import Value
from portal.pack import read
from portal.pack.sheets import Sheets
from portal.printing import Printer, Wanted
from tests.portal.pack.builder import PACKS
from tests.portal.pack.form_answers import ANSWERS
from tests.portal.pack.sheet_answers import residence_copy
from tests.portal.papers import pictures

FOLDER = Path(__file__).parent / "pictures"
PACK = read(PACKS / "hinata")
SHEETS = Sheets(PACK)
AT = datetime(2026, 11, 21, 5, 3, tzinfo=UTC)
NUMBER, BY = "7K2M9QXP4C", "市民課　見本 太郎"
DOTS = 40
# What is not a form of one's own, but asked for in the same way.
OTHERS: dict[str, dict[str, Value]] = {"juminhyo": residence_copy(note=None)}


def answers(key: str, **changes: Value) -> dict[str, Value]:
    """Answers that fill a form's boxes."""
    return {**OTHERS.get(key, {}), **ANSWERS.get(key, {}), **changes}


# Every form whose boxes are filled by overlay.
COMPILED = tuple(key for key, one in PACK.procedures.items() if one.sheet and SHEETS.boxes(key, answers(key)))
# The full check looks at a few, --all at every one: each is laid out before it is filled.
SAMPLE = ("tennyu", "jidou_teate_nintei", "juminhyo")
EVERY = tuple(key if key in SAMPLE else pytest.param(key, marks=pytest.mark.long, id=key) for key in COMPILED)


def wanted(key: str, **changes: Value) -> Wanted:
    return Wanted(key, answers(key, **changes), "ja", NUMBER)


def taken(printer: Printer, key: str, place: Path) -> list[Image.Image]:
    """A form's pages as they look now."""
    return coarse(printer.packet([wanted(key)], BY, AT), place)


def coarse(pdf: bytes, place: Path) -> list[Image.Image]:
    """Pages small and in four greys: enough to see a box moved, little enough to be kept."""
    return [ImageOps.posterize(picture, 2) for picture in pictures(pdf, place, DOTS)]


def stored(key: str) -> list[Image.Image]:
    """A form's pages as they ought to look."""
    return [Image.open(file).convert("L") for file in sorted(FOLDER.glob(f"{key}.*.png"))]


def renew(keys: list[str]) -> None:
    """Take the pictures of these forms anew, or of all."""
    printer = Printer(PACK)
    FOLDER.mkdir(exist_ok=True)
    for key in keys or COMPILED:
        for old in FOLDER.glob(f"{key}.*.png"):
            old.unlink()
        with tempfile.TemporaryDirectory() as place:
            for page, picture in enumerate(taken(printer, key, Path(place)), 1):
                picture.quantize(4).save(FOLDER / f"{key}.{page}.png", optimize=True)


if __name__ == "__main__":
    renew(sys.argv[1:])
