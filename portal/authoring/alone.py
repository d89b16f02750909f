"""A town with one procedure: the nationwide folder, a town's, and the file that is being written."""

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree, ignore_patterns

from portal.pack import lists, shapes
from portal.pack.lists import Shape
from portal.pack.reader import COMMON

# What would hide the file from its own writer; the lines stay, so that faults name the right ones.
_HIDDEN = re.compile(r'^(state\s*=\s*"draft"|valid_(?:from|to)\s*=)', re.MULTILINE)
_POPULAR = re.compile(r"^popular\s*=\s*\[[^\]]*\]", re.MULTILINE)
_LEADS_TO = re.compile(r'^procedure\s*=\s*"([a-z0-9_-]+)"', re.MULTILINE)
# The lists that speak of procedures, which are not there here.
_SPEAKING = (shapes.PROCEDURES, shapes.FEES, shapes.WAIVERS, shapes.FAQ)
_KEY = "手続ID"


def make(source: Path, packs: Path, town: str, target: Path) -> Path:
    """Make the folders below `target`; gives the town's."""
    bare = ignore_patterns("procedures")
    copytree(packs / COMMON, target / COMMON, ignore=bare)
    copytree(packs / town, target / town, ignore=bare)
    folder = target / town
    kept = _procedures(source, packs, town, folder / "procedures")
    _rewrite(folder / "town.toml", lambda text: _POPULAR.sub(f'popular = ["{source.stem}"]', text))
    # A dictionary beside a file that lies outside the packs belongs to it.
    beside = source.parent / "fields.toml"
    if source.parent.name != "procedures" and beside.is_file():
        (folder / "fields").mkdir(exist_ok=True)
        (folder / "fields" / "beside.toml").write_bytes(beside.read_bytes())
    for shape in _SPEAKING:
        _prune(folder / shape.file, shape, kept)
    _offer(folder / shapes.PROCEDURES.file, source.stem)
    return folder


def _procedures(source: Path, packs: Path, town: str, target: Path) -> set[str]:
    """The file itself, and those its early ends lead to."""
    target.mkdir()
    raw = source.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # That it is in another code page is told by whoever reads it.
        (target / source.name).write_bytes(raw)
        return {source.stem}
    (target / source.name).write_text(_HIDDEN.sub(r"# \1", text), encoding="utf-8")
    kept = {source.stem}
    for key in set(_LEADS_TO.findall(text)) - kept:
        paths = (root / "procedures" / f"{key}.toml" for root in (packs / town, packs / COMMON))
        if path := next((path for path in paths if path.is_file()), None):
            (target / path.name).write_bytes(path.read_bytes())
            kept.add(key)
    return kept


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _prune(path: Path, shape: Shape, kept: set[str]) -> None:
    """Leave out the lines about procedures that are not here; a list with faults stays as it is, to be told of."""
    if not path.is_file():
        return
    listed = lists.read(path, shape)
    if not listed.faults:
        rows = [row.cells for row in listed.rows if not row[_KEY] or row[_KEY] in kept]
        path.write_bytes(lists.write(shape.columns, rows))


def _offer(path: Path, key: str) -> None:
    """Offer it, whatever the town's list says about it now."""
    listed = lists.read(path, shapes.PROCEDURES) if path.is_file() else None
    if listed and listed.faults:
        return
    rows = [dict(row.cells) for row in listed.rows] if listed else []
    mine = next((row for row in rows if row[_KEY] == key), {_KEY: key})
    others = [row for row in rows if row[_KEY] != key]
    mine |= {"公開": "する", lists.FROM: "", lists.TO: ""}
    path.write_bytes(lists.write(shapes.PROCEDURES.columns, [*others, mine]))
