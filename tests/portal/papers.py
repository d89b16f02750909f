"""Looking at printed papers: their words, their pages as pictures, and whether a strict reader finds a fault in them."""

import io
import subprocess
from pathlib import Path

import pikepdf
from PIL import Image, ImageChops

# Every name that a careless conversion would spoil, byte for byte.
HARD = "髙﨑𠮷\ufa19\ufa46\ufa10葛\U000e0100"
LONG_LATIN = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Maximilian"
NOTE = "窓口で伝えておきたいことを、いくつか書いておきます。" * 7


def words(pdf: bytes) -> str:
    """What can be copied out of it; lines and blanks are the layout's, so they are left out."""
    said = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return "".join(said.split())


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def faults(pdf: bytes, tmp_path: Path) -> str:
    """What qpdf says against it; nothing where all is well."""
    file = tmp_path / "checked.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def pictures(pdf: bytes, tmp_path: Path, dots: int = 50) -> list[Image.Image]:
    """Its pages in grey, as so many dots an inch."""
    for old in tmp_path.glob("page*"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", str(dots), "-gray", "-", str(tmp_path / "page")], input=pdf, check=True)
    return [Image.open(file).convert("L") for file in sorted(tmp_path.glob("page*"))]


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The share of dots, in parts of a thousand, that differ by more than a font's smoothing."""
    if one.size != other.size:
        return 1000.0
    counts = ImageChops.difference(one, other).histogram()
    return 1000 * sum(counts[96:]) / (one.width * one.height)


def worst_patch(one: Image.Image, other: Image.Image, side: int = 16) -> float:
    """The same for the patch of a page that differs most: a single moved word is lost in a whole page."""
    if one.size != other.size:
        return 1000.0
    changed = ImageChops.difference(one, other).point(lambda level: 255 if level >= 96 else 0)
    across, down = -(-one.width // side), -(-one.height // side)
    whole = Image.new("L", (across * side, down * side))
    whole.paste(changed)
    _, most = whole.reduce(side).getextrema()
    return float(most) / 255 * 1000  # type: ignore[arg-type]
